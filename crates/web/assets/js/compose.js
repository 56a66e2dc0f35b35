// <compose-form> around the form of an e-mail: keeps a draft at every pause, uploads attachments in place,
// puts fields where the caret is. Without script the buttons do the same.
import { ask } from "./ask.js";

/** After so long without a key, and at the latest every so often while typing goes on (milliseconds). */
const PAUSE = 1200;
const LATEST = 4000;

class ComposeForm extends HTMLElement {
  #form;
  #pause;
  #since = 0;
  #keeping = Promise.resolve();

  connectedCallback() {
    this.#form = this.querySelector("form[data-keep]");
    if (!this.#form) return;
    this.#form.addEventListener("input", (event) => {
      if (event.target.matches("[data-filter]")) return;
      this.#typed();
    });
    // From here on the form itself says what becomes of it.
    this.#form.addEventListener("submit", () => {
      clearTimeout(this.#pause);
      this.#since = 0;
    });
    this.addEventListener("click", (event) => {
      const field = event.target.closest?.("[data-insert]");
      if (field) this.#insert(field.dataset.insert);
    });
    const upload = this.querySelector("form[data-upload]");
    upload?.querySelector("[data-without-script]")?.remove();
    upload?.addEventListener("change", () => this.#upload(upload));
    addEventListener("pagehide", this.#leave);
  }

  disconnectedCallback() {
    clearTimeout(this.#pause);
    removeEventListener("pagehide", this.#leave);
  }

  #typed() {
    clearTimeout(this.#pause);
    this.#since ||= Date.now();
    const wait = Math.min(PAUSE, Math.max(0, this.#since + LATEST - Date.now()));
    this.#pause = setTimeout(() => this.keep(), wait);
  }

  /** Keeps the draft as it stands; one after the other, so that the last one wins. */
  keep() {
    this.#since = 0;
    this.#keeping = this.#keeping.then(async () => {
      if (!this.isConnected || this.#isBlank()) return;
      const said = this.#form.querySelector("[data-kept]");
      try {
        const answer = await send(this.#form.dataset.keep, new URLSearchParams(new FormData(this.#form)));
        said.textContent = answer.ok ? (await answer.json()).said : this.dataset.notKept;
      } catch {
        said.textContent = this.dataset.notKept;
      }
    });
    return this.#keeping;
  }

  #isBlank() {
    const { subject, body } = this.#form.elements;
    return !`${subject.value}${body.value.replace(/<[^>]*>|&nbsp;/g, "")}`.trim();
  }

  /** Whoever leaves within a pause loses nothing. */
  #leave = () => {
    if (this.#since) this.keep();
  };

  #insert(text) {
    const subject = this.#form.elements.subject;
    if (document.activeElement === subject) return;
    const editor = this.#form.querySelector("rich-text");
    if (editor?.insert) return editor.insert(text);
    const body = this.#form.elements.body;
    body.setRangeText(text, body.selectionStart, body.selectionEnd, "end");
    body.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async #upload(form) {
    const said = form.querySelector("[data-uploading]");
    const data = new FormData(form);
    said.textContent = this.dataset.uploading;
    try {
      const answer = await send(form.action, data);
      const body = await answer.json();
      if (!answer.ok) throw new Error([body.title, body.detail, body.next].filter(Boolean).join(" "));
      const list = this.#form.querySelector("[data-files]");
      for (const file of body.files) list.append(row(file));
      list.closest("fieldset").hidden = false;
      said.textContent = "";
      this.keep();
    } catch (error) {
      said.textContent = error instanceof TypeError || !error.message ? this.dataset.notUploaded : error.message;
    }
    form.reset();
  }
}

function row({ id, name, size }) {
  const label = document.createElement("label");
  label.className = "check";
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "file", value: id, checked: true });
  const text = document.createElement("span");
  text.className = "check__text";
  const soft = Object.assign(document.createElement("span"), { className: "muted", textContent: ` ${size}` });
  text.append(name, soft);
  label.append(box, text);
  return label;
}

function send(address, body) {
  // What is small goes on its way also while the page is being left.
  const keepalive = body instanceof URLSearchParams && body.toString().length < 60_000;
  return ask(address, { method: "POST", body, headers: { accept: "application/json" }, keepalive });
}

customElements.define("compose-form", ComposeForm);
