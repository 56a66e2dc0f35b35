// Loaded on every page. Each part makes a page better that already works without it.
import "./menus.js";
import "./confirm.js";
import "./copy-text.js";
import "./filter.js";
import "./forms.js";
import "./toast.js";
import "./keys.js";
import "./time-zone.js";
import "./bell.js";
import "./live.js";
import "./subject-preview.js";
import "./message-frame.js";
import "./bigger-parts.js";

if (document.querySelector('meta[name="htmx-config"]')) import("./htmx.js");
