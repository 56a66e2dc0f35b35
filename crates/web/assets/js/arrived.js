/** Calls `look` now and each time htmx has put something new into the page. */
export function arrived(look) {
  look();
  document.addEventListener("htmx:after:swap", () => look());
}
