// <details class="menu">: closes on Escape, on a click outside, when focus leaves, and when another opens.
const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.menu");
  if (event.key === "Escape") {
    for (const open of openMenus()) {
      const had = open.contains(document.activeElement);
      open.open = false;
      if (had) open.querySelector("summary").focus();
    }
    return;
  }
  if (!menu || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
  if (event.target.matches("input, select, textarea")) return;
  event.preventDefault();
  menu.open = true;
  const items = [...menu.querySelectorAll(".menu__item:not(:disabled)")];
  if (!items.length) return;
  const at = items.indexOf(document.activeElement);
  const step = event.key === "ArrowDown" ? 1 : -1;
  const next = at < 0 ? (step > 0 ? 0 : items.length - 1) : (at + step + items.length) % items.length;
  items[next].focus();
});

document.addEventListener("click", (event) => {
  for (const open of openMenus()) {
    if (!open.contains(event.target)) open.open = false;
  }
});

document.addEventListener("focusin", (event) => {
  for (const open of openMenus()) {
    if (!open.contains(event.target)) open.open = false;
  }
});

// A menu that would leave the window at the bottom opens upwards.
document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!menu.matches?.("details.menu") || !menu.open) return;
    const list = menu.querySelector(".menu__list");
    if (!list || menu.classList.contains("nav-more")) return;
    menu.classList.remove("menu--up");
    const box = list.getBoundingClientRect();
    if (box.bottom > innerHeight - 8 && menu.getBoundingClientRect().top > box.height + 60) menu.classList.add("menu--up");
  },
  true,
);
