// Writing e-mails in the web application: drafts, sending, every state, templates, copies for many.
import { expect, test } from "../support/test.mjs";
import { look } from "../support/look.mjs";

const shows = (page, view) => expect(page.locator("body")).toHaveAttribute("data-view", view, { timeout: 20_000 });

/** Adds somebody to write to; answers the id. */
async function person(page, name, local = name.toLowerCase()) {
  await page.goto("/people/new");
  await page.locator("#first_name").fill(name);
  await page.locator("#last_name").fill("Customer");
  await page.locator("#email").fill(`${local}.${crypto.randomUUID().slice(0, 8)}@customer.example`);
  await page.locator("main form .button--primary").click();
  await page.waitForURL(/\/people\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname.split("/").at(-1);
}

/** Somebody at work whose mailbox is connected. */
async function seller(people, world, open, number) {
  const page = await open();
  await people.become(page, world.at_work[number]);
  return page;
}

async function write(page, t, { person: id, subject, text = "Hello there" }) {
  await page.goto(`/email/new?person=${id}`);
  await page.getByLabel(t("field-subject"), { exact: true }).fill(subject);
  await page.locator("[contenteditable]").pressSequentially(text);
}

/** Pages that go on by themselves stand still from here on; answers how to let them go. */
async function still(page) {
  const pages = /\/email\/[0-9a-f-]{36}$/;
  const hold = async (route) => {
    if (route.request().method() !== "GET") return route.continue();
    const response = await route.fetch({ maxRedirects: 0 });
    const { refresh, ...headers } = response.headers();
    return route.fulfill({ response, headers });
  };
  await page.route(pages, hold);
  return () => page.unroute(pages, hold);
}

const send = (page, t) => page.getByRole("button", { name: t("compose-send"), exact: true }).click();

/** Sends, and lets the time pass in which it can be taken back. */
async function sendAtOnce(page, t, world) {
  await send(page, t);
  await shows(page, "email:scheduled");
  await world.control.later(9);
}

test("a draft is kept at every pause, a test goes to oneself, and what was sent can be taken back", async ({ people, world, open, t }) => {
  const page = await seller(people, world, open, 1);
  const nadia = await person(page, "Nadia");
  await page.goto(`/email/new?person=${nadia}`);
  await look(page, "compose:form");
  await send(page, t);
  await look(page, "compose:refused");
  await expect(page.locator(".error-summary")).toBeFocused();
  await page.getByLabel(t("field-subject"), { exact: true }).fill("Kept by itself");
  await page.getByRole("textbox", { name: t("field-body") }).pressSequentially("Half a sentence");
  await expect(page.locator("[data-kept]")).not.toBeEmpty();
  const address = page.url();
  await page.goto("/email?folder=draft");
  await page.getByRole("link", { name: "Kept by itself" }).click();
  await shows(page, "compose:form");
  expect(page.url()).not.toBe(address);
  await expect(page.getByRole("textbox", { name: t("field-body") })).toContainText("Half a sentence");
  await page.locator("#upload").setInputFiles({ name: "offer.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4 offer") });
  await expect(page.getByRole("checkbox", { name: /offer\.pdf/ })).toBeChecked();
  await page.getByRole("button", { name: t("compose-to-myself") }).click();
  await people.said(page, "said-email-to-myself");
  await send(page, t);
  await shows(page, "email:scheduled");
  await page.getByRole("button", { name: t("email-undo") }).click();
  await people.said(page, "said-email-taken-back");
  await page.locator("summary").filter({ hasText: t("compose-schedule") }).click();
  await page.getByRole("button", { name: t("compose-schedule-send") }).click();
  await look(page, "email:scheduled");
});

test("each state has its page, and the lists have them all", async ({ people, world, open, t }) => {
  test.setTimeout(150_000);
  const fresh = await people.settled();
  await fresh.page.goto("/email");
  await look(fresh.page, "emails:empty");

  const page = await seller(people, world, open, 2);
  const ken = await person(page, "Ken");
  await write(page, t, { person: ken, subject: "On its way" });
  await sendAtOnce(page, t, world);
  await shows(page, "email:delivered");
  await look(page, "email:delivered");
  await page.goto("/email");
  await look(page, "emails:list");
  await page.getByRole("searchbox").fill("nothing like it");
  await page.getByRole("button", { name: t("search"), exact: true }).click();
  await look(page, "emails:nothing-found");

  const gone = await person(page, "Bo");
  await write(page, t, { person: gone, subject: "Never sent" });
  await send(page, t);
  await shows(page, "email:scheduled");
  await page.request.post(`/people/${gone}/unsubscribe`, { form: { reason: "Said so" } });
  await shows(page, "email:failed");
  await look(page, "email:failed");

  await world.control.fault({ service: "smtp", kind: "throttled" });
  await write(page, t, { person: ken, subject: "Waits" });
  await sendAtOnce(page, t, world);
  await shows(page, "email:in-progress");
  await world.control.noFaults();
  const go = await still(page);
  await page.reload();
  await look(page, "email:in-progress");
  await go();

  const back = await person(page, "Back", "bounce");
  await write(page, t, { person: back, subject: "Comes back" });
  await sendAtOnce(page, t, world);
  await shows(page, /^email:(delivered|bounced)$/);
  await world.control.later(60);
  await expect(async () => {
    await page.reload();
    await expect(page.locator("body")).toHaveAttribute("data-view", "email:bounced", { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await look(page, "email:bounced");

  await world.control.fault({ service: "smtp", kind: "cut", path: "TAKEN", times: 1 });
  await write(page, t, { person: ken, subject: "Nobody knows" });
  await sendAtOnce(page, t, world);
  await shows(page, "email:in-progress");
  await world.control.later(90);
  await shows(page, "email:please-check");
  await look(page, "email:please-check");
  await page.getByRole("button", { name: t("email-checked-left") }).click();
  await shows(page, "email:delivered");
  await world.control.now();
});

test("templates have categories, and one is written from", async ({ people, world, open, t }) => {
  const page = await seller(people, world, open, 1);
  await page.goto("/templates");
  await look(page, "templates:list");
  await page.goto("/templates?q=no+such+template");
  await look(page, "templates:empty");
  await page.goto("/templates/new");
  await look(page, "template:form");
  await page.getByRole("button", { name: t("save"), exact: true }).click();
  await look(page, "template:refused");
  await page.locator("#name").fill("My own");
  await page.locator("#new_category").fill("Mine");
  await page.getByLabel(t("field-subject"), { exact: true }).fill("For {{first_name}}");
  await page.getByRole("textbox", { name: t("field-body") }).pressSequentially("Dear {{first_name}}");
  await page.getByRole("button", { name: t("save"), exact: true }).click();
  await people.said(page, "said-saved");
  await page.getByRole("button", { name: t("category-remove", { name: "Mine" }) }).click();
  await look(page, "templates:refused");
  const ola = await person(page, "Ola");
  await page.goto(`/email/new?person=${ola}`);
  await page.getByText(t("compose-template"), { exact: true }).click();
  await page.getByRole("button", { name: /My own/ }).click();
  await expect(page.getByLabel(t("field-subject"), { exact: true })).toHaveValue("For {{first_name}}");
});

test("several people get copies, and whoever gets none is named", async ({ people, world, open, t }) => {
  const page = await seller(people, world, open, 1);
  const ids = [];
  for (const name of ["Pia", "Per", "Pim"]) ids.push(await person(page, name));
  await page.request.post(`/people/${ids[2]}/unsubscribe`, { form: { reason: "" } });
  await page.goto(`/email/new?people=${ids.join(",")}`);
  await look(page, "compose-many:form");
  await expect(page.locator(".recipient--out")).toContainText("Pim");
  await page.locator("main form .form-actions .button--primary").click();
  await look(page, "compose-many:refused");
  await page.getByLabel(t("field-subject"), { exact: true }).fill("For {{first_name}}");
  await page.getByRole("textbox", { name: t("field-body") }).pressSequentially("Dear {{first_name}}");
  await page.locator("main form .form-actions .button--primary").click();
  await look(page, "copies:review");
  await expect(page.getByText("For Pia")).toBeVisible();
  for (const box of await page.getByRole("checkbox").all()) await box.uncheck();
  await page.locator(".form-actions .button--primary").first().click();
  await look(page, "copies:refused");
  await page.locator(".form-actions .button--primary").first().click();
  await look(page, "copies:sent");
});

test("the recipient leaves by the link, without signing in", async ({ people, world, open, t }) => {
  const page = await seller(people, world, open, 1);
  const rut = await person(page, "Rut");
  const address = await page.locator("dd.break").first().innerText();
  await write(page, t, { person: rut, subject: "You may leave" });
  await send(page, t);
  const mail = await world.control.mail(address);
  const link = mail.links.find((one) => one.includes("/u/"));
  const outside = await open();
  await outside.goto(link);
  await look(outside, "unsubscribe:ask");
  await outside.getByRole("button", { name: t("unsubscribe-button") }).click();
  await look(outside, "unsubscribe:done");
  await page.goto(`/people/${rut}`);
  await expect(page.locator(".state", { hasText: t("standing-unsubscribed") }).first()).toBeVisible();
});

test("the admin decides what Salesforce is told, and reads what was not written", async ({ people, world, open, t }) => {
  const admin = await people.admin();
  await admin.goto("/settings/salesforce-sync");
  await look(admin, "sync-settings:form");
  await admin.locator("#subject").fill("");
  await admin.getByRole("button", { name: t("save"), exact: true }).first().click();
  await look(admin, "sync-settings:refused");
  await admin.goto("/settings/salesforce-sync");
  await admin.getByRole("button", { name: t("check-now") }).first().click();
  await look(admin, "sync-settings:checked");
  await admin.goto("/settings/diagnostics?code=nothing-like-it");
  await look(admin, "diagnostics:nothing");

  const page = await seller(people, world, open, 0);
  await page.goto("/people");
  await page.locator('main a[href^="/people/"][href$="-"], main tbody a[href^="/people/"]').first().click();
  const id = new URL(page.url()).pathname.split("/").at(-1);
  await world.control.fault({ service: "salesforce", kind: "refuse", text: "FIELD_CUSTOM_VALIDATION_EXCEPTION", object: "Task", times: 1 });
  await page.goto(`/calls/new?person=${id}`);
  await page.getByRole("button", { name: t("call-log") }).click();
  await expect(async () => {
    await admin.goto("/settings/diagnostics");
    await expect(admin.locator("body")).toHaveAttribute("data-view", "diagnostics:list", { timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await look(admin, "diagnostics:list");
  await admin.locator('main a[href*="record="]').first().click();
  await look(admin, "diagnostics:story");
  await world.control.noFaults();
});
