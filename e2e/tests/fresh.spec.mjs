// An instance as a company starts it: no admin, no Salesforce, no mail relay.
import { startServe } from "../support/process.mjs";
import { inspect, look } from "../support/look.mjs";
import { expect, test } from "../support/test.mjs";

const PASSWORD = "the first key to the house";

test("the first admin comes in, and invites without a mail server", async ({ open, people, t }) => {
  const house = await startServe();
  try {
    const page = await open({ also: house.product });
    await page.goto("/");
    await look(page, "first-run:closed");
    await page.goto("/first-run/not-this-one");
    await look(page, "refusal:link-unknown");
    await page.goto(house.firstRun);
    await look(page, "first-run:form");
    const fill = async (values) => {
      for (const [key, value] of Object.entries(values)) await page.getByLabel(t(key), { exact: true }).fill(value);
      await page.getByRole("button", { name: t("first-run-create") }).click();
    };
    const admin = { "field-first-name": "Rita", "field-last-name": "Olsson", "field-email": "rita@example.com", "field-password": PASSWORD, "field-password-again": PASSWORD };
    await fill({ ...admin, "field-email": "rita at example.com" });
    await look(page, "first-run:refused");
    await expect(page.locator(".error-summary")).toContainText(t("refusal-address-malformed"));
    await fill(admin);
    await look(page, "home:admin");
    await inspect(page, `home.first--${people.lang}`);

    await page.goto("/settings/invitations");
    await look(page, "invitations:empty");
    await page.goto("/settings/connections");
    await look(page, "connections:form");
    await inspect(page, `connections.empty--${people.lang}`);
    await page.goto("/settings/panel");
    await look(page, "panel-settings:none");
    await page.goto("/people");
    await look(page, "people:none");
    await page.goto("/settings/users/invite");
    await expect(page.getByText(t("invite-no-mail"))).toBeVisible();
    await people.invite(page, "otto@example.com");
    await look(page, "invite:done");
    await inspect(page, `invite.link--${people.lang}`);
    const link = await page.getByLabel(t("invite-link-for", { email: "otto@example.com" })).inputValue();
    expect(link).toContain(`${house.product}/welcome/`);

    await page.goto("/settings/invitations");
    const row = await people.menu(page, "otto@example.com");
    await row.getByRole("button", { name: t("resend") }).click();
    await look(page, "invitations:link");
    const newLink = await page.getByLabel(t("invitations-new-link")).inputValue();
    expect(newLink).not.toBe(link);

    const guest = await open({ also: house.product });
    await guest.goto(link);
    await look(guest, "refusal:link-unknown");
    await guest.goto(newLink);
    await look(guest, "welcome:salesforce");
    await people.activate(guest);
    await expect(guest.getByRole("heading", { name: t("refusal-salesforce-not-set-up") })).toBeVisible();

    await page.request.post("/settings/login", { form: { mode: "all-methods" } });
    await guest.goto(newLink);
    await guest.getByLabel(t("field-password"), { exact: true }).fill(PASSWORD);
    await guest.getByLabel(t("field-password-again")).fill(PASSWORD);
    await guest.getByRole("button", { name: t("welcome-password"), exact: true }).click();
    await look(guest, "onboarding:start");
  } finally {
    await house.stop();
  }
});

test("the demo's start page and the parts in every state", async ({ open, people, world, t }) => {
  const page = await open();
  await page.goto("/demo");
  await look(page, "demo:start");
  await page.goto("/design");
  await look(page, "design:all");
  await page.goto(world.mail.viewer);
  await inspect(page, `viewer.boxes--${people.lang}`);
  await page.goto("/demo");
  await page.getByRole("button", { name: t("demo-as-admin", { name: "" }).trim() }).first().click();
  await expect(page.locator("body")).toHaveAttribute("data-view", "home:admin");
});
