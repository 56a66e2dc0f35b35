// Watches a browser context: what it fetches from the product, what the console says.
import { expect } from "@playwright/test";
import { MARKER } from "./settings.mjs";

const HEADERS = {
  "x-content-type-options": /^nosniff$/,
  "referrer-policy": /^same-origin$/,
  "cross-origin-opener-policy": /^same-origin$/,
  "content-security-policy": /^(?!.*unsafe).*default-src 'none'.*frame-ancestors 'none'/,
};

const FRAMED = { ...HEADERS, "content-security-policy": /^(?!.*unsafe).*default-src 'none'.*frame-ancestors [^*;]+$/ };

/** What is wrong with an answer of the product, whoever asked for it. */
export function faultsOf({ method = "GET", url, status, headers, body }) {
  const path = new URL(url).pathname;
  const where = `${method} ${path} ${status}`;
  const faults = [];
  // the one page that stands in frames of the connected organisation
  const framed = path === "/embed/salesforce";
  for (const [name, right] of Object.entries(framed ? FRAMED : HEADERS)) {
    if (!right.test(headers[name] ?? "")) faults.push(`${where}: ${name} is ${headers[name]}`);
  }
  const caching = path.startsWith("/assets/") && status === 200 ? /immutable/ : /no-store/;
  if (!path.startsWith("/assets/") || status === 200) {
    if (!caching.test(headers["cache-control"] ?? "")) faults.push(`${where}: cache-control is ${headers["cache-control"]}`);
  }
  if (status >= 500) faults.push(where);
  if (url.includes(MARKER)) faults.push(`${where}: a secret in the address`);
  if (JSON.stringify(headers).includes(MARKER)) faults.push(`${where}: a secret in the headers`);
  if (path !== "/demo" && body?.includes(MARKER)) faults.push(`${where}: a secret in the body`);
  return faults;
}

/** Watches until `finish`, which fails for whatever was wrong. `origins` are the product's. */
export function watch(context, origins) {
  const faults = [];
  const pending = new Set();
  const note = async (response) => {
    const url = response.url();
    if (!origins.has(new URL(url).origin)) return;
    const request = response.request();
    const seen = { method: request.method(), url, status: response.status(), headers: await response.allHeaders(), body: "" };
    // A stream has no end.
    const isStream = seen.headers["content-type"] === "text/event-stream";
    // A page that was left at once has no body any more; the crawl in hygiene.spec.mjs reads them all.
    if (!isStream && (seen.status < 300 || seen.status >= 400)) seen.body = await response.text().catch(() => "");
    faults.push(...faultsOf(seen));
  };
  context.on("response", (response) => {
    const noting = note(response)
      .catch(() => {})
      .finally(() => pending.delete(noting));
    pending.add(noting);
  });
  context.on("console", (message) => {
    const isRefusal = /^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text());
    // What a page asks for by itself while the server is killed.
    const isAway = /^Failed to load resource: net::ERR_(CONNECTION_|EMPTY_RESPONSE|INCOMPLETE_CHUNKED)/.test(message.text());
    // The frame of a mail runs nothing, nor what axe tries there.
    const isFramed = /^Blocked script execution in 'about:srcdoc'/.test(message.text());
    if (message.type() === "error" && !isRefusal && !isAway && !isFramed) faults.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => faults.push(`script: ${error.error()}`));
  return {
    finish: async () => {
      await Promise.all(pending);
      expect.soft([...new Set(faults)], "answers, console").toEqual([]);
    },
  };
}
