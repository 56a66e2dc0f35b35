// The onboarding guide, step by step (seeds 000 and 001), in each language.
import { OWN } from "../support/labels.mjs";
import { inspect, look } from "../support/look.mjs";
import { expect, test } from "../support/test.mjs";

test("a welcome mail leads to a set-up account", async ({ world, open, people, t, labels, lang }) => {
  const person = await people.hired();
  const admin = await people.admin();

  await test.step("an admin invites", async () => {
    await look(admin, "home:admin");
    await admin.goto("/settings/users/invite");
    await look(admin, "invite:form");
    await people.invite(admin, person.email);
    await look(admin, "invite:done");
    await expect(admin.getByRole("row", { name: person.email })).toContainText(t("verdict-invited"));
  });

  const page = await open();
  await test.step("the welcome mail", async () => {
    await world.control.mail(person.email);
    await page.goto(`${world.mail.viewer}/${person.email}/latest`);
    await inspect(page, `viewer.mail--${lang}`);
    const mail = page.frameLocator("iframe");
    await expect(mail.locator("html")).toHaveAttribute("lang", lang);
    await mail.getByRole("link", { name: labels.getStarted, exact: true }).click();
  });

  await test.step("activation", async () => {
    await look(page, "welcome:salesforce");
    await expect(page.getByText(person.email)).toBeVisible();
    await people.activate(page);
    await expect(page).toHaveURL((url) => url.origin === world.salesforce);
    await inspect(page, `salesforce.login--${lang}`);
    await expect(page.locator("#username")).toHaveValue(person.email);
    await people.logIn(page, person);
    await expect(page.getByRole("button", { name: labels.allow, exact: true })).toBeVisible();
    await inspect(page, `salesforce.consent--${lang}`);
    await people.allow(page);
  });

  await test.step("the wizard", async () => {
    await look(page, "onboarding:start");
    await page.getByRole("button", { name: labels.start, exact: true }).click();
    await look(page, "onboarding:introduction");
    await page.getByRole("button", { name: labels.next, exact: true }).click();
    await look(page, "onboarding:mailbox");
    await people.fillMailbox(page, person.mailPassword);
    await page.getByRole("button", { name: t("onboarding-mailbox-connect") }).click();
    await look(page, "onboarding:mailbox-connected");
    await page.getByRole("button", { name: labels.next, exact: true }).click();
    await look(page, "onboarding:signature");
    await expect(page.getByRole("toolbar")).toBeVisible();
    const editor = page.getByRole("textbox", { name: t("field-signature") });
    await editor.fill("Anna Berg · Fjordlight");
    await page.getByRole("button", { name: labels.save, exact: true }).click();
    await look(page, "onboarding:finish");
    await expect(page.getByText(person.email).first()).toBeVisible();
    await page.getByRole("button", { name: labels.finish, exact: true }).click();
  });

  await test.step("home", async () => {
    await look(page, "home:member");
    await page.goto("/settings/email");
    await look(page, "email:addresses");
    await expect(page.getByRole("textbox", { name: t("field-signature") })).toHaveText("Anna Berg · Fjordlight");
  });

  await test.step("the admin sees it", async () => {
    await admin.goto(`/settings/users?q=${encodeURIComponent(person.email)}`);
    await look(admin, "users:list");
    await expect(admin.getByRole("row", { name: person.email })).toContainText(t("user-state-active"));
  });
});

test("signing in with Salesforce afterwards takes one click", async ({ open, people, t, world }) => {
  const person = await people.settled();
  const again = await open();
  await again.goto("/");
  await look(again, "sign-in:salesforce");
  await again.getByRole("button", { name: t("sign-in-salesforce") }).click();
  await people.logIn(again, person);
  await expect(again).toHaveURL(`${world.product}/home`);
});

test("the language can be switched before sign-in, and the way back stays", async ({ open, people, lang }) => {
  const page = await open();
  await page.goto("/settings/email");
  for (const [code, own] of Object.entries(OWN)) {
    await page.getByRole("button", { name: own, exact: true }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", code);
    await expect(page.locator('form[action="/sign-in"] input[name="next"]')).toHaveValue("/settings/email");
  }
  await page.getByRole("button", { name: OWN[lang], exact: true }).click();
  await people.signIn(page, people.adminEmail, "not the password");
  await look(page, "sign-in:refused");
  await page.getByRole("button", { name: "Svenska", exact: true }).click();
  await look(page, "sign-in:salesforce");
  await expect(page.locator("html")).toHaveAttribute("lang", "sv");
});
