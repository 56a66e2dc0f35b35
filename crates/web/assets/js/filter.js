// <input type="search" data-filter=".offer">: of its menu's offers only those stay that have the words in them.
document.addEventListener("input", ({ target }) => {
  const offers = target.dataset?.filter;
  if (!offers) return;
  const wanted = target.value.toLocaleLowerCase();
  for (const offer of target.closest(".menu__list").querySelectorAll(offers)) {
    offer.hidden = !offer.textContent.toLocaleLowerCase().includes(wanted);
  }
});
