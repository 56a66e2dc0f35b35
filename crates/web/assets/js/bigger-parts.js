// The bigger parts come only where a page asks for them. One that does not come is asked for again: until
// then its page works without it.
import { arrived } from "./arrived.js";

const PARTS = {
  "rich-text": () => import("./rich-text.js"),
  "compose-form": () => import("./compose.js"),
  "live-feed": () => import("./live-feed.js"),
};
/** Milliseconds. */
const AGAIN = 3000;

async function bring(name) {
  if (!document.querySelector(`${name}:not(:defined)`)) return;
  try {
    await PARTS[name]();
  } catch {
    setTimeout(bring, AGAIN, name);
  }
}

arrived(() => Object.keys(PARTS).forEach(bring));
