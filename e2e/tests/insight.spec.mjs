// The live feed before anything has happened, the settings of tracking, and links that are not ours.
import { look } from "../support/look.mjs";
import { expect, test } from "../support/test.mjs";

test("the feed is empty at first, stands by itself, and can be narrowed", async ({ people, t }) => {
  const { page } = await people.settled();
  await page.goto("/feed");
  await look(page, "feed:empty");
  await expect(page.getByRole("status").filter({ hasText: t("feed-live") })).toBeVisible();
  await page.getByLabel(t("feed-filter-bounces")).check();
  await page.getByRole("button", { name: t("feed-apply") }).click();
  await look(page, "feed:nothing-found");
  await page.getByRole("link", { name: t("feed-show-all") }).click();
  await expect(page).toHaveURL(/\/feed$/);
});

test("an admin decides who is tracked, and looks whether the tracking domain leads here", async ({ people, world, t }) => {
  const admin = await people.admin();
  await admin.goto("/settings/tracking");
  await look(admin, "tracking:form");
  await admin.getByLabel(t("tracking-countries")).fill("Österreich");
  await admin.getByRole("button", { name: t("save"), exact: true }).click();
  await look(admin, "tracking:refused");
  await expect(admin.locator(".error-summary")).toBeFocused();
  await admin.getByLabel(t("tracking-countries")).fill(".AT");
  await admin.getByRole("button", { name: t("save"), exact: true }).click();
  await people.said(admin, "said-saved");
  await expect(admin.getByLabel(t("tracking-countries"))).toHaveValue("at");
  await admin.getByLabel(t("tracking-base"), { exact: true }).fill(world.product);
  await admin.getByRole("button", { name: t("tracking-check") }).click();
  await look(admin, "tracking:checked");
  await admin.getByLabel(t("tracking-countries")).fill("");
  await admin.getByLabel(t("tracking-base"), { exact: true }).fill("");
  await admin.getByRole("button", { name: t("save"), exact: true }).click();
  await people.said(admin, "said-saved");
});

test("an admin writes what stands at the end of e-mails", async ({ people, t }) => {
  const admin = await people.admin();
  await admin.goto("/settings/unsubscribe");
  await look(admin, "unsubscribe:settings");
  await admin.getByRole("button", { name: t("save"), exact: true }).click();
  await people.said(admin, "said-saved");
});

test("links that are cut short say so", async ({ people }) => {
  const admin = await people.admin();
  await admin.goto("/l/cut.short");
  await look(admin, "refusal:tracked-link-unknown");
  await admin.goto("/u/cut.short");
  await look(admin, "refusal:unsubscribe-link-unknown");
});
