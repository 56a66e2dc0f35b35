// The page of Salesforce around the panel: it gives fresh tickets and makes room. Only pages of the connected
// organisation are talked to, each by its exact origin.
const listed = (document.body.dataset.ancestors ?? "").split(" ").filter(Boolean);
const WAIT = 10_000;

/** The origin of the page around us where the browser tells it, otherwise all it can be. */
function parents() {
  const told = location.ancestorOrigins?.[0] ?? (document.referrer && new URL(document.referrer).origin);
  return told ? listed.filter((origin) => origin === told) : listed;
}

function tell(message) {
  if (parent === window) return;
  for (const origin of parents()) parent.postMessage(message, origin);
}

/** A fresh ticket, or nothing where the page around us gives none. */
export function askForTicket() {
  return new Promise((resolve) => {
    if (parent === window || !parents().length) return resolve();
    const end = (ticket) => {
      removeEventListener("message", hear);
      clearTimeout(patience);
      resolve(ticket);
    };
    const hear = (event) => {
      if (event.source !== parent || !listed.includes(event.origin) || event.data?.type !== "panel:ticket") return;
      if (typeof event.data.ticket === "string") end(event.data.ticket);
    };
    const patience = setTimeout(end, WAIT);
    addEventListener("message", hear);
    tell({ type: "panel:ticket-wanted" });
  });
}

/** Says how high the panel is, whenever that changes; what floats counts. */
export function tellHeight() {
  let before = 0;
  const measure = () => {
    const floating = [...document.querySelectorAll("details[open] > .menu__list, dialog[open]")];
    const lowest = floating.map((one) => (one.matches("dialog") ? one.offsetHeight + 32 : one.getBoundingClientRect().bottom + scrollY + 12));
    const px = Math.ceil(Math.max(document.body.offsetHeight, ...lowest));
    if (px === before) return;
    before = px;
    tell({ type: "panel:height", px });
  };
  new ResizeObserver(measure).observe(document.body);
  new MutationObserver(measure).observe(document.body, { childList: true, subtree: true, attributeFilter: ["open", "hidden"] });
}
