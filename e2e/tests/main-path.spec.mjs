// The onboarding guide, step by step (seeds 000 and 001), in each language.
import { OWN } from "../support/labels.mjs";
import { inspect, look } from "../support/look.mjs";
import { expect, test } from "../support/test.mjs";

// With Gmail; with FULL, with each mailbox.

for (const client of ["gmail", "outlook", "imap"]) {
  test(`a welcome mail leads to a set-up account: ${client}`, { tag: client === "gmail" ? [] : "@full" }, async ({ world, open, people, t, labels, lang }) => {
    const person = await people.hired();
    const admin = await people.admin();
    const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

    await test.step("an admin invites", async () => {
      await look(admin, "home:admin");
      await admin.goto("/settings/users/invite");
      await look(admin, "invite:form");
      await people.invite(admin, person.email);
      await look(admin, "invite:done");
      await expect(admin.getByRole("row", { name: person.email })).toContainText(t("verdict-invited"));
    });

    const page = await open();
    await test.step("1: the welcome mail", async () => {
      await world.control.mail(person.email);
      await page.goto(`${world.mail.viewer}/${person.email}/latest`);
      await inspect(page, `viewer.mail--${lang}`);
      const mail = page.frameLocator("iframe");
      await expect(mail.locator("html")).toHaveAttribute("lang", lang);
      await mail.getByRole("link", { name: labels.getStarted, exact: true }).click();
    });

    await test.step("2 to 4: activation with Salesforce", async () => {
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

    await test.step("5 and 6: welcome, introduction", async () => {
      await look(page, "onboarding:start");
      await press(page, labels.start);
      await look(page, "onboarding:introduction");
      await press(page, labels.next);
    });

    await test.step("7 to 11: the mailbox", async () => {
      await look(page, "onboarding:mailbox");
      await people.choose(page, client);
      if (client === "imap") {
        await look(page, "onboarding:servers");
        await people.fillMailbox(page, person.mailPassword);
        await press(page, t("onboarding-mailbox-connect"));
      } else {
        const [provider, account] = client === "gmail" ? ["google", person.google] : ["microsoft", person.microsoft];
        await expect(page).toHaveURL((url) => url.origin === world[provider]);
        await inspect(page, `${provider}.address--${lang}`);
        await expect(page.locator("#address")).toHaveValue(person.email);
        await press(page, labels.next);
        await inspect(page, `${provider}.password--${lang}`);
        await page.locator("#password").fill(account.password);
        await page.locator("#password").press("Enter");
        await expect(page.locator('button[value="allow"]')).toBeVisible();
        await inspect(page, `${provider}.consent--${lang}`);
        if (client === "gmail") await press(page, labels.continue);
        else await people.consent(page);
      }
      const go = await people.seeSuccess(page);
      await expect(page.getByRole("status")).toContainText(person.email);
      await expect(page.getByRole("link", { name: labels.next, exact: true })).toHaveAttribute("href", "/onboarding");
      const test_message = await world.control.mail(person.email, 2);
      expect(test_message.subject).toBe(t("mail-test-subject"));
      await go();
      // The message stays for some seconds and goes on by itself.
      await expect(page.locator("body")).toHaveAttribute("data-view", "onboarding:signature");
    });

    await test.step("12 and 13: signature, summary", async () => {
      await look(page, "onboarding:signature");
      await expect(page.getByRole("toolbar")).toBeVisible();
      await page.getByRole("textbox", { name: t("field-signature") }).fill("Anna Berg · Fjordlight");
      await press(page, labels.save);
      await look(page, "onboarding:finish");
      await expect(page.getByText(person.email).first()).toBeVisible();
      await press(page, labels.finish);
    });

    await test.step("14: the tour", async () => {
      await look(page, "onboarding:tour");
      await expect(page.getByRole("button", { name: labels.notNow, exact: true })).toBeVisible();
      await page.getByRole("link", { name: labels.next, exact: true }).click();
      await look(page, "tour:stop");
      for (const title of ["mail", "salesforce", "settings"]) {
        await page.getByRole("link", { name: labels.next, exact: true }).click();
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(t(`tour-title-${title}`));
      }
      await press(page, t("tour-end"));
    });

    await test.step("15 and 16: Salesforce, and the web app", async () => {
      await look(page, "onboarding:ready");
      await page.getByRole("link", { name: labels.launch, exact: true }).click();
      await expect(page).toHaveURL((url) => url.origin === world.salesforce);
      for (const tab of ["Leads", "Contacts", "Accounts", "Opportunities"]) {
        await page.getByRole("navigation").getByRole("link", { name: tab, exact: true }).click();
        await page.locator("table a").first().click();
        await expect(page).toHaveURL(/\/lightning\/r\//);
      }
      await page.goto("/onboarding/ready");
      await page.getByRole("link", { name: t("open-web-app"), exact: true }).click();
      await look(page, "home:member");
      await page.goto("/settings/email");
      await look(page, "email:addresses");
      await expect(page.getByRole("textbox", { name: t("field-signature") })).toHaveText("Anna Berg · Fjordlight");
      await page.goto("/settings/email/connection");
      await look(page, "mailbox:connected");
    });

    await test.step("the admin sees it", async () => {
      await admin.goto(`/settings/users?q=${encodeURIComponent(person.email)}`);
      await look(admin, "users:list");
      await expect(admin.getByRole("row", { name: person.email })).toContainText(t("user-state-active"));
    });
  });
}

test("the tour can wait", { tag: "@english" }, async ({ people, labels, world }) => {
  const { page } = await people.activated();
  for (const step of ["start", "introduction", "mailbox", "signature", "finish"]) {
    await page.request.post(step === "signature" ? "/onboarding/signature" : `/onboarding/${step}/done`, { form: { skip: "1" } });
  }
  await page.goto("/onboarding");
  await page.getByRole("button", { name: labels.notNow, exact: true }).click();
  await look(page, "onboarding:ready");
  await page.goto("/onboarding");
  await expect(page).toHaveURL(`${world.product}/home`);
});

test("signing in with Salesforce afterwards takes one click", { tag: "@english" }, async ({ open, people, t, world }) => {
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
