// <rich-text> around a <textarea> that holds HTML. The server writes the tool bar (hidden) with its words;
// without script the textarea stays. See sample/design.html for the markup.
import { Editor } from "@tiptap/core";
import { Bold } from "@tiptap/extension-bold";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Italic } from "@tiptap/extension-italic";
import { Link } from "@tiptap/extension-link";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Text } from "@tiptap/extension-text";
import { Underline } from "@tiptap/extension-underline";
import { UndoRedo } from "@tiptap/extensions";

const COMMANDS = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  underline: (chain) => chain.toggleUnderline(),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};

class RichText extends HTMLElement {
  #editor;

  connectedCallback() {
    if (this.#editor) return;
    const source = this.querySelector("textarea");
    const bar = this.querySelector(".rich-text__bar");
    if (!source || !bar) return;
    const linkRow = this.querySelector(".rich-text__link");
    const address = linkRow?.querySelector("input");

    const area = document.createElement("div");
    area.className = "rich-text__area";
    source.after(area);

    const described = source.getAttribute("aria-describedby");
    const label = source.labels?.[0];
    if (label) {
      label.id ||= `${source.id}-label`;
      label.addEventListener("click", () => this.#editor.commands.focus());
    }

    this.#editor = new Editor({
      element: area,
      injectCSS: false,
      content: source.value,
      editable: !source.disabled && !source.readOnly,
      extensions: [
        Document, Paragraph, Text, HardBreak, Bold, Italic, Underline,
        BulletList, OrderedList, ListItem, ListKeymap, UndoRedo,
        Link.configure({ openOnClick: false, defaultProtocol: "https", protocols: ["mailto", "tel"], HTMLAttributes: { target: null, rel: null, class: null } }),
      ],
      editorProps: {
        attributes: {
          role: "textbox",
          "aria-multiline": "true",
          ...(label ? { "aria-labelledby": label.id } : {}),
          ...(described ? { "aria-describedby": described } : {}),
          ...(source.getAttribute("aria-invalid") ? { "aria-invalid": source.getAttribute("aria-invalid") } : {}),
        },
      },
      onUpdate: ({ editor }) => {
        source.value = editor.isEmpty ? "" : editor.getHTML();
        source.dispatchEvent(new Event("input", { bubbles: true }));
      },
      onTransaction: () => this.#show(bar),
    });
    // Whoever has begun to type in the plain field goes on in the editor.
    const isTyping = document.activeElement === source;
    source.hidden = true;
    if (isTyping) this.#editor.commands.focus("end");
    // the list of errors names the textarea; its focus belongs to the editor now
    source.focus = () => this.#editor.commands.focus();
    source.addEventListener("reset-content", () => this.#editor.commands.setContent(source.value));
    bar.hidden = false;

    const buttons = [...bar.querySelectorAll("button[data-command]")];
    buttons.forEach((button, index) => (button.tabIndex = index ? -1 : 0));
    bar.addEventListener("keydown", (event) => {
      const keys = { ArrowRight: 1, ArrowLeft: -1, Home: "first", End: "last" };
      const move = keys[event.key];
      if (move === undefined) return;
      event.preventDefault();
      const at = buttons.indexOf(document.activeElement);
      const to = move === "first" ? 0 : move === "last" ? buttons.length - 1 : (at + move + buttons.length) % buttons.length;
      buttons.forEach((button, index) => (button.tabIndex = index === to ? 0 : -1));
      buttons[to].focus();
    });
    // Pressing a button with the mouse leaves the text where the typing goes on.
    bar.addEventListener("mousedown", (event) => event.preventDefault());
    bar.addEventListener("click", (event) => {
      const command = event.target.closest("button[data-command]")?.dataset.command;
      if (!command) return;
      if (command === "link") this.#openLink(linkRow, address);
      else COMMANDS[command]?.(this.#editor.chain().focus()).run();
    });

    linkRow?.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === address) {
        event.preventDefault();
        this.#setLink(linkRow, address.value.trim());
      } else if (event.key === "Escape") {
        event.preventDefault();
        this.#closeLink(linkRow);
      }
    });
    linkRow?.addEventListener("click", (event) => {
      const action = event.target.closest("button")?.dataset.link;
      if (action === "set") this.#setLink(linkRow, address.value.trim());
      if (action === "remove") this.#setLink(linkRow, "");
    });
    this.#show(bar);
  }

  /** Puts text where the caret is. */
  insert(text) {
    this.#editor?.chain().focus().insertContent({ type: "text", text }).run();
  }

  disconnectedCallback() {
    // a move inside the page connects again at once
    queueMicrotask(() => {
      if (!this.isConnected) this.#editor?.destroy();
    });
  }

  #show(bar) {
    const editor = this.#editor;
    if (!editor) return;
    for (const button of bar.querySelectorAll("button[data-command]")) {
      const command = button.dataset.command;
      if (command === "undo" || command === "redo") button.setAttribute("aria-disabled", String(!editor.can()[command]()));
      else button.setAttribute("aria-pressed", String(editor.isActive(command)));
    }
  }

  #openLink(row, address) {
    if (!row) return;
    if (!row.hidden) return this.#closeLink(row);
    address.value = this.#editor.getAttributes("link").href ?? "";
    row.hidden = false;
    address.focus();
    address.select();
  }

  #setLink(row, href) {
    const chain = this.#editor.chain().focus().extendMarkRange("link");
    if (!href) chain.unsetLink().run();
    else {
      const full = /^[a-z][a-z0-9+.-]*:/i.test(href) ? href : href.includes("@") ? `mailto:${href}` : `https://${href}`;
      if (this.#editor.state.selection.empty && !this.#editor.isActive("link")) {
        chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href: full } }] }).run();
      } else chain.setLink({ href: full }).run();
    }
    row.hidden = true;
  }

  #closeLink(row) {
    row.hidden = true;
    this.#editor.commands.focus();
  }
}
customElements.define("rich-text", RichText);
