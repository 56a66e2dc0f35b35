// The power goes at every step of the way in. Server and pretend world are processes of their own; each
// time the server is killed (-9) and started again, and the way goes on in another browser.
import { Control, linkIn } from "../support/control.mjs";
import { People } from "../support/people.mjs";
import { startServe, startStandins } from "../support/process.mjs";
import { expect, test } from "../support/test.mjs";

const PASSWORD = "the first key to the house";
const SEND = { gmail: ["google", "/gmail/v1/users/me/messages/send"], outlook: ["microsoft", "/v1.0/me/messages/"], imap: ["smtp", "TAKEN"] };

/** An instance with its first admin, the three apps and the organisation, and somebody hired. */
async function settled(house, outside, open, lang) {
  const control = new Control(outside.control);
  const world = { ...outside, product: house.product, control };
  const here = (options) => open({ also: house.product, ...options });
  const people = new People(world, here, lang);
  const { t } = people;
  const page = await here();
  await page.goto(house.firstRun);
  for (const [key, value] of Object.entries({ "field-first-name": "Rita", "field-last-name": "Olsson", "field-email": "rita@example.com", "field-password": PASSWORD, "field-password-again": PASSWORD })) {
    await page.getByLabel(t(key), { exact: true }).fill(value);
  }
  await page.getByRole("button", { name: t("first-run-create") }).click();
  await expect(page.locator("body")).toHaveAttribute("data-view", "home:admin");
  for (const provider of ["salesforce", "google", "microsoft"]) {
    await control.ask("POST", `/${provider}/redirects`, { uri: `${house.product}/oauth/${provider}/callback` });
    const { id, secret } = await control.ask("GET", `/${provider}/client`);
    const answer = await page.request.post(`/settings/connections/${provider}`, { form: { client_id: id, secret, host: "domain", domain: world[provider] } });
    expect(answer.status(), provider).toBe(200);
  }
  await page.goto("/settings/connections");
  await page.getByRole("button", { name: t("organisation-bind") }).click();
  const integration = world.accounts.find((account) => account.system === "salesforce" && account.role === "admin");
  await people.logIn(page, { username: integration.email, password: integration.password });
  await people.consent(page);
  await people.said(page, "said-organisation-bound");
  return { world, people, admin: page, control };
}

for (const client of ["gmail", "outlook", "imap"]) {
  test(`killed at every step, the way in goes on in another browser: ${client}`, { tag: client === "gmail" ? "@english" : "@full" }, async ({ open, lang }) => {
    test.setTimeout(400_000);
    const outside = await startStandins();
    const house = await startServe(["--allow-private-addresses", "--smtp-url", outside.mail.smtp, "--mail-from", "liaison@fjordlight.example", "--demo-clock", outside.control, "--extra-ca", outside.ca]);
    try {
      const { world, people, admin, control } = await settled(house, outside, open, lang);
      const { t, labels } = people;
      const person = await people.hired();
      await people.invite(admin, person.email);
      await house.killAndStart();
      // Whoever was to send the mail is no more; the lease of its job runs out.
      await control.later(121);
      const link = linkIn(await control.mail(person.email), house.product);

      const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
      const follow = (page, name) => page.getByRole("link", { name, exact: true }).click();
      const at = (page, view) => expect(page.locator("body")).toHaveAttribute("data-view", view);
      const other = () => open({ also: house.product, baseURL: house.product });

      const signedIn = async () => {
        const page = await other();
        await page.goto("/sign-in");
        await press(page, t("sign-in-salesforce"));
        await people.logIn(page, person);
        return page;
      };

      let page = await other();
      await page.goto(link);
      await at(page, "welcome:salesforce");
      await house.killAndStart();
      page = await other();
      await page.goto(link);
      await people.activate(page);
      await page.locator("#username").fill(person.username);
      await house.killAndStart();
      await page.locator("#password").fill(person.password);
      await page.locator("#password").press("Enter");
      await expect(page.getByRole("button", { name: labels.allow, exact: true })).toBeVisible();
      await house.killAndStart();
      await people.allow(page);
      await at(page, "onboarding:start");

      const [service, path] = SEND[client];
      const steps = [
        ["onboarding:start", (page) => press(page, labels.start)],
        ["onboarding:introduction", (page) => press(page, labels.next)],
        [
          "onboarding:mailbox",
          async (page) => {
            await people.choose(page, client);
            if (client === "imap") {
              await at(page, "onboarding:servers");
              await house.killAndStart();
              await people.fillMailbox(page, person.mailPassword);
              await control.fault({ service, kind: "slow", ms: 60_000, path, times: 1 });
              await press(page, t("onboarding-mailbox-connect"));
            } else {
              await expect(page.locator("#address")).toBeVisible();
              await house.killAndStart();
              await people.signInThere(page, client === "gmail" ? person.google : person.microsoft);
              await expect(page.locator('button[value="allow"]')).toBeVisible();
              await house.killAndStart();
              // The provider has the test message and dawdles over the answer: then the power goes.
              await control.fault({ service, kind: "slow", ms: 60_000, path, times: 1 });
              await people.consent(page);
            }
            await at(page, "onboarding:mailbox-testing");
            await expect.poll(async () => (await control.ask("GET", "/faults")).length).toBe(0);
            await house.killAndStart();
            await control.later(121);
            const next = await signedIn();
            // The provider is asked until its index must have caught up.
            await expect.poll(async () => {
              await control.later(10);
              const answer = await next.request.get(`${house.product}/onboarding`);
              return new URL(answer.url()).pathname;
            }, { timeout: 60_000 }).toBe("/onboarding/signature");
            await expect(next.locator("body")).toHaveAttribute("data-view", /^onboarding:(mailbox-connected|signature)$/);
            await next.close();
            return signedIn();
          },
        ],
        [
          "onboarding:signature",
          async (page) => {
            await expect(page.getByRole("toolbar")).toBeVisible();
            await page.getByRole("textbox", { name: t("field-signature") }).fill("Anna");
            await press(page, labels.save);
          },
        ],
        ["onboarding:finish", (page) => press(page, labels.finish)],
        [
          "onboarding:tour",
          async (page) => {
            await follow(page, labels.next);
            await at(page, "tour:stop");
            await house.killAndStart();
            for (let stop = 1; stop < 4; stop += 1) await follow(page, labels.next);
            await press(page, t("tour-end"));
          },
        ],
      ];
      for (const [index, [view, act]] of steps.entries()) {
        await at(page, view);
        await house.killAndStart();
        page = await signedIn();
        await at(page, view);
        page = (await act(page)) ?? page;
        await expect(page.locator("body")).toHaveAttribute("data-view", steps[index + 1]?.[0] ?? "onboarding:ready", { timeout: 20_000 });
      }
      await house.killAndStart();
      await follow(page, t("open-web-app"));
      await at(page, "home:member");
      await expect(page.getByText(t("home-go-on-title"))).toBeHidden();

      // Nothing is lost, nothing twice: one account, one mailbox, one test message.
      await page.goto("/settings/email/connection");
      await at(page, "mailbox:connected");
      await page.goto("/settings/email");
      await expect(page.getByRole("textbox", { name: t("field-signature") })).toHaveText("Anna");
      const mails = await control.mails(person.email);
      expect(mails.filter((mail) => mail.subject === t("mail-test-subject"))).toHaveLength(1);
      // Killed between the relay's answer and its own note of it, a letter comes again as the same letter.
      const id = ({ headers }) => Object.entries(headers).find(([name]) => name.toLowerCase() === "message-id")[1];
      expect(new Set(mails.map(id)).size).toBe(2);
      await admin.goto("/settings/users");
      await expect(admin.getByRole("row", { name: person.email })).toHaveCount(1);
    } finally {
      await house.stop();
      await outside.stop();
    }
  });
}
