// The addresses one writes from: added, confirmed by mail, each with its own signature.
import { linkIn } from "../support/control.mjs";
import { look } from "../support/look.mjs";
import { expect, test } from "../support/test.mjs";

const MINUTE = 61;
const WEEK = 7 * 24 * 3600;

/** The card of an address. */
const card = (page, address) => page.getByRole("region", { name: address, exact: true });

class Addresses {
  constructor(page, { t, people, world }) {
    Object.assign(this, { page, t, people, world });
  }

  async open() {
    await this.page.goto("/settings/email");
    await look(this.page, "email:addresses");
  }

  /** Fills the form for one more and sends it. */
  async add(address, name = "Fjordlight Sales") {
    const form = this.page.getByRole("region", { name: this.t("identity-add-title") });
    await form.getByRole("textbox", { name: this.t("field-identity-name") }).fill(name);
    await form.getByRole("textbox", { name: this.t("field-email") }).fill(address);
    await form.getByRole("button", { name: this.t("identity-add") }).click();
  }

  press(address, key) {
    return card(this.page, address).getByRole("button", { name: this.t(key), exact: true }).click();
  }

  async stands(address, standing) {
    await expect(card(this.page, address).locator(".state")).toHaveText(this.t(`identity-state-${standing}`));
  }

  async refused(code) {
    await look(this.page, "email:refused");
    await expect(this.page.locator(".error-summary")).toContainText(this.t(`refusal-${code}`));
  }

  /** The link in the newest mail to an address. */
  async link(address, count = 1) {
    return linkIn(await this.world.control.mail(address, count), this.world.product);
  }
}

/** Somebody at work with a second mailbox to write from. */
async function withSecondMailbox({ people, world, t }) {
  const person = await people.settled();
  const sales = people.address("sales");
  await world.control.mailbox(sales);
  const mine = new Addresses(person.page, { t, people, world });
  await mine.open();
  return { ...person, sales, mine };
}

test("an address is added, confirmed in another browser, and made the default", async ({ people, open, t, world }) => {
  const { page, email, sales, mine } = await withSecondMailbox({ people, world, t });
  await mine.stands(email, "confirmed");
  await mine.add(sales);
  await people.said(page, "said-identity-added");
  await mine.stands(sales, "waiting");
  await expect(card(page, sales).getByRole("button", { name: t("identity-make-default") })).toBeHidden();
  await expect(card(page, email).getByRole("button", { name: t("identity-remove") })).toBeHidden();
  const spare = await page.context().newPage();
  await spare.goto("/settings/email");
  await expect(spare.getByText(t("identity-add-lead")), "no form where there is no room").toBeHidden();

  const other = await open();
  const link = await mine.link(sales);
  await other.goto(link);
  await look(other, "verify:ask");
  await expect(other.getByRole("main")).toContainText(email);
  await other.reload();
  await page.reload();
  await mine.stands(sales, "waiting");
  await other.getByRole("button", { name: t("verify-confirm") }).click();
  await look(other, "verify:done");
  await other.goto(link);
  await look(other, "refusal:address-link-used");
  await other.goto("/home");
  await look(other, "sign-in:salesforce");

  await page.reload();
  await mine.stands(sales, "confirmed");
  await mine.press(sales, "identity-make-default");
  await people.said(page, "said-identity-default");
  await expect(card(page, sales).getByText(t("default"), { exact: true })).toBeVisible();
  await expect(card(page, email).getByText(t("default"), { exact: true })).toBeHidden();
  await mine.press(email, "identity-remove");
  await people.confirm(page, "identity-remove", "dialog.remove-identity");
  await people.said(page, "said-identity-removed");
  await expect(card(page, email)).toBeHidden();
});

test("each address keeps its own signature and name", async ({ people, t, labels, world }) => {
  const { page, email, sales, mine } = await withSecondMailbox({ people, world, t });
  await mine.add(sales);
  await people.said(page, "said-identity-added");
  for (const [address, words] of [[sales, "The sales team"], [email, "Anna Berg"]]) {
    const editor = card(page, address).getByRole("textbox", { name: t("field-signature") });
    await expect(card(page, address).getByRole("toolbar")).toBeVisible();
    await editor.click();
    await card(page, address).getByRole("button", { name: t("editor-bold") }).click();
    await page.keyboard.type(words);
    await card(page, address).getByLabel(t("field-identity-name")).fill(`${words}, Ångström & Söhne`);
    await card(page, address).getByRole("button", { name: labels.save, exact: true }).click();
    await people.said(page, "said-saved");
  }
  await page.reload();
  for (const [address, words] of [[sales, "The sales team"], [email, "Anna Berg"]]) {
    await expect(card(page, address).locator(".rich-text__area strong")).toHaveText(words);
    await expect(card(page, address).getByLabel(t("field-identity-name"))).toHaveValue(`${words}, Ångström & Söhne`);
  }
});

test("without script signatures are written as text", async ({ people, open, t, labels }) => {
  const { email } = await people.settled();
  const page = await open({ javaScriptEnabled: false });
  await people.become(page, email);
  await page.goto("/settings/email");
  await card(page, email).getByLabel(t("field-signature")).fill("Anna\nFjordlight");
  await card(page, email).getByRole("button", { name: labels.save, exact: true }).click();
  await people.said(page, "said-saved");
  await expect(card(page, email).getByLabel(t("field-signature"))).toHaveValue("<p>Anna<br>Fjordlight</p>");
});

test("what is refused is said where it belongs", async ({ people, t, labels, world }) => {
  const { page, email, sales, mine } = await withSecondMailbox({ people, world, t });
  await mine.add("nonsense");
  await mine.refused("address-malformed");
  await mine.add(email.toUpperCase());
  await mine.refused("identity-known");
  await mine.add(sales, "");
  await mine.refused("identity-name-missing");
  const late = await page.context().newPage();
  await late.goto("/settings/email");
  await mine.add(sales);
  await people.said(page, "said-identity-added");
  const there = new Addresses(late, { t, people, world });
  await there.add(people.address("third"));
  await there.refused("identity-limit");

  await card(page, sales).getByLabel(t("field-identity-name")).fill("");
  await card(page, sales).getByRole("button", { name: labels.save, exact: true }).click();
  await mine.refused("identity-name-missing");
  await expect(card(page, sales).locator(".error-summary")).toBeFocused();
  await mine.open();
  await mine.press(sales, "identity-remove");
  await people.confirm(page, "keep");
  await expect(card(page, sales)).toBeVisible();
});

test("another mail is sent, but not at once, and the newest link counts", async ({ people, open, t, world }) => {
  const { page, email, sales, mine } = await withSecondMailbox({ people, world, t });
  await mine.add(sales);
  await people.said(page, "said-identity-added");
  const first = await mine.link(sales);
  await mine.press(sales, "identity-resend");
  await mine.refused("confirmation-too-soon");
  const other = await open();
  try {
    await world.control.later(MINUTE);
    await mine.press(sales, "identity-resend");
    await people.said(page, "said-identity-resent");
    const second = await mine.link(sales, 2);
    expect(second).not.toBe(first);
    await other.goto(first);
    await look(other, "refusal:address-link-unknown");
    await world.control.later(WEEK);
    await other.goto(second);
    await look(other, "refusal:address-link-expired");
    await people.become(page, email);
    await mine.open();
    await mine.stands(sales, "expired");
    await mine.press(sales, "identity-resend");
    await people.said(page, "said-identity-resent");
    await other.goto(await mine.link(sales, 3));
    await other.getByRole("button", { name: t("verify-confirm") }).click();
    await look(other, "verify:done");
  } finally {
    await world.control.now();
  }
});

test("an address stays with the first who confirms it", async ({ people, open, t, world }) => {
  const { page, sales, mine } = await withSecondMailbox({ people, world, t });
  await mine.add(sales);
  await people.said(page, "said-identity-added");
  const first = await mine.link(sales);
  const colleague = await people.settled();
  const theirs = new Addresses(colleague.page, { t, people, world });
  await theirs.open();
  await theirs.add(sales);
  await people.said(colleague.page, "said-identity-added");
  const second = await theirs.link(sales, 2);
  await page.goto(first);
  await page.getByRole("button", { name: t("verify-confirm") }).click();
  await look(page, "verify:done");
  await page.getByRole("link", { name: t("verify-settings") }).click();
  await mine.stands(sales, "confirmed");
  const other = await open();
  await other.goto(second);
  await other.getByRole("button", { name: t("verify-confirm") }).click();
  await look(other, "refusal:address-taken");
});
