// <live-feed data-stream="/feed/stream?…"> around <ol class="feed">: rows come in by themselves, and times
// go on. Without script the page shows what there was when it was asked for.
import { listen } from "./stream.js";

const MOST = 300;
const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60]];

class LiveFeed extends HTMLElement {
  #end;
  #timer;

  connectedCallback() {
    this.list = this.querySelector("ol");
    this.state = this.querySelector(".feed-state");
    this.words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
    this.#timer = setInterval(() => this.#count(), 30_000);
    if (!this.dataset.stream || !this.list) return;
    this.#end = new AbortController();
    const take = (event) => event.event === "row" && this.#add(event.data);
    listen(this.dataset.stream, { take, say: (stands) => this.#say(stands), signal: this.#end.signal });
  }

  disconnectedCallback() {
    this.#end?.abort();
    clearInterval(this.#timer);
  }

  #say(stands) {
    if (!this.state) return;
    this.state.hidden = false;
    this.state.className = `state feed-state ${stands ? "state--ok" : "state--busy"}`;
    const words = stands ? this.state.dataset.live : this.state.dataset.broken;
    if (this.state.textContent !== words) this.state.textContent = words;
  }

  #add(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const row = template.content.firstElementChild;
    if (!row || this.list.querySelector(`[data-seq="${CSS.escape(row.dataset.seq)}"]`)) return;
    const above = this.list.firstElementChild;
    if (row.dataset.group && above?.dataset.group === row.dataset.group && !above.contains(document.activeElement)) {
      const count = Number(above.dataset.count) + 1;
      const badge = row.querySelector(".feed__count");
      row.dataset.count = count;
      badge.textContent = `×${count}`;
      badge.hidden = false;
      above.remove();
    }
    row.classList.add("feed__row--new");
    this.list.prepend(row);
    this.list.hidden = false;
    this.querySelector(".empty")?.remove();
    while (this.list.children.length > MOST) this.list.lastElementChild.remove();
  }

  #count() {
    for (const time of this.querySelectorAll("time[datetime]")) {
      const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
      const unit = UNITS.find(([, size]) => seconds >= size);
      if (unit) time.querySelector("[data-ago]").textContent = this.words.format(-Math.floor(seconds / unit[1]), unit[0]);
    }
  }
}
customElements.define("live-feed", LiveFeed);
