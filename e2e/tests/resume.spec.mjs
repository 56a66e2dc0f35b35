// The wizard can be left at each step and goes on in any browser; nothing is asked twice.
import { look } from "../support/look.mjs";
import { expect, test } from "../support/test.mjs";

// kill.spec.mjs goes the same way with a killed server.
test("the wizard goes on where it was left", { tag: "@full" }, async ({ open, people, world, t, labels }) => {
  const person = await people.activated();
  const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
  const steps = [
    ["onboarding:start", (page) => press(page, labels.start)],
    ["onboarding:introduction", (page) => press(page, labels.next)],
    ["onboarding:mailbox", (page) => people.connect(page, "gmail", person)],
    [
      "onboarding:signature",
      async (page) => {
        await expect(page.getByRole("toolbar")).toBeVisible();
        await page.getByRole("textbox", { name: t("field-signature") }).fill("Anna");
        await press(page, labels.save);
      },
    ],
    ["onboarding:finish", (page) => press(page, labels.finish)],
    ["onboarding:tour", (page) => press(page, labels.notNow)],
  ];
  let { page } = person;
  for (const [index, [view, act]] of steps.entries()) {
    await look(page, view);
    await page.getByRole("link", { name: t("leave-for-now") }).click();
    await expect(page.getByText(t("home-go-on-title"))).toBeVisible();

    page = await open();
    await page.goto("/sign-in");
    await press(page, t("sign-in-salesforce"));
    await people.logIn(page, person);
    await people.arrive(page, view);
    await act(page);
    await look(page, steps[index + 1]?.[0] ?? "onboarding:ready");
  }
  await page.goto("/home");
  await expect(page.getByText(t("home-go-on-title"))).toBeHidden();
  await page.goto("/onboarding");
  await expect(page).toHaveURL(`${world.product}/home`);
});

test("a mailbox can wait", async ({ people, t, labels }) => {
  const { page } = await people.activated();
  for (const name of [labels.start, labels.next, t("later"), labels.skip, labels.finish, labels.notNow]) {
    await page.getByRole("button", { name, exact: true }).click();
  }
  await page.getByRole("link", { name: t("open-web-app"), exact: true }).click();
  await look(page, "home:member");
  const todo = page.getByRole("region", { name: t("home-todo") });
  await expect(todo.getByRole("listitem").filter({ hasText: t("todo-done") })).toHaveCount(1);
  await todo.getByRole("link", { name: t("todo-mailbox") }).click();
  await look(page, "mailbox:none");
});
