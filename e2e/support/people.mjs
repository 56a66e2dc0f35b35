// What people do, as steps that several tests share.
import { expect } from "@playwright/test";
import { linkIn } from "./control.mjs";
import { LABELS } from "./labels.mjs";
import { inspect, look } from "./look.mjs";
import { texts } from "./texts.mjs";

let count = 0;

export class People {
  constructor(world, open, lang) {
    Object.assign(this, { world, open, lang, t: texts(lang), labels: LABELS[lang] });
  }

  /** An address nobody has used before. */
  address(name = "anna.berg") {
    count += 1;
    return `${name}${count}@fjordlight.example`;
  }

  /** A Salesforce user, a mailbox and accounts at Google and Microsoft for a fresh address: `email`, `username`, `password`, `mailPassword`, `google`, `microsoft`. */
  async hired(change = {}, lang = this.lang) {
    const email = change.email ?? this.address();
    const accounts = {};
    for (const provider of ["google", "microsoft"]) {
      const account = await this.world.control.mailAccount(provider, { email, given_name: "Anna", family_name: "Berg", language: lang });
      accounts[provider] = { email, password: account.password };
    }
    const user = await this.world.control.salesforceUser({ email, first_name: "Anna", last_name: "Berg", language: lang, time_zone: "Europe/Stockholm", api_enabled: true, active: true, ...change });
    const mailbox = await this.world.control.mailbox(email);
    return { email, username: user.username, password: user.password, mailPassword: mailbox.password, ...accounts };
  }

  get adminEmail() {
    return this.world.accounts.find((account) => account.system === "product").email;
  }

  get adminPassword() {
    return this.world.accounts.find((account) => account.system === "product").password;
  }

  /** A browser signed in as the demo admin, in the language of the run. */
  async admin(options) {
    const page = await this.open(options);
    await this.become(page, this.adminEmail);
    return page;
  }

  /** Signs this browser in as somebody of the demo world and chooses the language of the run. */
  async become(page, email) {
    await page.request.post("/demo/sign-in", { form: { email } });
    await page.request.post("/language", { form: { language: this.lang, next: "/health" } });
    await page.goto("/home");
  }

  /** Invites by the form; the page with the verdicts is shown afterwards. */
  async invite(admin, addresses, { lang = this.lang } = {}) {
    await admin.goto("/settings/users/invite");
    await admin.getByLabel(this.t("invite-addresses"), { exact: true }).fill([addresses].flat().join("\n"));
    await admin.getByLabel(this.t("invite-language")).selectOption(lang);
    await admin.getByRole("button", { name: this.t("invite"), exact: true }).click();
  }

  /** Invites over the wire, where the form is not what the test is about; answers the link of the mail. */
  async invited(email, { lang = this.lang } = {}) {
    const post = (path, form, cookie = "") => fetch(new URL(path, this.world.product), { method: "POST", body: new URLSearchParams(form), headers: { cookie }, redirect: "manual" });
    const signedIn = await post("/demo/sign-in", { email: this.adminEmail });
    const cookie = signedIn.headers.getSetCookie()[0].split(";")[0];
    const { status } = await post("/settings/users/invite", { addresses: email, team: "", language: lang }, cookie);
    expect(status, "the invitation").toBe(200);
    return linkIn(await this.world.control.mail(email), this.world.product);
  }

  /** Somebody new: hired, invited, activated in a browser of their own, at the wizard's first page. */
  async activated(change = {}) {
    const person = await this.hired(change);
    const link = await this.invited(person.email);
    const page = await this.open();
    await page.goto(link);
    await this.activate(page);
    await this.logIn(page, person);
    await this.allow(page);
    await look(page, "onboarding:start");
    return { ...person, page, link };
  }

  /** Somebody new at the home page, with every step of the wizard done or put off. */
  async settled(change = {}) {
    const person = await this.activated(change);
    const { page } = person;
    for (const step of ["start", "introduction", "mailbox"]) await page.request.post(`/onboarding/${step}/done`);
    await page.request.post("/onboarding/signature", { form: { skip: "1" } });
    for (const step of ["finish", "tour"]) await page.request.post(`/onboarding/${step}/done`);
    await page.goto("/home");
    return person;
  }

  async activate(page, labels = this.labels) {
    await page.getByRole("button", { name: labels.activate, exact: true }).click();
  }

  /** The login page of the pretend Salesforce. */
  async logIn(page, { username, password }) {
    await expect(page).toHaveURL((url) => url.origin === this.world.salesforce);
    await page.locator("#username").fill(username);
    await page.locator("#password").fill(password);
    await page.locator("#password").press("Enter");
  }

  async allow(page, labels = this.labels) {
    await page.getByRole("button", { name: labels.allow, exact: true }).click();
  }

  /** Presses *Allow* if Salesforce asks; whoever has allowed before is sent on at once. */
  async arrive(page, view) {
    const allow = page.getByRole("button", { name: this.labels.allow, exact: true });
    const there = page.locator(`body[data-view="${view}"]`);
    await expect(allow.or(there)).toBeVisible();
    if (await allow.isVisible()) await allow.click();
    await look(page, view);
  }

  /** Opens the menu of a table's row. */
  async menu(page, name) {
    const row = page.getByRole("row", { name });
    await row.locator("summary").click();
    return row;
  }

  /** Presses the button of the question that has just been asked. */
  async confirm(page, key, name) {
    const dialog = page.getByRole("dialog");
    await expect(dialog).toBeVisible();
    if (name) await inspect(page, `${name}--${this.lang}`);
    await dialog.getByRole("button", { name: this.t(key), exact: true }).click();
  }

  /** Expects the word of confirmation after a form. */
  async said(page, key) {
    await expect(page.getByRole("status").filter({ hasText: this.t(key) })).toBeVisible();
  }

  /** Lets people in with passwords too while `work` is done. */
  async withPasswords(work) {
    const admin = await this.admin();
    await admin.goto("/settings/login");
    await look(admin, "login-mode:form");
    await admin.getByRole("radio", { name: this.t("login-mode-all-methods") }).check();
    await admin.getByRole("button", { name: this.t("save"), exact: true }).click();
    await this.said(admin, "said-saved");
    try {
      await work(admin);
    } finally {
      await admin.request.post("/settings/login", { form: { mode: "salesforce-only" } });
    }
  }

  /** Signs in by the password form of the sign-in page. */
  async signIn(page, email, password) {
    await page.goto("/sign-in");
    const fold = page.locator("details:not([open]) > summary");
    if (await fold.count()) await fold.click();
    await page.getByLabel(this.t("field-email")).fill(email);
    await page.getByLabel(this.t("field-password"), { exact: true }).fill(password);
    await page.getByRole("button", { name: this.t("sign-in"), exact: true }).click();
  }

  async signOut(page) {
    await page.locator(".topbar__menu summary").click();
    await page.getByRole("button", { name: this.t("sign-out"), exact: true }).click();
    await expect(page).toHaveURL(/\/sign-in$/);
  }

  /** Goes from the first page of the wizard to the choice of the mailbox. */
  async toMailbox(page) {
    await page.getByRole("button", { name: this.labels.start, exact: true }).click();
    await page.getByRole("button", { name: this.labels.next, exact: true }).click();
    await expect(page.locator("body")).toHaveAttribute("data-view", "onboarding:mailbox");
  }

  /** Chooses `gmail`, `outlook` or `imap` and presses Next. */
  async choose(page, client) {
    await page.getByRole("radio", { name: this.t(`mail-client-${client}`) }).check();
    await page.getByRole("button", { name: this.labels.next, exact: true }).click();
  }

  /** At the provider: address, password. Whoever is signed in there is not asked. */
  async signInThere(page, account) {
    await page.locator("#address").fill(account.email);
    await page.locator("#address").press("Enter");
    await page.locator("#password").fill(account.password);
    await page.locator("#password").press("Enter");
  }

  /** At the provider: *Continue*, which Microsoft calls Accept. */
  async consent(page, decision = "allow") {
    await page.locator(`button[name="decision"][value="${decision}"]`).click();
  }

  /** The page stays where it is although it would go on by itself. Answers how to let it go. */
  async still(page) {
    const pages = /\/onboarding\/mailbox$|\/settings\/email\/connection$/;
    const hold = async (route) => {
      if (route.request().method() !== "GET") return route.continue();
      const response = await route.fetch({ maxRedirects: 0 });
      const { refresh, ...headers } = response.headers();
      return route.fulfill({ response, headers });
    };
    await page.route(pages, hold);
    return async () => {
      await page.unroute(pages, hold);
      await page.reload();
    };
  }

  /** Connects a mailbox from the choice on, and waits until it works. The page stands still afterwards. */
  async connect(page, client, person) {
    await this.choose(page, client);
    if (client === "imap") {
      await this.fillMailbox(page, person.mailPassword);
      await page.getByRole("button", { name: this.t("onboarding-mailbox-connect") }).click();
    } else {
      await this.signInThere(page, client === "gmail" ? person.google : person.microsoft);
      await this.consent(page);
    }
  }

  /** Waits for the success message and looks at it before it goes on. */
  async seeSuccess(page, view = "onboarding:mailbox-connected") {
    await expect(page.locator(`body[data-view="${view}"]`)).toBeVisible();
    const go = await this.still(page);
    await page.reload();
    await look(page, view);
    return go;
  }

  /** Fills the form of the mailbox with the servers of the demo world. */
  async fillMailbox(page, password, t = this.t) {
    const port = (url) => new URL(url).port;
    const group = (key) => page.getByRole("group", { name: t(key) });
    for (const [name, host, url] of [
      ["mailbox-reading", "field-imap-host", this.world.mail.imaps],
      ["mailbox-writing", "field-smtp-host", this.world.mail.smtps],
    ]) {
      await group(name).getByRole("textbox", { name: t(host) }).fill("127.0.0.1");
      await group(name).getByRole("textbox", { name: t("field-port") }).fill(port(url));
    }
    await page.getByLabel(t("field-mailbox-password")).fill(password);
  }
}
