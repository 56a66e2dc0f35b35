// Loaded on every page. Each part makes a page better that already works without it.
import "./menus.js";
import "./confirm.js";
import "./copy-text.js";
import "./forms.js";
import "./toast.js";
import "./keys.js";
import "./time-zone.js";
import "./bell.js";
import "./live.js";
import "./subject-preview.js";
import "./message-frame.js";
import { arrived } from "./arrived.js";

// The bigger parts come only where a page asks for them.
if (document.querySelector('meta[name="htmx-config"]')) import("./htmx.js");

arrived(() => {
  if (document.querySelector("rich-text:not(:defined)")) import("./rich-text.js");
  if (document.querySelector("compose-form:not(:defined)")) import("./compose.js");
  if (document.querySelector("live-feed:not(:defined)")) import("./live-feed.js");
});
