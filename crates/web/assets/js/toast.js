// <div class="toast" role="status" data-dismiss="Dismiss">: what the server put inside goes away by itself
// unless somebody is on it. The server can also send one: HX-Trigger: {"toast":{"text":"…","tone":"ok"}}
import { arrived } from "./arrived.js";

const STAY = 7000;

function leave(item) {
  if (item.matches(":hover, :focus-within")) setTimeout(() => leave(item), STAY / 2);
  else item.remove();
}

function settle(item) {
  item.dataset.settled = "";
  const dismiss = item.closest(".toast").dataset.dismiss;
  if (dismiss && !item.querySelector("button")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet";
    button.textContent = dismiss;
    button.addEventListener("click", () => item.remove());
    item.append(button);
  }
  if (!item.matches(".toast__item--bad")) setTimeout(() => leave(item), STAY);
}

arrived(() => document.querySelectorAll(".toast__item:not([data-settled])").forEach(settle));

document.addEventListener("toast", (event) => {
  const region = document.querySelector(".toast");
  const said = event.detail ?? {};
  if (!region || !said.text) return;
  const item = document.createElement("div");
  item.className = said.tone === "bad" ? "toast__item toast__item--bad" : "toast__item";
  const text = document.createElement("p");
  text.className = "toast__text";
  text.textContent = said.text;
  item.append(text);
  region.append(item);
  settle(item);
});
