// <subject-preview>: a text with fields, buttons with data-field that put one in, and what it looks like filled.
const LONGEST = 255;

class SubjectPreview extends HTMLElement {
  connectedCallback() {
    const text = this.querySelector("textarea");
    const line = this.querySelector("[data-line]");
    const count = this.querySelector("[data-count]");
    if (!text || !line || !count) return;
    const buttons = [...this.querySelectorAll("[data-field]")];
    const samples = new Map(buttons.map((button) => [button.dataset.field, button.dataset.sample]));
    const show = () => {
      const filled = text.value
        .replace(/\{\{([^{}]*)\}\}/g, (written, name) => samples.get(name.trim()) ?? written)
        .replace(/[\u0000-\u001f\u007f\u2028\u2029]/g, " ")
        .trim();
      line.textContent = filled.slice(0, LONGEST);
      count.textContent = Math.min(filled.length, LONGEST);
    };
    text.addEventListener("input", show);
    for (const button of buttons) {
      button.addEventListener("click", () => {
        text.setRangeText(`{{${button.dataset.field}}}`, text.selectionStart, text.selectionEnd, "end");
        text.dispatchEvent(new Event("input", { bubbles: true }));
        text.focus();
      });
    }
    show();
  }
}
customElements.define("subject-preview", SubjectPreview);
