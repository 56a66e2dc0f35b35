/** Calls `look` now and each time something new was put into the page: by htmx, or by ourselves. */
export function arrived(look) {
  look();
  document.addEventListener("htmx:after:swap", () => look());
  document.addEventListener("page:arrived", () => look());
}

/** Says that something new is in the page. */
export function hasArrived() {
  document.dispatchEvent(new Event("page:arrived"));
}
