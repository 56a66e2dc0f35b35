// The whole way of an e-mail: from the panel on a page of Salesforce to the answer, and what everybody sees of it.
// The customers' mailboxes are in Dovecot; their mail is shown by a browser.
import { look } from "../support/look.mjs";
import { Package } from "../support/package.mjs";
import { OtherSide, site } from "../support/recipient.mjs";
import { expect, test as base } from "../support/test.mjs";

const test = base.extend({
  other: [
    async ({ world }, use) => {
      const other = await OtherSide.start(world);
      await use(other);
      await other.stop();
    },
    { scope: "worker" },
  ],
  offer: [
    async ({}, use) => {
      const offer = await site();
      await use(offer);
      await offer.stop();
    },
    { scope: "worker" },
  ],
});

/** What happens is seen in the feed so soon. Looks are what takes the time on a busy machine. */
const SOON = { timeout: 3_000 };
const OFFER = "/offer?a=1&b=%2F&c=%C3%A5+x#part";

/** One of the demo's sellers at work: the page of Salesforce they are in, and their feed. */
async function atWork({ browser, people, open, world, lang }, number) {
  const account = world.accounts.find((one) => one.system === "salesforce" && one.email === world.at_work[number]);
  const pack = await Package.of({ world }, account.username ?? account.email, "");
  const feed = await open();
  await people.become(feed, account.email);
  await feed.goto("/feed");
  const page = await browser.newPage({ locale: lang, viewport: { width: 1280, height: 900 } });
  return { account, pack, feed, page };
}

/** The panel on a record's page, once somebody has signed in to Salesforce there. */
async function panelOn({ page, account }, world, object, id, { classic = false } = {}) {
  const framed = page.waitForRequest((request) => request.url().startsWith(`${world.product}/embed/salesforce`));
  await page.goto(new URL(`/lightning/r/${object}/${id}/view`, world.salesforce_lightning).href);
  await page.locator("#username").fill(account.username ?? account.email);
  await page.locator("#password").fill(account.password);
  await page.locator("#password").press("Enter");
  expect((await (await framed).allHeaders())["sec-fetch-site"], "the browser says that it is another site").toBe("cross-site");
  if (!classic) return page.frameLocator("iframe").first();
  const again = page.waitForRequest((request) => request.url().startsWith(`${world.product}/embed/salesforce`));
  await page.getByRole("link", { name: "Switch to Salesforce Classic" }).click();
  expect((await (await again).allHeaders())["sec-fetch-site"]).toBe("cross-site");
  return page.frameLocator("iframe").first().frameLocator("iframe");
}

async function write(panel, t, offer) {
  await panel.getByLabel(t("field-subject"), { exact: true }).fill("A question about {{company}}");
  await panel.locator("[contenteditable]").pressSequentially(`Hello, have a look at ${offer.address}${OFFER} `);
  await expect(panel.locator("[data-kept]"), "the draft is kept").not.toBeEmpty();
}

/** What a recipient does with it, and what is seen of it: the feed, the Task in Salesforce, the person's page. */
async function story({ browser, world, t, other, offer, seller, record }) {
  const { account, pack, feed } = seller;
  const row = (kind) => feed.locator(".feed__row", { hasText: record.Name }).filter({ hasText: t(`feed-event-${kind}`) }).first();
  const recipient = other.person(record.Email);
  const mail = await recipient.receive();
  expect(mail.envelope.from[0].address).toBe(account.email);
  expect(mail.text).toContain("Hello, have a look at");
  // Nobody reads within the second in which a mail comes; that would be a scanner.
  await world.control.later(60);

  const shown = await recipient.open(browser, mail);
  await expect(row("email-opened")).toBeVisible(SOON);
  offer.asked.length = 0;
  await shown.getByRole("link", { name: /offer/ }).click();
  await expect(shown).toHaveTitle("The offer");
  expect(offer.asked, "the link leads where it led before").toEqual([OFFER.replace(/#.*/, "")]);
  expect(new URL(shown.url()).hash).toBe("#part");
  await expect(row("email-clicked")).toBeVisible(SOON);
  await shown.close();
  await recipient.reply(mail, "Yes, on Tuesday.\n\nOn Friday somebody wrote:\n> Hello");
  await world.control.later(60);
  await expect(row("email-replied")).toContainText("Yes, on Tuesday.");

  // What follows an e-mail is gathered for a minute before its Task is changed.
  const soql = `SELECT Subject, Status, MSE_Viewed__c, MSE_Clicked__c, MSE_Replied__c FROM Task WHERE WhoId = '${record.Id}' ORDER BY CreatedDate`;
  const said = async () => {
    await world.control.later(20);
    return (await pack.query(soql)).map((task) => [task.Status, task.MSE_Viewed__c, task.MSE_Clicked__c, task.MSE_Replied__c].join());
  };
  await expect.poll(said, { timeout: 30_000 }).toContain("Completed,true,true,true");

  const page = await feed.context().newPage();
  await page.goto("/people");
  await page.getByRole("link", { name: record.Name }).first().click();
  for (const kind of ["email-sent", "email-opened", "email-clicked", "email-replied"]) {
    const words = t(`happened-${kind}`).split(/\{[^}]*\}/).map((part) => part.trim()).find(Boolean);
    await expect(page.getByText(words).first()).toBeVisible();
  }
  return page;
}

for (const [object, where] of [
  ["Lead", "Lightning"],
  ["Contact", "Classic"],
]) {
  test(`a ${object.toLowerCase()} in ${where}: from the panel to the answer, which the feed, Salesforce and the person page tell`, async ({ browser, people, open, world, t, lang, other, offer }) => {
    test.setTimeout(120_000);
    const seller = await atWork({ browser, people, open, world, lang }, object === "Lead" ? 0 : 1);
    const [record] = await seller.pack.query(`SELECT Id, Name, Email FROM ${object} WHERE Email != null AND Owner.Email = '${seller.account.email}' AND HasOptedOutOfEmail = false LIMIT 1`);
    const panel = await panelOn(seller, world, object, record.Id, { classic: where === "Classic" });
    await panel.getByText(t("actions"), { exact: true }).click();
    await panel.getByRole("link", { name: t("do-email") }).click();
    await write(panel, t, offer);
    await panel.getByRole("button", { name: t("compose-send"), exact: true }).click();
    await expect(panel.getByText(t("email-leaving"))).toBeVisible();
    await expect(panel.getByText(t("email-state-delivered"), { exact: true })).toBeVisible();
    const page = await story({ browser, world, t, other, offer, seller, record });
    await look(page, "person:timeline");
    await panel.locator("[data-bell]").click();
    await expect(panel.locator(".feed__row").first()).toContainText(record.Name);
    await seller.feed.reload();
    await look(seller.feed, "feed:list");
  });
}

for (const [object, where, number] of [
  ["Account", "Lightning", 0],
  ["Opportunity", "Classic", 1],
]) {
  test(`an ${object.toLowerCase()} in ${where}: those who stay ticked get copies of their own`, async ({ browser, people, open, world, t, lang, other, offer }) => {
    test.setTimeout(180_000);
    const seller = await atWork({ browser, people, open, world, lang }, number);
    const contacts =
      object === "Account"
        ? await seller.pack.query("SELECT AccountId, Id, Name, Email FROM Contact WHERE Email != null AND HasOptedOutOfEmail = false")
        : (await seller.pack.query("SELECT OpportunityId, Contact.Id, Contact.Name, Contact.Email FROM OpportunityContactRole WHERE Contact.Email != null AND Contact.HasOptedOutOfEmail = false")).map((role) => ({ ...role.Contact, OpportunityId: role.OpportunityId }));
    const [id, [first, second, ...others]] = [...Map.groupBy(contacts, (one) => one[`${object}Id`])].find(([, group]) => group.length > 2);
    const panel = await panelOn(seller, world, object, id, { classic: where === "Classic" });
    for (const { Name } of others) await panel.getByRole("checkbox", { name: Name }).uncheck();
    await panel.getByText(t("actions"), { exact: true }).click();
    await panel.getByRole("button", { name: t("do-email") }).click();
    await write(panel, t, offer);
    await panel.locator("main form .form-actions .button--primary").click();
    for (const { Name } of [first, second]) await expect(panel.locator(".copy", { hasText: Name })).toBeVisible();
    await panel.locator(".form-actions > .button--primary").click();
    for (const record of [first, second]) await (await story({ browser, world, t, other, offer, seller, record })).close();
    for (const { Email } of others) {
      const mails = await world.control.mails(Email);
      expect(mails.filter((mail) => mail.from === seller.account.email)).toEqual([]);
    }
  });
}
