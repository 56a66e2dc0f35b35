// The script of the package's component: height and fresh tickets for the frame of Liaison.
const panelFrame = () => document.querySelector("iframe[data-origin]");

async function freshTicket({ object, record, session }) {
  const body = new URLSearchParams({ object, id: record, session });
  const answer = await fetch("/panel/ticket", { method: "POST", body });
  return answer.ok ? (await answer.json()).ticket : null;
}

addEventListener("message", async ({ data, origin, source }) => {
  const frame = panelFrame();
  if (!frame || origin !== frame.dataset.origin || source !== frame.contentWindow) return;
  if (data?.type === "panel:height") {
    const px = Number(data.px) || 480;
    frame.style.height = `${Math.min(Math.max(px, 120), 6000)}px`;
  }
  if (data?.type === "panel:ticket-wanted") {
    const ticket = await freshTicket(frame.dataset);
    frame.contentWindow.postMessage({ type: "panel:ticket", ticket }, frame.dataset.origin);
  }
});

addEventListener("DOMContentLoaded", () => document.querySelector("form[data-send]")?.submit());
