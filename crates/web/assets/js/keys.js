// "/" and Ctrl K (or ⌘ K) go to the search.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  const k = event.key?.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  if (!slash && !k) return;
  if (document.querySelector("dialog:modal")) return;
  const search = document.querySelector(".topbar__search input");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});
