// The program under test: a demo world, or an instance of its own as a company would start it.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { BINARY } from "./settings.mjs";

/** Starts the program and waits for its first lines of output. */
function start(args, enough) {
  const child = spawn(BINARY, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, RUST_LOG: "warn" } });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const complaints = [];
  createInterface({ input: child.stderr }).on("line", (line) => complaints.push(line));
  const stop = async () => {
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
    await ended;
    clearTimeout(late);
  };
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  const ready = new Promise((resolve, reject) => {
    const lines = [];
    createInterface({ input: child.stdout }).on("line", (line) => {
      lines.push(line);
      const found = enough(lines);
      if (found) resolve(found);
    });
    child.once("error", reject);
    ended.then((code) => reject(new Error(`${BINARY} ended with ${code}: ${complaints.join("\n")}`)));
  });
  ready.catch(() => {});
  return ready.then((found) => ({ ...found, stop, kill, complaints }));
}

/** `liaison demo`: the addresses and accounts it prints, and `stop`. */
export function startDemo() {
  return start(["demo", "--json", "--port", "0"], (lines) => lines[0] && JSON.parse(lines[0]));
}

/** `liaison standins`: the pretend world alone, as a process of its own. */
export function startStandins() {
  return start(["standins", "--json"], (lines) => lines[0] && JSON.parse(lines[0]));
}

/** `liaison serve` on an empty folder: `product`, the `firstRun` link, `kill`, `again`, and `stop`. */
export async function startServe(options = []) {
  const data = await mkdtemp(join(tmpdir(), "liaison-e2e-"));
  const serve = (listen, enough) => start(["serve", "--listen", listen, "--data", data, ...options], enough);
  const begin = (lines) => {
    const link = lines.find((line) => line.includes("/first-run/"));
    return link && { product: new URL(link.trim()).origin, firstRun: link.trim() };
  };
  let served = await serve("127.0.0.1:0", begin);
  const { product, firstRun } = served;
  return {
    product,
    firstRun,
    /** Ends the process as a power cut would, and starts it again on the same data and address. */
    killAndStart: async () => {
      await served.kill();
      served = await serve(new URL(product).host, (lines) => lines.some((line) => line.includes(product)) && { product });
    },
    stop: async () => {
      await served.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}
