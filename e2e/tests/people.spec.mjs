// The people one works with: a list, somebody added by hand, what happened with them, and whether they may be written to.
import { look } from "../support/look.mjs";
import { expect, test } from "../support/test.mjs";

test("somebody is added, found, unsubscribed and, with a reason, subscribed again", async ({ people, t }) => {
  const page = await people.admin();
  await page.goto("/people");
  await page.getByRole("link", { name: t("person-new") }).first().click();
  await look(page, "person:new");
  await page.getByLabel(t("field-first-name")).fill("Kim");
  await page.getByRole("textbox", { name: t("field-email") }).fill("nobody at all");
  await page.getByRole("button", { name: t("person-add"), exact: true }).click();
  await look(page, "person:new-refused");
  await page.getByRole("textbox", { name: t("field-email") }).fill("kim.berg@acme.example");
  await page.getByRole("textbox", { name: t("field-last-name") }).fill("Berg");
  await page.getByRole("button", { name: t("person-add"), exact: true }).click();
  await look(page, "person:empty");
  await expect(page.getByText(t("standing-open"), { exact: true })).toBeVisible();

  await page.getByText(t("unsubscribe-open")).click();
  await page.locator("#reason").fill("Said so on the phone");
  await page.getByRole("button", { name: t("unsubscribe"), exact: true }).click();
  await look(page, "person:timeline");
  await expect(page.locator(".state", { hasText: t("standing-unsubscribed") }).first()).toBeVisible();
  const address = page.url();

  await page.goto("/people");
  await look(page, "people:list");
  await page.getByRole("searchbox").fill("nobody of that name");
  await expect(page.getByRole("heading", { name: t("people-nobody") })).toBeVisible();
  await page.reload();
  await look(page, "people:nobody-found");
  await page.goto("/people?of=unsubscribed");
  await expect(page.getByRole("link", { name: "Kim Berg" })).toBeVisible();
  await page.locator('form[action="/people/act"]').evaluate((form) => form.submit());
  await look(page, "refusal:nobody-chosen");

  await page.goto(address);
  await page.getByText(t("resubscribe-open")).first().click();
  const back = page.locator('form[action$="/resubscribe"]');
  await back.evaluate((form) => form.submit());
  await look(page, "refusal:reason-missing");
  await page.goto(address);
  await page.getByText(t("resubscribe-open")).first().click();
  await back.getByRole("textbox").fill("Signed the form of 19 November");
  await back.getByRole("button").click();
  await expect(page.getByText(t("standing-open"), { exact: true })).toBeVisible();
});

test("nobody is written to at a blocked domain", async ({ people, t }) => {
  const page = await people.admin();
  await page.goto("/settings/blocked-domains");
  await look(page, "blocked-domains:none");
  await page.getByRole("textbox", { name: t("field-domain") }).fill("no domain");
  await page.getByRole("button", { name: t("block"), exact: true }).click();
  await look(page, "blocked-domains:refused");
  await page.getByRole("textbox", { name: t("field-domain") }).fill("https://www.rival.example/about");
  await page.getByRole("button", { name: t("block"), exact: true }).click();
  await look(page, "blocked-domains:list");
  await page.getByRole("button", { name: t("unblock-one", { domain: "rival.example" }) }).click();
  await expect(page.getByText(t("blocked-domains-none"))).toBeVisible();
});
