// The panel on pages of Salesforce: set up by an admin, opened by a proof, without cookies.
import { inspect, look } from "../support/look.mjs";
import { Package } from "../support/package.mjs";
import { expect, test } from "../support/test.mjs";

const shows = (page, view) => expect(page.locator("body")).toHaveAttribute("data-view", view);

test("an admin sets the panel up, and sellers meet it on each kind of record", async ({ people, open, world, t, lang }) => {
  const admin = await people.admin();
  await admin.goto("/settings/panel");
  await admin.getByRole("button", { name: t("panel-secret-make") }).click();
  // where there is one already, it is replaced only on purpose
  const sure = admin.getByRole("dialog").getByRole("button", { name: t("panel-secret-make") });
  await expect(sure.or(admin.getByLabel(t("panel-secret"), { exact: true }))).toBeVisible();
  if (await sure.isVisible()) await sure.click();
  await look(admin, "panel-settings:secret");
  const secret = await admin.getByLabel(t("panel-secret"), { exact: true }).inputValue();
  await admin.goto("/settings/panel");
  await look(admin, "panel-settings:form");
  expect(await admin.content()).not.toContain(secret);

  const pack = await Package.of({ world }, people.adminEmail, secret);
  const [lead, account, opportunity] = await Promise.all(
    ["Lead", "Account", "Opportunity"].map(async (object) => (await pack.query(`SELECT Id FROM ${object} LIMIT 1`))[0].Id),
  );
  const page = await open();

  // A record nobody knows here yet: a skeleton, until it is brought.
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(/now=1/, async (route) => {
    await held;
    await route.continue();
  });
  let admit;
  const atTheDoor = new Promise((resolve) => (admit = resolve));
  await page.route("**/embed/token", async (route) => {
    await atTheDoor;
    await route.continue();
  });
  await page.goto(pack.address("Lead", [lead]));
  await look(page, "panel:shell");
  admit();
  await look(page, "panel:waiting");
  expect(page.url(), "the ticket has left the address").not.toContain("ticket");
  release();
  await look(page, "panel:person");
  await page.unrouteAll();
  await page.locator('nav a[href*="tab=emails"]').click();
  await expect(page.getByText(t("beside-no-emails"))).toBeVisible();
  await page.locator("[data-bell]").click();
  await expect(page.locator("main h1")).toHaveText(t("place-feed"));
  await inspect(page, `panel.feed--${lang}`);
  await page.getByRole("button", { name: t("back") }).click();
  await shows(page, "panel:person");
  expect(await page.context().cookies()).toEqual([]);

  // An account's people; one of them and back, with the keyboard.
  await page.goto(pack.address("Account", [account]));
  await look(page, "panel:account");
  const first = page.locator(".panel__people a").first();
  if (await first.count()) {
    await first.focus();
    await page.keyboard.press("Enter");
    await shows(page, "panel:person");
    await expect(page.locator("main")).toBeFocused();
    await page.getByRole("button", { name: t("back") }).click();
    await shows(page, "panel:account");
  }
  await page.goto(pack.address("Opportunity", [opportunity]));
  await look(page, "panel:opportunity");

  // Salesforce is away: said in words, and tried again.
  const [other] = await pack.query("SELECT Id FROM Contact LIMIT 1");
  const fault = { service: "salesforce", kind: "status", code: 503, path: "/services/data", times: 1 };
  await world.control.ask("POST", "/faults", fault);
  await page.goto(pack.address("Contact", [other.Id]));
  await look(page, "panel:not-brought");
  await page.getByRole("link", { name: t("try-again") }).click();
  await shows(page, "panel:person");
});

test("what is no proof opens nothing, and says so", async ({ people, open, world, t }) => {
  const admin = await people.admin();
  const made = await admin.request.post("/settings/panel/secret", { headers: { origin: world.product } });
  const secret = (await made.text()).match(/id="secret" readonly value="([^"]+)"/)[1];
  const pack = await Package.of({ world }, people.adminEmail, secret);
  const ids = (await pack.query("SELECT Id FROM Lead LIMIT 3")).map((row) => row.Id);

  const page = await open();
  const address = pack.address("Lead", [ids[0]]);
  await page.goto(address);
  await shows(page, "panel:person");
  await page.goto("/health");
  await page.goto(address);
  await shows(page, "refusal:panel-proof-used");
  await expect(page.getByRole("link", { name: t("open-liaison") })).toHaveAttribute("target", "_blank");
  await page.goto("/health");
  await page.goto("/embed/salesforce");
  await expect(page.getByRole("alert")).toContainText(t("panel-no-proof"));

  // A list's button posts its selection.
  const submit = (ticket) =>
    page.evaluate((ticket) => {
      const form = Object.assign(document.createElement("form"), { method: "post", action: "/embed/salesforce" });
      for (const [name, value] of Object.entries({ ticket, action: "email" })) form.append(Object.assign(document.createElement("input"), { name, value }));
      document.body.append(form);
      form.submit();
    }, ticket);
  await page.goto("/health");
  await submit(pack.ticket("Lead", ids));
  await look(page, "panel:list");
  await page.goto("/health");
  await submit("nonsense");
  await look(page, "panel:refused");
});
