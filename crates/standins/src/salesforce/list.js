// Check boxes of a list: one for all, and how many are chosen.
addEventListener("DOMContentLoaded", () => {
  const all = document.querySelector("input[data-all]");
  if (!all) return;
  const boxes = [...document.querySelectorAll("input[name=id]")];
  const told = document.querySelector("[data-chosen]");
  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    told.textContent = chosen ? `${chosen} selected` : "Nothing selected";
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  for (const box of boxes) box.addEventListener("change", count);
  count();
});
// Back and forward keep what was chosen, and the browser restores it after the page is there.
addEventListener("pageshow", () => document.querySelector("input[name=id]")?.dispatchEvent(new Event("change")));
