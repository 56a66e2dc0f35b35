// One's own account: profile, password, sessions, Salesforce, mailbox.
import { readFileSync } from "node:fs";
import { ImapFlow } from "imapflow";
import { inspect, look } from "../support/look.mjs";
import { LABELS } from "../support/labels.mjs";
import { expect, test } from "../support/test.mjs";
import { texts } from "../support/texts.mjs";

const OLD = "an old sentence of mine";
const NEW = "a new sentence of mine";

/** Somebody who came in by a password. */
async function withPassword(people, open, t) {
  const person = await people.hired();
  const page = await open();
  await page.goto(await people.invited(person.email));
  await page.getByLabel(t("field-password"), { exact: true }).fill(OLD);
  await page.getByLabel(t("field-password-again")).fill(OLD);
  await page.getByRole("button", { name: t("welcome-password"), exact: true }).click();
  await look(page, "onboarding:start");
  return { ...person, page };
}

test("the profile: name, language, time zone", async ({ people, t, lang }) => {
  const { page } = await people.settled();
  await page.locator(".topbar__menu summary").click();
  await inspect(page, `menu.own--${lang}`);
  await page.getByRole("link", { name: t("settings") }).last().click();
  await look(page, "profile:form");
  const save = (words) => page.getByRole("region", { name: words("profile-account") }).getByRole("button").click();
  const field = (key, words = t) => page.getByLabel(words(key), { exact: true });
  await field("field-first-name").fill("");
  await field("field-last-name").fill("");
  await save(t);
  await look(page, "profile:refused");
  await expect(page.locator(".error-summary")).toContainText(t("refusal-name-missing"));
  await field("field-first-name").fill("Anna-Łucja");
  await field("field-last-name").fill("Ångström d'Été");
  await field("field-time-zone").selectOption("America/Sao_Paulo");
  const other = lang === "sv" ? "fr" : "sv";
  await field("language").selectOption(other);
  await save(t);
  await expect(page.locator("html")).toHaveAttribute("lang", other);
  const words = texts(other);
  await expect(page.getByRole("status").filter({ hasText: words("said-saved") })).toBeVisible();
  await expect(field("field-last-name", words)).toHaveValue("Ångström d'Été");
  await expect(field("field-time-zone", words)).toHaveValue("America/Sao_Paulo");
  await expect(page.getByRole("button", { name: LABELS[other].save, exact: true })).toBeVisible();
});

test("typed text is not lost without a question", async ({ people, t }) => {
  const { page } = await people.settled();
  await page.goto("/settings/profile");
  await page.getByLabel(t("field-first-name")).pressSequentially("x");
  const asked = page.waitForEvent("dialog");
  const leaving = page.reload().catch(() => {});
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.accept();
  await leaving;
});

test("the password is changed, forgotten, and set anew by mail", async ({ people, open, t, world }) => {
  await people.withPasswords(async () => {
    const { page, email, mailPassword } = await withPassword(people, open, t);
    const elsewhere = await open();
    await people.signIn(elsewhere, email, OLD);
    await look(elsewhere, "home:member");

    await page.goto("/settings/profile");
    const change = async (old, first, again) => {
      await page.getByRole("textbox", { name: t("field-old-password") }).fill(old);
      await page.getByRole("textbox", { name: t("field-new-password") }).fill(first);
      await page.getByRole("textbox", { name: t("field-password-again") }).fill(again);
      await page.getByRole("button", { name: t("profile-password-change") }).click();
    };
    await change("not my old one", NEW, NEW);
    await look(page, "profile:password-refused");
    await expect(page.locator(".error-summary")).toContainText(t("old-password-wrong"));
    await change(OLD, "passwordpassword", "passwordpassword");
    await expect(page.locator(".error-summary")).toContainText(t("refusal-password-common"));
    await change(OLD, NEW, NEW);
    await people.said(page, "said-password-changed");
    await elsewhere.goto("/home");
    await look(elsewhere, "sign-in:all");

    await elsewhere.getByRole("link", { name: t("sign-in-forgot") }).click();
    await look(elsewhere, "forgot:form");
    const ask = async (address) => {
      await elsewhere.getByLabel(t("field-email")).fill(address);
      await elsewhere.getByRole("button", { name: t("forgot-send") }).click();
      await look(elsewhere, "forgot:sent");
      return elsewhere.getByRole("main").innerText();
    };
    const said = await ask(email);
    await elsewhere.goto("/forgot");
    expect(await ask("nobody@nowhere.example"), "nobody learns who exists").toBe(said);

    await world.control.mail(email, 2);
    const link = await linkFromMailbox(world, email, mailPassword);
    await elsewhere.goto(link);
    await look(elsewhere, "reset:form");
    const set = async (first, again) => {
      await elsewhere.getByLabel(t("field-new-password")).fill(first);
      await elsewhere.getByLabel(t("field-password-again")).fill(again);
      await elsewhere.getByRole("button", { name: t("reset-set") }).click();
    };
    await set(OLD, `${OLD}.`);
    await look(elsewhere, "reset:refused");
    await set(OLD, OLD);
    await look(elsewhere, "home:member");
    await page.goto("/home");
    await look(page, "sign-in:all");
    await page.goto(link);
    await look(page, "refusal:link-used");
  });
});

/** Reads the newest mail the way a mail program does: IMAP over TLS. */
async function linkFromMailbox(world, user, pass) {
  const { port } = new URL(world.mail.imaps);
  const client = new ImapFlow({ host: "127.0.0.1", port: Number(port), secure: true, auth: { user, pass }, tls: { ca: readFileSync(world.ca) }, logger: false });
  await client.connect();
  const lock = await client.getMailboxLock("INBOX");
  try {
    const { source } = await client.fetchOne("*", { source: true });
    const text = source.toString().replaceAll("=\r\n", "").replaceAll("=3D", "=");
    return new RegExp(`${world.product}/reset/[\\w-]+`).exec(text)[0];
  } finally {
    lock.release();
    await client.logout();
  }
}

test("signed-in browsers are seen and ended", async ({ people, open, t }) => {
  const { page, email } = await people.settled();
  await page.goto("/settings/sessions");
  await look(page, "sessions:list");
  await expect(page.getByRole("button", { name: t("end-others") })).toBeHidden();
  const browsers = [await open(), await open(), await open()];
  for (const browser of browsers) await people.become(browser, email);
  await page.reload();
  await expect(page.getByRole("row")).toHaveCount(5);
  const other = page.getByRole("row").filter({ hasNotText: t("this-browser"), has: page.getByRole("button") }).first();
  await other.getByRole("button").click();
  await people.said(page, "said-session-ended");
  await expect(page.getByRole("row")).toHaveCount(4);
  await page.getByRole("button", { name: t("end-others") }).click();
  await people.said(page, "said-sessions-ended");
  await expect(page.getByRole("row")).toHaveCount(2);
  for (const browser of browsers) {
    await browser.goto("/home");
    await look(browser, "sign-in:salesforce");
  }
  await people.signOut(page);
  await page.goBack();
  await expect(page.locator("body")).toHaveAttribute("data-view", /^sign-in:/);
});

test("one's Salesforce connection is checked, ended, and made again", async ({ people, t, world }) => {
  const { page, username } = await people.settled();
  await page.goto("/settings/salesforce");
  await look(page, "salesforce:connected");
  await page.getByRole("button", { name: t("check-now") }).click();
  await people.said(page, "said-connection-works");
  await world.control.ask("POST", "/salesforce/revoke", { username });
  await page.getByRole("button", { name: t("check-now") }).click();
  await look(page, "salesforce:refused");
  await expect(page.locator(".error-summary")).toContainText(t("refusal-salesforce-reconnect"));
  await expect(page.locator(".state")).toHaveText(t("health-reconnect"));
  await page.getByRole("button", { name: t("connect-again") }).click();
  await people.arrive(page, "salesforce:connected");
  await people.said(page, "said-salesforce-connected");
  await page.getByRole("button", { name: t("disconnect"), exact: true }).click();
  await people.confirm(page, "disconnect", "dialog.disconnect");
  await people.said(page, "said-disconnected");
  await look(page, "salesforce:none");
  await page.getByRole("button", { name: t("connect"), exact: true }).click();
  await people.arrive(page, "salesforce:connected");
});

test("the signature keeps its formatting", async ({ people, t, labels }) => {
  const { page } = await people.settled();
  await page.goto("/settings/email");
  await look(page, "email:addresses");
  await expect(page.getByRole("toolbar")).toBeVisible();
  const editor = page.getByRole("textbox", { name: t("field-signature") });
  await editor.click();
  await page.getByRole("button", { name: t("editor-bold") }).click();
  await page.keyboard.type("Anna");
  await page.getByRole("button", { name: t("editor-bold") }).click();
  await page.keyboard.press("Enter");
  await page.keyboard.type("fjordlight.example");
  await page.keyboard.press("Shift+Home");
  await page.getByRole("button", { name: t("editor-link"), exact: true }).click();
  await page.getByLabel(t("editor-link-address")).fill("fjordlight.example");
  await page.getByRole("button", { name: t("editor-link-set") }).click();
  await page.getByRole("button", { name: labels.save, exact: true }).click();
  await people.said(page, "said-saved");
  await expect(editor.locator("strong")).toHaveText("Anna");
  await expect(editor.locator("a")).toHaveAttribute("href", /^https:\/\/fjordlight\.example\/?$/);
});
