// The mailbox: every refusal on the way to it, each ending in success; then its life in the settings.
import { look } from "../support/look.mjs";
import { expect, test } from "../support/test.mjs";

const SEND = { google: "/gmail/v1/users/me/messages/send", microsoft: "/v1.0/me/messages/" };

test.afterEach(async ({ world }) => {
  await world.control.noFaults();
  await world.control.now();
});

test("Google: declined, unticked, another account, down, then it works", async ({ people, t, world }) => {
  const person = await people.activated();
  const { page } = person;
  await people.toMailbox(page);

  await people.choose(page, "gmail");
  await people.signInThere(page, person.google);
  await people.consent(page, "deny");
  await look(page, "way:mailbox-consent-denied");

  await page.getByRole("button", { name: t("try-again"), exact: true }).click();
  const boxes = page.getByRole("checkbox");
  await boxes.last().uncheck();
  await people.consent(page);
  await look(page, "way:mailbox-consent-denied");

  const other = await people.hired();
  await page.getByRole("button", { name: t("other-mail-account", { provider: "Google" }), exact: true }).click();
  await page.locator("#address").fill(other.email);
  await page.locator("#address").press("Enter");
  await page.locator("#password").fill(other.google.password);
  await page.locator("#password").press("Enter");
  await people.consent(page);
  await look(page, "way:mailbox-address-differs");
  for (const address of [person.email, other.email]) await expect(page.getByRole("definition").filter({ hasText: address })).toBeVisible();

  await page.getByRole("link", { name: t("mailbox-choose-other") }).click();
  await look(page, "onboarding:mailbox");
  await world.control.fault({ service: "google", kind: "status", code: 503, path: "/token", times: 1 });
  await people.choose(page, "gmail");
  await people.signInThere(page, person.google);
  await people.consent(page);
  await look(page, "way:provider-down");

  await page.getByRole("button", { name: t("try-again"), exact: true }).click();
  await people.consent(page);
  await people.seeSuccess(page);
});

test("Microsoft: an admin must agree first, declined, another account, then it works", async ({ people, t, world }) => {
  const person = await people.activated();
  const { page } = person;
  await people.toMailbox(page);
  await world.control.mailAccount("microsoft", { email: person.email, consent: "admin" });
  await people.choose(page, "outlook");
  await people.signInThere(page, person.microsoft);
  await page.getByRole("link", { name: /Liaison/ }).click();
  await look(page, "way:mailbox-admin-consent");
  await expect(page.getByRole("textbox")).toHaveValue(t("for-mail-admin", { provider: "Microsoft" }));

  await world.control.mailAccount("microsoft", { email: person.email, consent: "missing" });
  await page.getByRole("button", { name: t("try-again"), exact: true }).click();
  await people.consent(page, "deny");
  await look(page, "way:mailbox-consent-denied");

  const other = await people.hired();
  await page.getByRole("button", { name: t("other-mail-account", { provider: "Microsoft" }), exact: true }).click();
  await people.signInThere(page, other.microsoft);
  await people.consent(page);
  await look(page, "way:mailbox-address-differs");

  await page.getByRole("button", { name: t("other-mail-account", { provider: "Microsoft" }), exact: true }).click();
  await people.signInThere(page, person.microsoft);
  await people.consent(page);
  await people.seeSuccess(page);
});

test("another mailbox: wrong password, wrong address, nobody there, certificate, no sending, then it works", async ({ people, t, world }) => {
  const { page, mailPassword } = await people.activated();
  await people.toMailbox(page);
  await people.choose(page, "imap");
  await look(page, "onboarding:servers");
  const connect = page.getByRole("button", { name: t("onboarding-mailbox-connect") });
  const refused = page.locator(".error-summary");
  const imap = page.getByRole("textbox", { name: t("field-imap-host") });
  const reading = page.getByRole("group", { name: t("mailbox-reading") });
  const writing = page.getByRole("group", { name: t("mailbox-writing") });

  await people.fillMailbox(page, "not the password");
  await connect.click();
  await look(page, "onboarding:servers-refused");
  await expect(refused).toBeFocused();
  await expect(refused).toContainText(t("refusal-mailbox-password"));
  await expect(page.getByLabel(t("field-imap-host"))).toHaveValue("127.0.0.1");
  await refused.getByRole("link").click();
  await expect(page.getByLabel(t("field-mailbox-password"))).toBeFocused();

  const mine = await page.getByLabel(t("field-mailbox-address")).inputValue();
  await people.fillMailbox(page, mailPassword);
  await page.getByLabel(t("field-mailbox-address")).fill("somebody.else@fjordlight.example");
  await connect.click();
  await expect(refused).toContainText(t("refusal-mailbox-address-differs"));
  await page.getByLabel(t("field-mailbox-address")).fill(mine);

  await people.fillMailbox(page, mailPassword);
  await imap.fill("nowhere.invalid");
  await connect.click();
  await expect(refused).toContainText(t("refusal-mailbox-unreachable"));

  await people.fillMailbox(page, mailPassword);
  await reading.getByRole("textbox", { name: t("field-port") }).fill(new URL(world.mail.imaps_untrusted).port);
  await connect.click();
  await expect(refused).toContainText(t("refusal-mailbox-certificate"));

  await people.fillMailbox(page, mailPassword);
  await writing.getByRole("textbox", { name: t("field-port") }).fill("1");
  await connect.click();
  await expect(refused).toContainText(t("refusal-mailbox-sending"));

  await people.fillMailbox(page, mailPassword);
  await connect.click();
  await people.seeSuccess(page);
  await page.goto("/onboarding/mailbox");
});

test("a test message that does not get through says why, and works later", async ({ people, t, world }) => {
  const person = await people.activated();
  const { page } = person;
  await people.toMailbox(page);
  await world.control.fault({ service: "google", kind: "slow", ms: 13_000, path: SEND.google, times: 1 });
  await people.connect(page, "gmail", person);
  const go = await people.still(page);
  await page.reload();
  await look(page, "onboarding:mailbox-testing");
  await expect(page.getByRole("status")).toContainText(person.email);
  await go();
  await people.seeSuccess(page);

  await world.control.fault({ service: "google", kind: "throttled", path: SEND.google });
  await page.request.post("/onboarding/mailbox/test");
  await expect.poll(async () => (await page.reload(), page.locator("body").getAttribute("data-view"))).toBe("onboarding:mailbox-trouble");
  await look(page, "onboarding:mailbox-trouble");
  await expect(page.locator(".error-summary")).toContainText(t("refusal-mailbox-busy"));
  await world.control.noFaults();
  await page.getByRole("button", { name: t("try-again"), exact: true }).click();
  await people.seeSuccess(page);
});

test("a mailbox of the settings: connected, checked, revoked, connected again, disconnected", async ({ people, t, world }) => {
  const person = await people.settled();
  const { page } = person;
  await page.goto("/settings/email/connection");
  await look(page, "mailbox:none");
  await people.choose(page, "imap");
  await look(page, "mailbox:servers");
  await people.fillMailbox(page, "wrong");
  await page.getByRole("button", { name: t("connect"), exact: true }).click();
  await look(page, "mailbox:servers-refused");
  await page.getByRole("link", { name: t("back"), exact: true }).click();

  await world.control.fault({ service: "microsoft", kind: "slow", ms: 9_000, path: SEND.microsoft });
  await people.choose(page, "outlook");
  await people.signInThere(page, person.microsoft);
  await people.consent(page);
  await expect(page.locator('body[data-view="mailbox:testing"]')).toBeVisible();
  const go = await people.still(page);
  await page.reload();
  await look(page, "mailbox:testing");
  await world.control.noFaults();
  await go();
  await expect(page.locator('body[data-view="mailbox:connected"]')).toBeVisible({ timeout: 20_000 });
  await look(page, "mailbox:connected");

  await world.control.fault({ service: "microsoft", kind: "throttled", path: SEND.microsoft, times: 3 });
  await page.getByRole("button", { name: t("check-now") }).click();
  await expect(page.locator('body[data-view="mailbox:trouble"]')).toBeVisible();
  await look(page, "mailbox:trouble");
  await world.control.noFaults();

  await world.control.revoke("microsoft", person.email);
  await page.getByRole("button", { name: t("check-now") }).click();
  await expect(page.locator('body[data-view="mailbox:reconnect"]')).toBeVisible();
  await look(page, "mailbox:reconnect");
  await expect.poll(async () => (await world.control.mails(person.email)).map((mail) => mail.subject)).toContain(t("mail-reconnect-subject", { provider: "Microsoft" }));

  await page.getByRole("button", { name: t("connect-again"), exact: true }).click();
  await people.consent(page);
  await expect(page.locator('body[data-view="mailbox:connected"]')).toBeVisible();
  await page.getByRole("button", { name: t("disconnect"), exact: true }).click();
  await people.confirm(page, "disconnect");
  await people.said(page, "said-disconnected");
  await look(page, "mailbox:none");
});

test("what the admin has not set up cannot be chosen", async ({ people, t, open, world }) => {
  const person = await people.activated();
  const { page } = person;
  await people.toMailbox(page);
  const admin = await people.admin();
  const app = async (client_id) => admin.request.post("/settings/connections/google", { form: { client_id, secret: "", host: "", domain: "" } });
  await admin.goto("/settings/connections");
  const kept = await admin.locator("#google-client").inputValue();
  try {
    await app("");
    await people.choose(page, "gmail");
    await look(page, "onboarding:mailbox-refused");
    await expect(page.getByRole("radio", { name: t("mail-client-gmail") })).toBeDisabled();
    await page.request.post("/settings/email/connection/choose", { form: { client: "gmail" } });
    const fresh = await open();
    await people.become(fresh, person.email);
    await fresh.goto("/settings/email/connection");
    await fresh.locator('input[value="gmail"]').evaluate((radio) => { radio.disabled = false; radio.checked = true; });
    await fresh.getByRole("button", { name: t("next"), exact: true }).click();
    await look(fresh, "mailbox:refused");
  } finally {
    await app(kept);
  }
  await page.goto("/onboarding/mailbox");
  await people.connect(page, "gmail", person);
  await people.seeSuccess(page);
});
