// <copy-text class="code-copy"><input readonly …><button type="button" class="button" data-done="Copied" hidden>Copy</button></copy-text>
class CopyText extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input, textarea");
    const button = this.querySelector("button");
    if (!input || !button || !navigator.clipboard) return;
    button.hidden = false;
    const label = button.querySelector("[data-label]") ?? button;
    const before = label.textContent;
    const status = document.createElement("span");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    this.append(status);
    input.addEventListener("focus", () => input.select());
    let timer;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(input.value);
      } catch {
        input.focus();
        input.select();
        return;
      }
      label.textContent = status.textContent = button.dataset.done ?? before;
      clearTimeout(timer);
      timer = setTimeout(() => {
        label.textContent = before;
        status.textContent = "";
      }, 2500);
    });
  }
}
customElements.define("copy-text", CopyText);
