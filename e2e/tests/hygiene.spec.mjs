// What must hold for every answer, whoever asks and however.
import { linkIn } from "../support/control.mjs";
import { expect, test } from "../support/test.mjs";
import { faultsOf } from "../support/watch.mjs";

const PASSWORD = "correct horse battery staple";

/** The cookies of a browser for plain requests. */
async function cookiesOf(page) {
  const cookies = await page.context().cookies();
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

async function ask(url, options = {}) {
  const response = await fetch(url, { redirect: "manual", ...options });
  const headers = Object.fromEntries(response.headers);
  // A stream has no end.
  const isStream = headers["content-type"] === "text/event-stream";
  const body = isStream ? await response.body.cancel().then(() => "") : await response.text();
  return { method: options.method ?? "GET", url, status: response.status, headers, body };
}

test("every page and every refusal has its headers and no secret, for everybody", async ({ people, world }) => {
  const seller = await people.settled();
  const admin = await people.admin();
  const routes = JSON.parse((await ask(`${world.product}/demo/routes`)).body);
  const style = /\/assets\/[\w.-]+\.css/.exec((await ask(`${world.product}/sign-in`)).body)[0];
  const faults = [];
  for (const cookie of ["", await cookiesOf(seller.page), await cookiesOf(admin)]) {
    const get = async (path, options) => faults.push(...faultsOf(await ask(`${world.product}${path}`, { ...options, headers: { cookie, ...options?.headers } })));
    for (const { method, path } of routes) {
      const filled = path.replaceAll(/\{\w+\}/g, "00000000-0000-7000-8000-000000000000");
      await get(filled);
      await get(filled, { headers: { accept: "application/json" } });
      // A form that says nothing, and one from another site.
      if (method === "POST" && !/sign-out|others\/end|salesforce\/disconnect|done$|test$|login$/.test(path)) await get(filled, { method });
      if (method === "POST") await get(filled, { method, headers: { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" } });
    }
    for (const path of [style, "/assets/none.css", "/no-such-page", "/%00", `/settings/users?q=${"%25'\"<>".repeat(50)}`, "/settings/users?after=nonsense", "/favicon.ico"]) await get(path);
  }
  expect([...new Set(faults)]).toEqual([]);
});

test("looking at an invitation a thousand times uses nothing up", async ({ people, open }) => {
  const person = await people.hired();
  const link = await people.invited(person.email);
  const answers = [];
  for (let round = 0; round < 50; round += 1) answers.push(...(await Promise.all(Array.from({ length: 20 }, (_, i) => fetch(link, { method: i % 4 ? "GET" : "HEAD" }).then((r) => r.status)))));
  expect(new Set(answers)).toEqual(new Set([200]));
  const page = await open();
  await page.goto(link);
  await people.activate(page);
  await people.logIn(page, person);
  await people.arrive(page, "onboarding:start");
});

test("two at once make one account", async ({ people, world }) => {
  await people.withPasswords(async () => {
    const person = await people.hired();
    const link = await people.invited(person.email);
    const body = () => new URLSearchParams({ password: PASSWORD, password_again: PASSWORD });
    const answers = await Promise.all([1, 2, 3, 4].map(() => fetch(`${link}/password`, { method: "POST", body: body(), redirect: "manual" })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 410, 410, 410]);
    expect(linkIn(await world.control.mail(person.email), world.product)).toBe(link);
  });
});

test("a link leads nowhere but to our own pages", async ({ people, open, world }) => {
  for (const next of ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"]) {
    const page = await open();
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.locator("details > summary").click();
    await page.locator("#email").fill(people.adminEmail);
    await page.locator("#password").fill(people.adminPassword);
    await page.locator("#password").press("Enter");
    await expect(page).toHaveURL(`${world.product}/home`);
  }
});

/** What a message could hold if nobody had cleaned it. */
const HOSTILE = [
  '<script>top.ran = "script"</script>',
  '<img src="x" onerror="top.ran = 1">',
  '<svg onload="top.ran = 1"></svg>',
  '<details open ontoggle="top.ran = 1"></details>',
  '<iframe src="javascript:top.ran=1"></iframe><iframe src="https://elsewhere.example/frame"></iframe>',
  '<object data="https://elsewhere.example/object"></object><embed src="https://elsewhere.example/embed">',
  '<script src="https://elsewhere.example/script.js"></script><link rel="stylesheet" href="https://elsewhere.example/style.css">',
  '<style>@import "https://elsewhere.example/import.css"; * { background: url(https://elsewhere.example/background) }</style>',
  '<img src="https://elsewhere.example/pixel" srcset="https://elsewhere.example/pixel 2x" alt="">',
  '<base href="https://elsewhere.example/">',
  '<a id="runs" href="javascript:top.ran=1">runs</a>',
  '<button id="sends" formaction="https://elsewhere.example/taken" formmethod="post">sends</button>',
  '<p id="end">the end</p>',
].join("");
/** And what would lead the page itself away, which only the frame can stop. */
const LEADS_AWAY = '<form action="/sign-out" method="post" target="_top"><button id="posts">posts</button></form><a id="leads" target="_top" href="https://elsewhere.example/top">leads</a>';
const GOES_BY_ITSELF = '<meta http-equiv="refresh" content="0;url=https://elsewhere.example/away">';

test("a message runs nothing and sends nothing, also where cleaning it has failed", async ({ people, world, browser }) => {
  const { page: seller } = await people.settled();
  const email = `mia.${crypto.randomUUID().slice(0, 8)}@customer.example`;
  const added = await seller.request.post("/people/new", { form: { first_name: "Mia", last_name: "Message", email } });
  const person = new URL(added.url()).pathname.split("/").at(-1);
  const made = await seller.request.post(`/email/copies/${crypto.randomUUID()}/made`, { form: { person, subject: "Hello", body: "<p>Hello</p>" } });
  expect(made.url()).toMatch(/\/email\/copies\/[0-9a-f-]{36}$/);
  const storageState = await seller.context().storageState();
  const framed = (html) => (text) => text.replace(/srcdoc="[^"]*"/, `srcdoc="${html.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`);
  const ways = [
    { way: "by the policy alone", spoil: (text) => text.replace(/<message-frame>.*?<\/message-frame>/s, HOSTILE), press: ["runs", "sends"] },
    { way: "by its frame", spoil: framed(HOSTILE + LEADS_AWAY), inFrame: true, press: ["runs", "posts", "leads", "sends"] },
    { way: "by itself", spoil: framed(GOES_BY_ITSELF), inFrame: true, press: [] },
  ];
  for (const { way, spoil, inFrame, press } of ways) {
    const context = await browser.newContext({ storageState });
    const page = await context.newPage();
    const left = [];
    await context.route("https://elsewhere.example/**", (route) => {
      left.push(route.request().url());
      return route.abort();
    });
    await page.route(made.url(), async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      const body = spoil(text);
      expect(body, way).not.toBe(text);
      await route.fulfill({ response, body });
    });
    await page.goto(made.url(), { waitUntil: "domcontentloaded" });
    const place = inFrame ? page.frameLocator("message-frame iframe") : page;
    await page.waitForLoadState("networkidle");
    if (press.length) await expect(place.locator("#end"), way).toBeVisible();
    for (const id of press) await place.locator(`#${id}`).click({ noWaitAfter: true });
    await page.waitForLoadState("networkidle");
    expect(await page.evaluate(() => window.ran), way).toBeUndefined();
    expect(page.url(), way).toBe(made.url());
    expect(left, way).toEqual([]);
    expect((await context.request.get(`${world.product}/home`)).url(), way).toBe(`${world.product}/home`);
    await context.close();
  }
});

test("nobody learns from the sign-in who has an account", async ({ people, world }) => {
  const say = async (email) => {
    const { status, body } = await ask(`${world.product}/sign-in`, { method: "POST", body: new URLSearchParams({ email, password: "not this one", next: "" }) });
    return [status, body.replaceAll(email, "…")];
  };
  expect(await say(people.address())).toEqual(await say(people.adminEmail));
});
