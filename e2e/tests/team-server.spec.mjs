// The team's server: an admin sets it up, makes keys, a seller sends by it, and it is taken away again.
import { look } from "../support/look.mjs";
import { expect, test } from "../support/test.mjs";

const USER = "liaison-team";
const PASSWORD = "pretend-9Kx7-team";

/** What the server lets us send as, and by which password. */
const account = (world, password, senders) => world.control.ask("POST", "/mail/submitters", { user: USER, password, senders });

async function fill(admin, { t, world }, { password = PASSWORD, sender }) {
  const field = (key) => admin.getByRole("textbox", { name: t(key) });
  await field("field-smtp-host").fill("127.0.0.1");
  await field("field-port").fill(new URL(world.mail.smtps).port);
  await field("field-team-username").fill(USER);
  await field("field-password").fill(password);
  await field("field-senders").fill(sender);
  await field("field-tried-as").fill(sender);
  await admin.getByRole("button", { name: t("team-server-try"), exact: true }).click();
}

test("by the team's server signed mail leaves, as the admin and the seller have chosen", async ({ people, world, open, t }) => {
  const email = world.at_work[2];
  const domain = email.split("@")[1];
  await account(world, PASSWORD, [email]);
  const admin = await people.admin();
  await admin.goto("/settings/team-server/signing");
  await look(admin, "dkim:none");
  await admin.goto("/settings/team-server");
  await look(admin, "team-server:none");
  try {
    await fill(admin, { t, world }, { password: "wrong", sender: email });
    await look(admin, "team-server:refused");
    await expect(admin.locator(".error-summary")).toContainText(t("refusal-team-server-password"));
    await fill(admin, { t, world }, { sender: email });
    await people.said(admin, "said-team-server-kept");
    await look(admin, "team-server:kept");
    await expect(admin.getByRole("textbox", { name: t("field-tried-as") }), "one that may").toHaveValue(email);

    await admin.getByRole("link", { name: t("dkim-tab"), exact: true }).click();
    await admin.getByLabel(t("field-selector")).fill("no name");
    await admin.getByRole("button", { name: t("dkim-make"), exact: true }).click();
    await look(admin, "dkim:refused");
    await admin.getByLabel(t("field-selector")).fill("liaison1");
    await admin.getByRole("button", { name: t("dkim-make"), exact: true }).click();
    await people.said(admin, "said-dkim-made");
    await expect(admin.getByLabel(t("dkim-record-name")).first()).toHaveValue(`liaison1-rsa._domainkey.${domain}`);
    await expect(admin.getByLabel(t("dkim-record-value")).last()).toHaveValue(/^v=DKIM1; k=ed25519; p=.{44}$/);
    await look(admin, "dkim:keys");
    await admin.getByRole("button", { name: t("dkim-begin"), exact: true }).click();
    await people.said(admin, "said-dkim-begun");

    const page = await open();
    await people.become(page, email);
    await page.goto("/settings/email");
    await look(page, "email:channels");
    const card = page.getByRole("region", { name: email, exact: true });
    const way = (key) => card.getByRole("radio", { name: t(key) });
    await expect(way("channel-team"), "the default address, unasked").toBeChecked();
    for (const key of ["channel-mailbox", "channel-team"]) {
      await way(key).check();
      await card.getByRole("button", { name: t("channel-save"), exact: true }).click();
      await people.said(page, "said-saved");
      await expect(way(key)).toBeChecked();
    }

    const to = `nadia.${crypto.randomUUID().slice(0, 8)}@customer.example`;
    await page.goto("/people/new");
    await page.locator("#first_name").fill("Nadia");
    await page.locator("#last_name").fill("Customer");
    await page.locator("#email").fill(to);
    await page.locator("main form .button--primary").click();
    await page.waitForURL(/\/people\/[0-9a-f-]{36}/);
    await page.goto(`/email/new?person=${new URL(page.url()).pathname.split("/").at(-1)}`);
    await page.getByLabel(t("field-subject"), { exact: true }).fill("By the team");
    await page.locator("[contenteditable]").pressSequentially("Hello");
    await page.getByRole("button", { name: t("compose-send"), exact: true }).click();
    await world.control.later(10);
    const mail = await world.control.mail(to);
    expect(mail.from, "bounces go to the writer").toBe(email);
    expect(mail.headers["DKIM-Signature"]).toContain(`d=${domain}`);

    await account(world, "changed", [email]);
    await admin.goto("/settings/team-server");
    await admin.getByRole("button", { name: t("check-now"), exact: true }).click();
    await look(admin, "team-server:trouble");
    await admin.getByRole("link", { name: t("team-server-remove"), exact: true }).click();
    await look(admin, "team-server:remove");
    await expect(admin.getByRole("listitem").filter({ hasText: email })).toContainText(t("team-server-remove-falls-back"));
    await admin.getByRole("button", { name: t("team-server-remove"), exact: true }).click();
    await people.said(admin, "said-team-server-removed");
  } finally {
    await world.control.now();
    await admin.request.post("/settings/team-server/remove", { headers: { origin: world.product } });
  }
});
