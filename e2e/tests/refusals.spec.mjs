// Each way in that is refused says why and what to do, and the remedy works.
import { linkIn } from "../support/control.mjs";
import { OWN } from "../support/labels.mjs";
import { look } from "../support/look.mjs";
import { expect, test } from "../support/test.mjs";

const WEEK_AND_A_DAY = 8 * 24 * 3600;

test("the addresses differ", async ({ open, people, t }) => {
  const [invited, other] = [await people.hired(), await people.hired()];
  const page = await open();
  await page.goto(await people.invited(invited.email));
  await people.activate(page);
  await people.logIn(page, other);
  await people.allow(page);
  await look(page, "way:address-differs");
  await expect(page.getByRole("definition").filter({ hasText: invited.email })).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: other.email })).toBeVisible();
  await page.getByRole("button", { name: t("other-salesforce-login") }).click();
  await people.logIn(page, invited);
  await people.allow(page);
  await look(page, "onboarding:start");
});

test("the profile lacks the API", async ({ open, people, world, t }) => {
  const person = await people.hired({ api_enabled: false });
  const page = await open();
  await page.goto(await people.invited(person.email));
  await people.activate(page);
  await people.logIn(page, person);
  await people.allow(page);
  await look(page, "way:api-disabled");
  await expect(page.getByLabel(t("for-admin", { provider: "Salesforce" }))).toHaveValue(t("for-salesforce-admin-api", { salesforce: person.username }));
  await world.control.salesforceUser({ email: person.email, api_enabled: true });
  await page.getByRole("button", { name: t("try-again") }).click();
  await people.arrive(page, "onboarding:start");
});

test("consent is denied", async ({ open, people, t }) => {
  const person = await people.hired();
  const page = await open();
  await page.goto(await people.invited(person.email));
  await people.activate(page);
  await people.logIn(page, person);
  await page.locator('button[value="deny"]').click();
  await look(page, "way:consent-denied");
  await page.getByRole("button", { name: t("try-again") }).click();
  await people.allow(page);
  await look(page, "onboarding:start");
});

test("the app is not installed", async ({ open, people, world, t }) => {
  const person = await people.hired({ app_installed: false });
  const page = await open();
  await page.goto(await people.invited(person.email));
  await people.activate(page);
  await people.logIn(page, person);
  await look(page, "way:app-not-installed");
  await expect(page.getByLabel(t("for-admin", { provider: "Salesforce" }))).toHaveValue(t("for-salesforce-admin-app"));
  await world.control.salesforceUser({ email: person.email, app_installed: true });
  await page.getByRole("button", { name: t("try-again") }).click();
  await people.allow(page);
  await look(page, "onboarding:start");
});

test("nobody belongs to this Salesforce login", async ({ open, people, t, world }) => {
  const stranger = await people.hired();
  const page = await open();
  await page.goto("/sign-in");
  await page.getByRole("button", { name: t("sign-in-salesforce") }).click();
  await people.logIn(page, stranger);
  await people.allow(page);
  await look(page, "way:other");
  await expect(page.getByRole("heading", { name: t("refusal-salesforce-unknown-user") })).toBeVisible();
  await page.getByRole("button", { name: OWN[people.lang], exact: true }).click();
  await look(page, "sign-in:salesforce");
  await page.goto(await people.invited(stranger.email));
  await people.activate(page);
  await people.arrive(page, "onboarding:start");
  await page.goto(`${world.product}/oauth/salesforce/callback?code=x&state=y`);
  await expect(page.getByRole("heading", { name: t("refusal-attempt-unknown") })).toBeVisible();
});

test("the way to Salesforce is a page with a link", async ({ open, t }) => {
  const page = await open();
  await page.goto("/sign-in");
  await page.route("**/sign-in/salesforce", async (route) => {
    const response = await route.fetch();
    const { refresh, ...headers } = response.headers();
    expect(refresh).toMatch(/^0;url=http/);
    await route.fulfill({ response, headers });
  });
  await page.getByRole("button", { name: t("sign-in-salesforce") }).click();
  await look(page, "way:leaving");
  await page.getByRole("link", { name: t("continue") }).click();
  await expect(page.locator("#username")).toBeVisible();
});

test("the link was used", async ({ open, people, t }) => {
  const person = await people.activated();
  await person.page.goto(person.link);
  await look(person.page, "onboarding:start");
  const other = await open();
  await other.goto(person.link);
  await look(other, "refusal:link-used");
  await other.getByRole("link", { name: t("go-to-sign-in") }).click();
  await other.getByRole("button", { name: t("sign-in-salesforce") }).click();
  await people.logIn(other, person);
  await people.arrive(other, "onboarding:start");
});

test("the link has expired, and is sent again", async ({ open, people, world, t }) => {
  const person = await people.hired();
  const link = await people.invited(person.email);
  await world.control.later(WEEK_AND_A_DAY);
  const page = await open();
  await page.goto(link);
  await look(page, "refusal:link-expired");

  const admin = await people.admin();
  await admin.goto("/settings/invitations");
  await look(admin, "invitations:list");
  await expect(admin.getByRole("row", { name: person.email })).toContainText(t("invitation-state-expired"));
  const row = await people.menu(admin, person.email);
  await row.getByRole("button", { name: t("resend") }).click();
  await people.said(admin, "said-resent");

  await page.goto(linkIn(await world.control.mail(person.email, 2), world.product));
  await people.activate(page);
  await people.logIn(page, person);
  await people.allow(page);
  await look(page, "onboarding:start");
});

test("the invitation was revoked, and is sent again", async ({ open, people, world, t }) => {
  const person = await people.hired();
  const link = await people.invited(person.email);
  const admin = await people.admin();
  await admin.goto("/settings/invitations");
  let row = await people.menu(admin, person.email);
  await row.getByRole("button", { name: t("revoke"), exact: true }).click();
  await people.confirm(admin, "keep", "dialog.revoke");
  await expect(row.locator("summary")).toBeFocused();
  row = await people.menu(admin, person.email);
  await row.getByRole("button", { name: t("revoke"), exact: true }).click();
  await people.confirm(admin, "revoke");
  await people.said(admin, "said-revoked");

  const page = await open();
  await page.goto(link);
  await look(page, "refusal:link-revoked");

  row = await people.menu(admin, person.email);
  await row.getByRole("button", { name: t("resend") }).click();
  await people.said(admin, "said-resent");
  await page.goto(linkIn(await world.control.mail(person.email, 2), world.product));
  await look(page, "welcome:salesforce");
});

test("what is not there", async ({ open, people, t }) => {
  const page = await open();
  await page.goto("/welcome/nothing-of-ours");
  await look(page, "refusal:link-unknown");
  await page.goto("/no-such-page");
  await look(page, "refusal:not-found");
  await page.goto("/settings/users");
  await look(page, "sign-in:salesforce");
  await expect(page.locator('form[action="/sign-in"] input[name="next"]')).toHaveValue("/settings/users");
  const seller = await people.settled();
  await seller.page.goto("/settings/users");
  await look(seller.page, "refusal:not-found");
  await expect(seller.page.getByRole("link", { name: t("go-home") })).toBeVisible();
});
