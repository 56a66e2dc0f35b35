// The panel on a page of Salesforce. There are no cookies there: a proof is exchanged for a token that stays in
// this memory, and our pages are asked for with it and shown one in the place of the other.
import "./menus.js";
import "./confirm.js";
import "./copy-text.js";
import "./filter.js";
import "./forms.js";
import "./toast.js";
import "./bell.js";
import "./live.js";
import "./message-frame.js";
import "./bigger-parts.js";
import { hasArrived } from "./arrived.js";
import { askThrough } from "./ask.js";
import { askForTicket, tellHeight } from "./panel-parent.js";

const body = document.body;
const main = document.getElementById("content");
const bar = document.querySelector(".panel__bar");
const back = bar.querySelector("[data-back]");
const spoken = document.querySelector("[data-spoken]");

let token;
let entering;
/** The pages one can go back to; the last is the one shown. */
const pages = [];
let visits = 0;
let later;

class Refused extends Error {
  constructor(problem) {
    super(problem.title);
    this.problem = problem;
  }
}

// ---------- coming in

async function enter(proof) {
  const answer = await fetch("/embed/token", {
    method: "POST",
    credentials: "omit",
    headers: { accept: "application/json", "accept-language": document.documentElement.lang },
    body: new URLSearchParams({ ...proof, action: body.dataset.action ?? "" }),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said);
  token = said.token;
  return said;
}

/** A new token for one that has ended; one request for all who wait. */
function enterAgain() {
  entering ??= askForTicket()
    .then((ticket) => (ticket ? enter({ ticket }) : Promise.reject(new Refused(words("no-proof")))))
    .finally(() => (entering = undefined));
  return entering;
}

async function withToken(url, options = {}) {
  const send = () => fetch(url, { ...options, credentials: "omit", headers: { ...options.headers, authorization: `Bearer ${token}` } });
  const answer = await send();
  if (answer.status !== 401) return answer;
  await enterAgain();
  return send();
}
askThrough(withToken);

async function begin() {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const ticket = fragment.get("ticket");
  // the ticket is used up: nobody needs to see it in the address
  history.replaceState(null, "", location.pathname + location.search);
  const { code } = body.dataset;
  try {
    const { path, language } = code ? await enter({ code }) : ticket ? await enter({ ticket }) : await enterAgain();
    document.documentElement.lang = language;
    await visit(path);
  } catch (error) {
    trouble(error, code ? begin : again);
  }
}

async function again() {
  try {
    const { path } = await enterAgain();
    await visit(path);
  } catch (error) {
    trouble(error, again);
  }
}

// ---------- going from page to page

/** Shows what stands at an address of ours. `keep` puts it where Back finds it. */
async function visit(url, { keep = true, ...options } = {}) {
  const number = ++visits;
  clearTimeout(later);
  main.setAttribute("aria-busy", "true");
  try {
    const answer = await withToken(url, { ...options, headers: { accept: "text/html" } });
    const here = new URL(answer.url || url, location.href);
    const text = await answer.text();
    if (number !== visits) return;
    if (here.pathname === "/sign-in") return elsewhere(url);
    const page = new DOMParser().parseFromString(text, "text/html");
    // what a form was answered with without going on is no page to come back to
    const isPage = options.method !== "POST" || answer.redirected;
    if (keep && answer.ok && isPage) remember(here.pathname + here.search);
    show(page, here);
    refresh(answer.headers.get("refresh"), here);
  } catch (error) {
    if (number === visits) trouble(error, () => visit(url, { keep, ...options }));
  } finally {
    if (number === visits) main.removeAttribute("aria-busy");
  }
}

function remember(path) {
  // the same page again, another tab of it or its waiting state is no step
  const same = pages.length && pages.at(-1).split("?")[0] === path.split("?")[0];
  if (same) pages.pop();
  pages.push(path);
  back.hidden = pages.length < 2;
}

function show(page, here) {
  const fresh = page.getElementById("content") ?? page.querySelector("main");
  bar.hidden = false;
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang || document.documentElement.lang;
  body.dataset.view = page.body.dataset.view ?? "";
  body.dataset.path = here.pathname + here.search;
  main.className = fresh?.className ?? "page";
  main.replaceChildren(...(fresh ? [...fresh.childNodes].map((node) => document.importNode(node, true)) : []));
  const toast = page.querySelector(".toast > *");
  if (toast) document.querySelector(".toast").append(document.importNode(toast, true));
  scrollTo(0, 0);
  const wanted = main.querySelector("[autofocus]");
  (wanted ?? main).focus({ preventScroll: !wanted });
  spoken.textContent = page.title;
  if (page.querySelector('meta[name="htmx-config"]')) import("./htmx.js").then(() => window.htmx?.process(main));
  hasArrived();
}

/** `Refresh: seconds;url=…`: the page goes on by itself. */
function refresh(header, here) {
  const [, seconds, url] = header?.match(/^(\d+);url=(.+)$/) ?? [];
  if (url) later = setTimeout(() => visit(new URL(url, here).href), Number(seconds) * 1000);
}

back.addEventListener("click", () => {
  pages.pop();
  const before = pages.pop();
  if (before) visit(before);
});

const isOurs = (url) => url.origin === location.origin;

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("a[href]");
  if (!link || link.hasAttribute("download") || link.target === "_blank") return;
  const url = new URL(link.href, location.href);
  if (!["http:", "https:"].includes(url.protocol)) return;
  const place = link.getAttribute("href").startsWith("#");
  event.preventDefault();
  if (place) {
    const target = document.getElementById(url.hash.slice(1));
    target?.scrollIntoView({ block: "center" });
    target?.focus();
  } else if (isOurs(url)) visit(url.href);
  else open(url.href, "_blank", "noopener");
});

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const { target: form, submitter } = event;
  const said = (name) => submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name);
  const method = (said("method") ?? "get").toLowerCase();
  const url = new URL(said("action") || body.dataset.path, location.href);
  if (method === "dialog" || !isOurs(url)) return;
  event.preventDefault();
  if (main.hasAttribute("aria-busy")) return;
  const fields = new FormData(form, submitter);
  if (method === "get") {
    url.search = new URLSearchParams(fields);
    visit(url.href);
    return;
  }
  const whole = said("enctype") === "multipart/form-data";
  visit(url.href, { method: "POST", body: whole ? fields : new URLSearchParams(fields) });
});

// htmx asks by itself: it gets the token along
document.addEventListener("htmx:config:request", (event) => {
  const { request } = event.detail.ctx;
  if (!isOurs(new URL(request.action, location.href))) return;
  request.headers.authorization = `Bearer ${token}`;
  request.credentials = "omit";
});

// ---------- when it does not work

function words(name) {
  const [title, detail, next] = [...document.querySelector(`[data-said="${name}"]`).content.children].map((p) => p.textContent);
  return { title, detail, next, code: "" };
}

function trouble(error, retry) {
  const said = error instanceof Refused ? error.problem : words("unreachable");
  const shown = document.querySelector("[data-trouble]").content.cloneNode(true);
  const put = (where, text) => (shown.querySelector(where).textContent = text ?? "");
  put("[data-what]", said.title);
  put("[data-why]", said.detail);
  put("[data-next]", said.next);
  put("[data-code-shown]", said.code);
  shown.querySelector("[data-again]").addEventListener("click", retry);
  body.dataset.view = said.code ? `refusal:${said.code}` : "panel:trouble";
  main.className = "page";
  main.replaceChildren(shown);
  hasArrived();
}

/** A page for a browser that is signed in, not for the panel. */
function elsewhere(url) {
  trouble(new Refused(words("elsewhere")), () => pages.length && visit(pages.at(-1)));
  main.querySelector("[data-open]").href = new URL(url, location.href).href;
}

// ---------- what stands around

tellHeight();
if (!main.querySelector(".panel__trouble")) begin();
