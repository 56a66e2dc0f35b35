// Tells a form in which time zone the browser is: <input type="hidden" data-time-zone>.
import { arrived } from "./arrived.js";

arrived(() => {
  for (const input of document.querySelectorAll("input[data-time-zone]")) {
    input.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  }
});
