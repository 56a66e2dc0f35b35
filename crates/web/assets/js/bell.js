// <a data-bell="/feed/count">: how much there is that was not looked at. Asked now and while the page is seen.
const EVERY = 30_000;
const bell = document.querySelector("[data-bell]");

async function ask() {
  if (document.hidden) return;
  const answer = await fetch(bell.dataset.bell, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || !answer.headers.get("content-type")?.startsWith("application/json")) return;
  const { count, shown, label } = await answer.json();
  const badge = bell.querySelector("[data-bell-count]");
  badge.hidden = count === 0;
  badge.textContent = shown;
  bell.querySelector("[data-bell-label]").textContent = label;
}

if (bell) {
  ask();
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
}
