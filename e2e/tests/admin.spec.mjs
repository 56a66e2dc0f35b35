// What an admin does: inviting, roles, deactivating, login methods, connections.
import { linkIn } from "../support/control.mjs";
import { look } from "../support/look.mjs";
import { expect, test } from "../support/test.mjs";

const PASSWORD = "correct horse battery staple";

test("several addresses are invited at once, each with a verdict", async ({ people, world, t }) => {
  const [fresh, again, other] = [people.address(), people.address(), people.address()];
  await people.invited(again);
  const admin = await people.admin();
  await people.invite(admin, "");
  await look(admin, "invite:refused");
  await expect(admin.locator(".error-summary")).toBeFocused();
  await expect(admin.locator(".error-summary")).toContainText(t("refusal-nothing-to-invite"));

  const odd = { "no-at.example": "no-at", "two@at@signs.example": "two-ats", "@nobody.example": "no-name", "someone@": "no-domain", "someone@nodot": "no-dot", "someone@two..dots.example": "dots" };
  await people.invite(admin, [fresh, again, people.adminEmail, other, ...Object.keys(odd)]);
  await look(admin, "invite:done");
  await expect(admin.getByRole("status").filter({ hasText: t("invite-done[other]", { count: 2 }) })).toBeVisible();
  const row = (name) => admin.getByRole("row").filter({ has: admin.getByRole("rowheader", { name, exact: true }) });
  await expect(row(fresh)).toContainText(t("verdict-invited"));
  await expect(row(people.adminEmail)).toContainText(t("verdict-already-member"));
  await expect(row(again)).toContainText(t("verdict-already-invited"));
  for (const [typed, fault] of Object.entries(odd)) await expect(row(typed)).toContainText(t(`address-fault-${fault}`));

  await row(again).getByRole("button", { name: t("resend-to", { email: again }) }).click();
  await people.said(admin, "said-resent");
  const links = [await world.control.mail(again, 2), (await world.control.mails(again))[0]].map((mail) => linkIn(mail, world.product));
  expect(links[0]).not.toEqual(links[1]);
});

test("users are searched and filtered", async ({ people, t }) => {
  const admin = await people.admin();
  await admin.goto("/settings/users");
  const search = admin.getByRole("searchbox", { name: t("users-search") });
  await search.fill("ingrid");
  await search.press("Enter");
  await expect(admin.getByRole("row")).toHaveCount(2);
  await expect(admin.getByRole("row", { name: people.adminEmail })).toContainText(t("you"));
  await search.fill("nobody is called this");
  await admin.getByRole("button", { name: t("search"), exact: true }).click();
  await look(admin, "users:nobody-found");
  await admin.getByRole("link", { name: t("show-all") }).click();
  await admin.getByLabel(t("column-role"), { exact: true }).selectOption("admin");
  await expect(admin).toHaveURL(/role=admin/);
  await expect(admin.getByRole("row")).toHaveCount(2);
});

test("somebody becomes an admin and stops being one; the last one stays", async ({ people, t }) => {
  const seller = await people.settled();
  const admin = await people.admin();
  const role = (page, text) => page.getByRole("row", { name: text }).getByRole("combobox");
  await admin.goto("/settings/users?role=admin");
  await role(admin, people.adminEmail).selectOption("user");
  await look(admin, "refusal:last-admin");
  await admin.getByRole("link", { name: t("go-back") }).click();
  await expect(role(admin, people.adminEmail)).toHaveValue("admin");

  await admin.goto(`/settings/users?q=${encodeURIComponent(seller.email)}`);
  await role(admin, seller.email).selectOption("admin");
  await people.said(admin, "said-role-changed");
  await seller.page.goto("/settings/users");
  await look(seller.page, "users:list");

  await admin.goto(`/settings/users?q=${encodeURIComponent(seller.email)}`);
  await role(admin, seller.email).selectOption("user");
  await people.said(admin, "said-role-changed");
  await seller.page.reload();
  await look(seller.page, "refusal:not-found");
});

test("who is deactivated is out at once, and can come back", async ({ people, open, t }) => {
  const seller = await people.settled();
  const admin = await people.admin();
  await admin.goto(`/settings/users?q=${encodeURIComponent(seller.email)}`);
  let row = await people.menu(admin, seller.email);
  await row.getByRole("button", { name: t("deactivate"), exact: true }).click();
  await people.confirm(admin, "deactivate", "dialog.deactivate");
  await people.said(admin, "said-deactivated");
  await seller.page.goto("/home");
  await look(seller.page, "sign-in:salesforce");

  const again = await open();
  await again.goto("/sign-in");
  await again.getByRole("button", { name: t("sign-in-salesforce") }).click();
  await people.logIn(again, seller);
  await people.arrive(again, "way:other");
  await expect(again.getByRole("heading", { name: t("refusal-access-ended") })).toBeVisible();

  await people.invite(admin, seller.email);
  await expect(admin.getByRole("row", { name: seller.email })).toContainText(t("verdict-deactivated"));
  await admin.goto(`/settings/users?q=${encodeURIComponent(seller.email)}`);
  row = await people.menu(admin, seller.email);
  await row.getByRole("button", { name: t("reactivate") }).click();
  await people.said(admin, "said-reactivated");
  await again.goto("/sign-in");
  await again.getByRole("button", { name: t("sign-in-salesforce") }).click();
  await people.arrive(again, "home:member");
});

test("with all login methods an invitation asks for a password", async ({ people, open, t, labels }) => {
  await people.withPasswords(async (admin) => {
    const person = await people.hired();
    const page = await open();
    await page.goto(await people.invited(person.email));
    await look(page, "welcome:password");
    const [first, again] = [page.getByLabel(t("field-password"), { exact: true }), page.getByLabel(t("field-password-again"))];
    const create = page.getByRole("button", { name: t("welcome-password"), exact: true });
    await first.fill("short");
    await again.fill("short");
    await create.click();
    await look(page, "welcome:refused");
    await expect(page.locator(".error-summary")).toContainText(t("refusal-password-too-short"));
    await first.fill(PASSWORD);
    await again.fill(`${PASSWORD}s`);
    await create.click();
    await expect(page.locator(".error-summary")).toContainText(t("refusal-passwords-differ"));
    await first.fill(PASSWORD);
    await again.fill(PASSWORD);
    await create.click();
    await look(page, "onboarding:start");
    await expect(page.getByText(t("onboarding-start-text-password"))).toBeVisible();
    await page.getByRole("link", { name: t("leave-for-now") }).click();
    await look(page, "home:member");
    await people.signOut(page);
    await look(page, "sign-in:all");

    await test.step("six wrong tries lay the password to rest", async () => {
      for (let tries = 0; tries < 6; tries += 1) {
        await people.signIn(page, person.email, `wrong ${tries} and wrong`);
        await look(page, "sign-in:refused");
      }
      await people.signIn(page, person.email, PASSWORD);
      await look(page, "sign-in:refused");
    });

    await test.step("the admin lifts it", async () => {
      await admin.goto(`/settings/users?q=${encodeURIComponent(person.email)}`);
      await expect(admin.getByRole("row", { name: person.email })).toContainText(t("user-state-locked"));
      const row = await people.menu(admin, person.email);
      await row.getByRole("button", { name: t("unlock") }).click();
      await people.said(admin, "said-unlocked");
      await people.signIn(page, person.email, PASSWORD);
      await page.getByRole("link", { name: t("home-go-on"), exact: true }).click();
      await expect(page.getByRole("button", { name: labels.start, exact: true })).toBeVisible();
    });
  });
});

test("connections are entered and tested", async ({ people, world, t }) => {
  const admin = await people.admin();
  await admin.goto("/settings/connections");
  await look(admin, "connections:form");
  const card = admin.getByRole("region", { name: "Salesforce" });
  const refused = card.locator(".error-summary");
  const set = async (label, value) => {
    await card.getByRole("textbox", { name: t(label) }).fill(value);
    await card.getByRole("button", { name: t("save-provider", { provider: "Salesforce" }) }).click();
  };
  const tried = () => card.getByRole("button", { name: t("connections-test"), exact: true }).click();
  await expect(card.getByLabel(t("connections-redirect"))).toHaveValue(`${world.product}/oauth/salesforce/callback`);
  await expect(card.getByLabel(t("connections-secret"))).toHaveValue("");
  try {
    await set("connections-secret", "not the secret");
    await people.said(admin, "said-saved");
    await tried();
    await look(admin, "connections:refused");
    await expect(refused).toContainText(t("refusal-salesforce-client-secret"));
    await set("connections-secret", world.salesforce_client.secret);
    await set("connections-client-id", "not.the.id");
    await people.said(admin, "said-saved");
    await tried();
    await expect(refused).toContainText(t("refusal-salesforce-client-id"));
    await set("connections-client-id", world.salesforce_client.id);
    await set("connections-domain-address", "http://127.0.0.1:9");
    await people.said(admin, "said-saved");
    await tried();
    await expect(refused).toContainText(t("refusal-salesforce-unreachable"));
    await set("connections-domain-address", "not an address");
    await expect(refused).toContainText(t("refusal-salesforce-host"));
  } finally {
    await admin.request.post("/settings/connections/salesforce", { form: { client_id: world.salesforce_client.id, secret: world.salesforce_client.secret, host: "domain", domain: world.salesforce } });
  }
  await admin.goto("/settings/connections");
  await tried();
  await look(admin, "connections:tested");
  for (const provider of ["Google", "Microsoft"]) {
    await admin.getByRole("region", { name: provider }).getByRole("button", { name: t("connections-test"), exact: true }).click();
    await expect(admin.getByText(t("connections-tested", { provider }))).toBeVisible();
  }
});

test("the organisation is set by signing in to it", async ({ people, world, t }) => {
  const admin = await people.admin();
  await admin.goto("/settings/connections");
  await admin.getByRole("button", { name: t("organisation-bind") }).click();
  const account = world.accounts.find((one) => one.system === "salesforce" && one.email === people.adminEmail);
  await people.logIn(admin, { username: account.email, password: account.password });
  await people.arrive(admin, "connections:form");
  await people.said(admin, "said-organisation-bound");
});
