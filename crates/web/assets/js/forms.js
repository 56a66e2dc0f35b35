import { arrived } from "./arrived.js";

// The list of errors, or the message a page is there for, takes focus, so that it is read out; the links
// of the list go into the fields they name.
arrived(() => {
  const summary = document.querySelector(":is(.error-summary, [data-announce]):not([data-seen])");
  if (!summary) return;
  summary.dataset.seen = "";
  summary.tabIndex = -1;
  summary.focus();
});
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('.error-summary a[href^="#"]');
  if (!link) return;
  const field = document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const group = field.matches("fieldset") ? field.querySelector("input") : field;
  (group ?? field).focus();
  field.scrollIntoView({ block: "center" });
});

// <form data-guard>: the browser asks before typed text is lost.
const touched = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.form ?? event.target.closest?.("form");
  if (form?.matches("[data-guard]")) touched.add(form);
});
document.addEventListener("reset", (event) => touched.delete(event.target));
document.addEventListener("submit", (event) => touched.delete(event.target));
addEventListener("beforeunload", (event) => {
  for (const form of touched) {
    if (!form.isConnected) touched.delete(form);
  }
  if (touched.size) event.preventDefault();
});

// <input type="checkbox" data-check-all="ids">: ticks every box of that name, and shows "some".
const boxes = (all) => [...(all.form ?? document).querySelectorAll('input[type="checkbox"]')].filter((box) => box.name === all.dataset.checkAll);
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-check-all]")) {
    for (const box of boxes(event.target)) box.checked = event.target.checked;
  }
  for (const all of document.querySelectorAll("[data-check-all]")) {
    const ticked = boxes(all).filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes(all).length;
    all.indeterminate = ticked > 0 && !all.checked;
  }
  for (const count of document.querySelectorAll("[data-check-count]")) {
    count.textContent = document.querySelectorAll(`input[name="${CSS.escape(count.dataset.checkCount)}"]:checked`).length;
  }
});

// <select data-submit> sends its form when changed; its button stays for people without script.
document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-submit]")) event.target.form.requestSubmit();
});

// The chosen entry of a row that scrolls sideways starts in view.
arrived(() => {
  for (const row of document.querySelectorAll(".tabs, .settings-nav")) {
    const here = row.querySelector('[aria-current="page"]');
    if (here && row.scrollWidth > row.clientWidth) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  }
});
