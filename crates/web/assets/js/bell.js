// <a data-bell="/feed/count">: how much there is that was not looked at. Asked with each
// page and while it is seen; not where nobody is known yet.
import { arrived } from "./arrived.js";
import { ask } from "./ask.js";

const EVERY = 30_000;
const bell = document.querySelector("[data-bell]");

async function look() {
  if (document.hidden || bell.closest("[hidden]")) return;
  const answer = await ask(bell.dataset.bell, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || !answer.headers.get("content-type")?.startsWith("application/json")) return;
  const { count, shown, label } = await answer.json();
  const badge = bell.querySelector("[data-bell-count]");
  badge.hidden = count === 0;
  badge.textContent = shown;
  bell.querySelector("[data-bell-label]").textContent = label;
}

if (bell) {
  arrived(look);
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}
