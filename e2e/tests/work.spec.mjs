// What sellers do by plan: tasks, calls, sales campaigns.
import { look } from "../support/look.mjs";
import { expect, test } from "../support/test.mjs";

/** Adds a person; answers the path of their page. */
async function person(page, name) {
  const address = `${name.toLowerCase()}.${crypto.randomUUID().slice(0, 8)}@customer.example`;
  await page.goto("/people/new");
  await page.locator("#first_name").fill(name);
  await page.locator("#last_name").fill("Customer");
  await page.locator("#email").fill(address);
  await page.locator("#phone").fill("+46 8 123 45");
  await page.locator("main form .button--primary").click();
  await page.waitForURL(/\/people\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname.split("/").at(-1);
}

test("tasks are planned, done and thrown away; a call completes its task", async ({ people, t }) => {
  const { page } = await people.settled();
  await page.goto("/tasks");
  await look(page, "tasks:empty");
  await page.goto("/tasks?show=overdue");
  await look(page, "tasks:none");
  const lena = await person(page, "Lena");
  await page.goto("/tasks/new?q=lena");
  await look(page, "tasks:new");
  await page.goto(`/tasks/new?person=${lena}`);
  await page.getByRole("button", { name: t("task-create[one]") }).click();
  await look(page, "tasks:refused");
  await expect(page.locator(".error-summary")).toBeFocused();
  await page.getByRole("textbox", { name: t("field-task-name") }).fill("Call about the offer");
  await page.getByLabel(t("task-details")).fill("Ask how the trial went");
  await page.getByRole("button", { name: t("task-create[one]") }).click();
  await people.said(page, "said-task-added");
  await page.goto("/tasks");
  await look(page, "tasks:list");
  await page.getByRole("link", { name: "Call about the offer", exact: true }).click();
  await look(page, "tasks:edit");
  await page.goto("/calls/new?q=lena");
  await look(page, "calls:pick");
  await page.goto("/tasks");
  await page.getByRole("link", { name: t("task-start-call"), exact: true }).click();
  await look(page, "calls:new");
  await expect(page.getByRole("link", { name: t("call-dial") })).toHaveAttribute("href", "tel:+46812345");
  await page.getByRole("textbox", { name: t("field-duration") }).fill("4:99");
  await page.getByRole("button", { name: t("call-log") }).click();
  await look(page, "calls:refused");
  await page.getByRole("textbox", { name: t("field-duration") }).fill("4:05");
  await page.getByRole("button", { name: t("call-log") }).click();
  await people.said(page, "said-call-logged");
  await page.goto("/tasks");
  await expect(page.locator("body")).toHaveAttribute("data-view", "tasks:empty");
});

test("the admin offers outcomes and reasons of calls", async ({ people, t }) => {
  const admin = await people.admin();
  await admin.goto("/settings/calls");
  await admin.getByRole("textbox", { name: t("call-choice-new-outcome") }).fill("Reached");
  await admin.getByRole("button", { name: t("call-choice-add") }).first().click();
  await people.said(admin, "said-saved");
  await look(admin, "call-settings:lists");
  await admin.getByRole("textbox", { name: t("call-choice-new-outcome") }).fill("reached");
  await admin.getByRole("button", { name: t("call-choice-add") }).first().click();
  await look(admin, "call-settings:refused");
  await admin.getByRole("button", { name: t("call-choice-remove-one", { name: "Reached" }) }).click();
  await people.said(admin, "said-saved");
});

test("a campaign is made, started and ended", async ({ people, t }) => {
  const { page } = await people.settled();
  await page.goto("/campaigns");
  await look(page, "campaigns:empty");
  const lena = await person(page, "Lena");
  await page.goto(`/campaigns/start?people=${lena}`);
  await page.getByRole("button", { name: t("continue") }).click();
  await look(page, "start:no-campaign");
  await page.goto("/campaigns?q=nothing-is-called-this");
  await look(page, "campaigns:none");
  await page.goto("/campaigns/new");
  await look(page, "campaigns:new");
  const create = page.getByRole("button", { name: t("campaign-create") });
  await create.click();
  await look(page, "campaigns:refused");
  const name = `Spring ${crypto.randomUUID().slice(0, 8)}`;
  await page.getByRole("textbox", { name: t("field-campaign-name") }).fill(name);
  await page.getByLabel(t("field-category")).fill("New customers");
  await create.click();
  await look(page, "campaign:no-steps");
  const campaign = new URL(page.url()).pathname;

  await page.goto("/templates/new");
  const words = `Words ${name}`;
  await page.locator("#name").fill(words);
  await page.locator("#new_category").fill(name);
  await page.getByLabel(t("field-subject"), { exact: true }).fill("From a template");
  await page.getByRole("textbox", { name: t("field-body") }).pressSequentially("A word about {{company}}");
  await page.getByRole("button", { name: t("save"), exact: true }).click();
  await people.said(page, "said-saved");
  await page.goto(`${campaign}/steps/new?kind=email`);
  await look(page, "step:email");
  await page.getByText(t("compose-template"), { exact: true }).click();
  await page.getByRole("searchbox", { name: t("templates-search") }).fill(words);
  await page.getByRole("button", { name: words }).click();
  await expect(page.getByLabel(t("field-subject"), { exact: true })).toHaveValue("From a template");
  await expect(page.locator("[contenteditable]")).toContainText("A word about");
  await page.goto(`${campaign}/steps/new?kind=call`);
  await look(page, "step:task");
  await page.getByRole("button", { name: t("step-add-it") }).click();
  await look(page, "step:refused");
  await page.getByRole("textbox", { name: t("field-task-name") }).fill("Call about the offer");
  await page.getByLabel(t("step-notes-call")).fill("Ask how the trial went");
  await page.getByRole("button", { name: t("step-add-it") }).click();
  await people.said(page, "said-saved");
  await look(page, "campaign:steps");
  await page.goto(`${campaign}/people`);
  await look(page, "campaign:nobody");

  await page.goto("/campaigns/start?q=lena");
  await look(page, "start:nobody");
  await page.goto(`/campaigns/start?people=${lena}`);
  await look(page, "start:people");
  await page.locator("input[name=person]").uncheck();
  await page.getByRole("button", { name: t("continue") }).click();
  await look(page, "start:refused");
  await page.locator("input[name=person]").check();
  await page.getByRole("button", { name: t("continue") }).click();
  await look(page, "start:campaign");
  await page.getByText(name).click();
  await page.getByRole("button", { name: t("continue") }).click();
  await look(page, "start:preview");
  await page.getByLabel(t("start-later")).check();
  await page.getByRole("button", { name: t("start"), exact: true }).click();
  await look(page, "start:preview-refused");
  await page.getByLabel(t("start-now")).check();
  await page.getByRole("button", { name: t("start"), exact: true }).click();
  await look(page, "start:done");

  await page.goto(`${campaign}/people`);
  await look(page, "campaign:people");
  await page.goto(`${campaign}/settings`);
  await look(page, "campaign:settings");
  await page.getByRole("textbox", { name: t("field-campaign-name") }).fill("");
  await page.getByRole("button", { name: t("save") }).click();
  await look(page, "campaign:settings-refused");
  await page.goto(`${campaign}/settings`);
  await page.getByRole("button", { name: t("campaign-archive") }).click();
  await page.getByRole("dialog").getByRole("button", { name: t("campaign-archive") }).click();
  await look(page, "campaign:refused");

  await page.goto(`${campaign}/people`);
  await page.getByRole("checkbox", { name: t("task-select-one", { name: "Lena Customer" }) }).check();
  await page.getByRole("button", { name: t("member-remove") }).click();
  await page.getByRole("dialog").getByRole("button", { name: t("member-remove") }).click();
  await people.said(page, "said-members-removed");
  await page.goto("/campaigns");
  await look(page, "campaigns:list");
});
