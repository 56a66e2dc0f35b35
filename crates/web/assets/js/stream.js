// Server-Sent Events by fetch: an EventSource cannot send a bearer, and the panel has no cookies.
import { ask } from "./ask.js";

/** Cuts a stream of text into events: {id, event, data}. What comes last and is not whole waits. */
export function parser(take) {
  let rest = "";
  return (text) => {
    rest = (rest + text).replace(/\r\n?/g, "\n");
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const found = { event: "message", data: [] };
      for (const line of block.split("\n")) {
        const at = line.indexOf(":");
        if (at === 0) continue;
        const name = at < 0 ? line : line.slice(0, at);
        const value = at < 0 ? "" : line.slice(at + 1).replace(/^ /, "");
        if (name === "data") found.data.push(value);
        else if (name === "id" || name === "event") found[name] = value;
      }
      if (found.data.length) take({ ...found, data: found.data.join("\n") });
    }
  };
}

const wait = (time, signal) =>
  new Promise((done) => {
    const timer = setTimeout(done, time);
    signal.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
  });

/**
 * Listens until the signal, comes again when the line breaks, and goes on after the last id.
 * `take` gets each event, `say` whether the line stands.
 */
export async function listen(address, { take, say, signal }) {
  let last;
  let pause = 500;
  while (!signal.aborted) {
    try {
      const headers = { Accept: "text/event-stream" };
      if (last) headers["Last-Event-ID"] = last;
      const answer = await ask(address, { headers, signal, cache: "no-store" });
      if (!answer.ok || !answer.headers.get("content-type")?.startsWith("text/event-stream")) throw new Error(`${answer.status}`);
      say(true);
      pause = 500;
      const cut = parser((event) => {
        if (event.id) last = event.id;
        take(event);
      });
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) cut(piece.value);
    } catch {
      if (signal.aborted) return;
    }
    say(false);
    await wait(pause + Math.random() * pause, signal);
    pause = Math.min(pause * 2, 30_000);
  }
}
