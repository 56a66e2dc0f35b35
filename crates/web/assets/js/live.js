// <form method="get" data-live="results">: while somebody types, what the form would show takes the place of
// #results; [data-live-status] says how much that is. Without script the form is sent by its button.
import { hasArrived } from "./arrived.js";
import { ask } from "./ask.js";

const PAUSE = 250;
let waiting;
let asked = 0;

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-live]");
  if (!form || event.target.type !== "search") return;
  clearTimeout(waiting);
  waiting = setTimeout(() => show(form), PAUSE);
});

async function show(form) {
  const number = ++asked;
  const url = new URL(form.action);
  url.search = new URLSearchParams(new FormData(form));
  try {
    const answer = await ask(url.href, { headers: { accept: "text/html" } });
    const text = await answer.text();
    // what was typed meanwhile counts
    if (!answer.ok || number !== asked || !form.isConnected) return;
    const id = form.dataset.live;
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById(id);
    const place = document.getElementById(id);
    if (!fresh || !place) return;
    place.replaceChildren(...fresh.childNodes);
    const status = document.querySelector("[data-live-status]");
    if (status) status.textContent = place.querySelector("h2")?.textContent ?? String(place.querySelectorAll("tbody tr").length);
    if (!document.body.matches(".panel")) history.replaceState(history.state, "", url);
    hasArrived();
  } catch {
    // the button is still there
  }
}
