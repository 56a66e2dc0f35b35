// The whole way of an e-mail: from the panel on a page of Salesforce to the answer, and what everybody sees of it.
import nodemailer from "nodemailer";
import { look } from "../support/look.mjs";
import { Package } from "../support/package.mjs";
import { expect, test } from "../support/test.mjs";

const HUMAN = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";

/** Somebody at work in the demo company, whose own leads are known: address, user name and password in Salesforce. */
const seller = (world) => world.accounts.find((account) => account.system === "salesforce" && account.email === world.at_work[0]);

/** Signed in at the page of Salesforce that holds the panel. */
async function atRecord(page, world, account, path) {
  await page.goto(new URL(path, world.salesforce_lightning).href);
  await page.locator("#username").fill(account.username ?? account.email);
  await page.locator("#password").fill(account.password);
  await page.locator("#password").press("Enter");
  await expect(page.locator("iframe").first()).toBeVisible();
}

const lead = async (pack, owner) => (await pack.query(`SELECT Id, Name, Email FROM Lead WHERE Email != null AND Owner.Email = '${owner}' AND HasOptedOutOfEmail = false LIMIT 1`))[0];

/** What the recipient's mail program does. */
const opens = (mail) => fetch(mail.html.match(/<img[^>]+src="([^"]+\/o\/[^"]+)"/)[1], { headers: { "user-agent": HUMAN } });
const follows = (link) => fetch(link, { headers: { "user-agent": HUMAN }, redirect: "manual" });

async function answers(world, mail, from, to, text) {
  const port = Number(new URL(world.mail.smtp).port);
  const post = nodemailer.createTransport({ host: "127.0.0.1", port, secure: false, ignoreTLS: true });
  const id = Object.entries(mail.headers).find(([name]) => name.toLowerCase() === "message-id")[1];
  await post.sendMail({ from, to, subject: `Re: ${mail.subject}`, text, inReplyTo: id, references: id });
}

test("from the panel to the answer: the feed, Salesforce and the person page tell it", async ({ browser, people, open, world, t, lang }) => {
  test.setTimeout(120_000);
  const account = seller(world);
  const pack = await Package.of({ world }, account.username ?? account.email, "");
  const record = await lead(pack, account.email);
  const feed = await open();
  await people.become(feed, account.email);
  await feed.goto("/feed");

  const page = await browser.newPage({ locale: lang, viewport: { width: 1280, height: 900 } });
  const framed = page.waitForRequest((request) => request.url().startsWith(`${world.product}/embed/salesforce`));
  await atRecord(page, world, account, `/lightning/r/Lead/${record.Id}/view`);
  expect((await (await framed).allHeaders())["sec-fetch-site"], "the browser says that it is another site").toBe("cross-site");
  const panel = page.frameLocator("iframe").first();
  await panel.getByText(t("actions"), { exact: true }).click();
  await panel.getByRole("link", { name: t("do-email") }).click();
  await panel.getByLabel(t("field-subject"), { exact: true }).fill("A question about {{company}}");
  await panel.locator("[contenteditable]").pressSequentially("Hello, have a look at https://fjordlight.example/offer?a=1&b=%2F ");
  await panel.getByRole("button", { name: t("compose-send"), exact: true }).click();
  await expect(panel.getByText(t("email-leaving"))).toBeVisible();

  const mail = await world.control.mail(record.Email);
  expect(mail.text).toContain("Hello, have a look at");
  const row = (kind) => feed.locator(".feed__row", { hasText: record.Name }).filter({ hasText: t(`feed-event-${kind}`) }).first();
  await expect(panel.getByText(t("email-state-delivered"), { exact: true })).toBeVisible();
  await world.control.later(60);

  const within = { timeout: 3_000 };
  expect((await opens(mail)).status).toBe(200);
  await expect(row("email-opened")).toBeVisible(within);
  const link = mail.links.find((one) => one.includes("/l/"));
  expect((await follows(link)).headers.get("location")).toBe("https://fjordlight.example/offer?a=1&b=%2F");
  await expect(row("email-clicked")).toBeVisible(within);
  await answers(world, mail, record.Email, account.email, "Yes, on Tuesday.\n\nOn Friday somebody wrote:\n> Hello");
  await world.control.later(60);
  await expect(row("email-replied")).toBeVisible({ timeout: 20_000 });
  await expect(row("email-replied")).toContainText("Yes, on Tuesday.");
  await feed.reload();
  await look(feed, "feed:list");

  // What follows an e-mail is gathered for a minute before its Task is changed.
  const tasks = () => pack.query(`SELECT Subject, Status, MSE_Viewed__c, MSE_Clicked__c, MSE_Replied__c FROM Task WHERE WhoId = '${record.Id}' ORDER BY CreatedDate`);
  const said = async () => {
    await world.control.later(20);
    return (await tasks()).map((task) => [task.Status, task.MSE_Viewed__c, task.MSE_Clicked__c, task.MSE_Replied__c].join());
  };
  await expect.poll(said, { timeout: 30_000 }).toContain("Completed,true,true,true");

  await feed.goto("/people");
  await feed.getByRole("link", { name: record.Name }).first().click();
  await look(feed, "person:timeline");
  for (const kind of ["email-sent", "email-opened", "email-clicked", "email-replied"]) {
    await expect(feed.locator(`[data-kind="${kind}"]`).first()).toBeVisible();
  }
});
