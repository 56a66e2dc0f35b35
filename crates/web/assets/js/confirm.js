// Asks before something that cannot be taken back. All words come from the server:
//   <button data-confirm-title="Remove Anna Berg?" data-confirm-text="…"
//           data-confirm-yes="Remove" data-confirm-no="Keep" data-confirm-tone="danger">
const agreed = new WeakSet();

document.addEventListener(
  "click",
  (event) => {
    const asked = event.target.closest?.("[data-confirm-title]");
    if (!asked) return;
    if (agreed.delete(asked)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(asked.dataset).then((yes) => {
      if (yes) {
        agreed.add(asked);
        asked.click();
        agreed.delete(asked);
      } else {
        backTo(asked).focus();
      }
    });
  },
  true,
);

function backTo(element) {
  return element.closest("details.menu:not([open])")?.querySelector("summary") ?? element;
}

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function ask({ confirmTitle, confirmText, confirmYes, confirmNo, confirmTone }) {
  return new Promise((resolve) => {
    const dialog = make("dialog", "dialog");
    const title = make("h2", "", confirmTitle);
    title.id = "confirm-title";
    dialog.setAttribute("aria-labelledby", title.id);
    dialog.append(title);
    if (confirmText) {
      const text = make("p", "muted", confirmText);
      text.id = "confirm-text";
      dialog.setAttribute("aria-describedby", text.id);
      dialog.append(text);
    }
    const no = make("button", "button", confirmNo);
    const yes = make("button", confirmTone === "danger" ? "button button--danger" : "button button--primary", confirmYes);
    no.type = yes.type = "button";
    no.addEventListener("click", () => dialog.close());
    yes.addEventListener("click", () => dialog.close("yes"));
    const actions = make("div", "dialog__actions");
    actions.append(no, yes);
    dialog.append(actions);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
    // what cannot be undone never sits under a careless Enter
    (confirmTone === "danger" ? no : yes).focus();
  });
}
