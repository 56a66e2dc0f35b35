// The whole way in with the keyboard alone, and the part that must work without JavaScript.
import { linkIn } from "../support/control.mjs";
import { look } from "../support/look.mjs";
import { expect, test } from "../support/test.mjs";

/** Tabs until this has the focus; everything on the way must show that it has it. */
async function tabTo(page, target) {
  await expect(target).toBeVisible();
  const at = () => target.evaluate((element) => element === document.activeElement);
  for (let steps = 0; !(await at()); steps += 1) {
    expect(steps, "Tab never reaches it").toBeLessThan(60);
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      const ring = (one) => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      };
      const box = element.getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const top = document.elementFromPoint(x, y);
      const isSeen = element === document.body || element.contains(top) || top?.contains(element) || element.closest("label")?.contains(top);
      const hasRing = element === document.body || ring(element) || (element.parentElement && ring(element.parentElement));
      return { what: element.outerHTML.slice(0, 120), isSeen, hasRing };
    });
    expect(focus, "focus can be seen").toMatchObject({ isSeen: true, hasRing: true });
  }
}

test("the whole way in without a mouse", async ({ world, open, people, t, labels }) => {
  const person = await people.hired();
  const admin = await people.admin();
  const press = async (page, target, key = "Enter") => {
    await tabTo(page, target);
    await page.keyboard.press(key);
  };
  const type = async (page, target, text) => {
    await tabTo(page, target);
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(text);
  };

  await test.step("inviting", async () => {
    await admin.goto("/settings/users");
    await press(admin, admin.locator(".page__actions summary"));
    await admin.keyboard.press("ArrowDown");
    await expect(admin.getByRole("link", { name: t("invite-users") })).toBeFocused();
    await admin.keyboard.press("Enter");
    await type(admin, admin.getByLabel(t("invite-addresses"), { exact: true }), person.email);
    await press(admin, admin.getByRole("button", { name: t("invite"), exact: true }), "Space");
    await look(admin, "invite:done");
  });

  const page = await open();
  await page.goto(linkIn(await world.control.mail(person.email), world.product));
  await test.step("activating", async () => {
    await press(page, page.getByRole("button", { name: labels.activate, exact: true }));
    await type(page, page.locator("#username"), person.username);
    await type(page, page.locator("#password"), person.password);
    await page.keyboard.press("Enter");
    await press(page, page.getByRole("button", { name: labels.allow, exact: true }));
    await look(page, "onboarding:start");
  });

  await test.step("the wizard", async () => {
    await press(page, page.getByRole("button", { name: labels.start, exact: true }));
    await press(page, page.getByRole("button", { name: labels.next, exact: true }), "Space");
    await look(page, "onboarding:mailbox");
    await tabTo(page, page.getByRole("radio", { name: t("mail-client-gmail") }));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("radio", { name: t("mail-client-imap") })).toBeChecked();
    await press(page, page.getByRole("button", { name: labels.next, exact: true }));
    await expect(page.locator("body")).toHaveAttribute("data-view", "onboarding:servers");
    const field = (group, label) => page.getByRole("group", { name: t(group) }).getByLabel(t(label));
    await type(page, page.getByLabel(t("field-mailbox-password")), person.mailPassword);
    for (const [group, host, url] of [
      ["mailbox-reading", "field-imap-host", world.mail.imaps],
      ["mailbox-writing", "field-smtp-host", world.mail.smtps],
    ]) {
      await type(page, field(group, host), "127.0.0.1");
      await type(page, field(group, "field-port"), new URL(url).port);
    }
    await page.keyboard.press("Enter");
    await expect(page.locator('body[data-view="onboarding:mailbox-connected"]')).toBeVisible();
    await press(page, page.getByRole("link", { name: labels.next, exact: true }));
    await expect(page.getByRole("toolbar")).toBeVisible();
    await type(page, page.getByRole("textbox", { name: t("field-signature") }), "Anna");
    await page.keyboard.press("Shift+Tab");
    await expect(page.getByRole("toolbar").getByRole("button").first()).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("button", { name: t("editor-italic") })).toBeFocused();
    await press(page, page.getByRole("button", { name: labels.save, exact: true }));
    await look(page, "onboarding:finish");
    await press(page, page.getByRole("button", { name: labels.finish, exact: true }));
    await press(page, page.getByRole("link", { name: labels.next, exact: true }));
    for (let stop = 1; stop < 4; stop += 1) await press(page, page.getByRole("link", { name: labels.next, exact: true }));
    await press(page, page.getByRole("button", { name: t("tour-end"), exact: true }));
    await press(page, page.getByRole("link", { name: t("open-web-app"), exact: true }));
    await look(page, "home:member");
  });

  await test.step("signing out", async () => {
    await press(page, page.locator(".skip-link"));
    await expect(page.locator("#content")).toBeFocused();
    await press(page, page.locator(".topbar__menu summary"));
    await page.keyboard.press("Escape");
    await expect(page.locator(".topbar__menu summary")).toBeFocused();
    await page.keyboard.press("Enter");
    await press(page, page.getByRole("button", { name: t("sign-out"), exact: true }));
    await expect(page).toHaveURL(/\/sign-in$/);
  });
});

test("without JavaScript: accept an invitation, sign in, sign out", async ({ open, people, t, labels, world }) => {
  const person = await people.hired();
  const page = await open({ javaScriptEnabled: false });
  await page.goto(await people.invited(person.email));
  await people.activate(page);
  await people.logIn(page, person);
  await people.allow(page);
  for (const name of [labels.start, labels.next, t("later")]) await page.getByRole("button", { name, exact: true }).click();
  await page.getByLabel(t("field-signature")).fill("Anna without script");
  await page.getByRole("button", { name: labels.save, exact: true }).click();
  await page.getByRole("button", { name: labels.finish, exact: true }).click();
  await page.getByRole("button", { name: labels.notNow, exact: true }).click();
  await page.getByRole("link", { name: t("open-web-app"), exact: true }).click();
  await expect(page).toHaveURL(`${world.product}/home`);
  await people.signOut(page);

  await page.getByRole("button", { name: t("sign-in-salesforce") }).click();
  await expect(page).toHaveURL(`${world.product}/home`);
  await people.signOut(page);

  await people.admin();
  await people.signIn(page, people.adminEmail, people.adminPassword);
  await expect(page).toHaveURL(`${world.product}/home`);
  await page.goto("/settings/users");
  await expect(page.getByRole("button", { name: t("change") }).first()).toBeVisible();
  await people.signOut(page);
});
