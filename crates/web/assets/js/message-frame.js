// <message-frame> around the frame a mail is shown in: as high as what it holds. Nothing runs inside; without
// script the frame scrolls.
class MessageFrame extends HTMLElement {
  #watch;

  connectedCallback() {
    const frame = this.querySelector("iframe");
    const fit = () => {
      const inside = frame.contentDocument?.documentElement;
      if (inside?.offsetHeight) frame.style.blockSize = `${Math.ceil(inside.getBoundingClientRect().height) + 2}px`;
    };
    const begin = () => {
      this.#watch?.disconnect();
      this.#watch = new ResizeObserver(fit);
      const inside = frame.contentDocument?.documentElement;
      if (inside) this.#watch.observe(inside);
      fit();
    };
    frame.addEventListener("load", begin);
    begin();
  }

  disconnectedCallback() {
    this.#watch?.disconnect();
  }
}
customElements.define("message-frame", MessageFrame);
