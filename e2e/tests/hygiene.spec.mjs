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

test("nobody learns from the sign-in who has an account", async ({ people, world }) => {
  const say = async (email) => {
    const { status, body } = await ask(`${world.product}/sign-in`, { method: "POST", body: new URLSearchParams({ email, password: "not this one", next: "" }) });
    return [status, body.replaceAll(email, "…")];
  };
  expect(await say(people.address())).toEqual(await say(people.adminEmail));
});
