// The control API of the pretend world.
import { expect } from "@playwright/test";

export class Control {
  constructor(address) {
    this.address = address;
  }

  async ask(method, path, body) {
    const response = await fetch(new URL(path, this.address), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${answer.error}`);
    return answer;
  }

  /** Makes or changes a Salesforce user; answers id, username and password. */
  salesforceUser(change) {
    return this.ask("POST", "/salesforce/users", change);
  }

  salesforceSettings(change) {
    return this.ask("POST", "/salesforce/settings", change);
  }

  /** Makes a mailbox; answers address and password. */
  mailbox(address) {
    return this.ask("POST", "/mail/mailboxes", { address });
  }

  /** Makes or changes an account at `google` or `microsoft`; answers it with its password. */
  mailAccount(provider, change) {
    return this.ask("POST", `/${provider}/users`, change);
  }

  /** Changes how `google` or `microsoft` behaves. */
  mailSettings(provider, change) {
    return this.ask("POST", `/${provider}/settings`, change);
  }

  /** Ends what somebody has granted at `google` or `microsoft`. */
  revoke(provider, email) {
    return this.ask("POST", `/${provider}/revoke`, { email });
  }

  mails(to) {
    return this.ask("GET", `/mails?to=${encodeURIComponent(to)}`);
  }

  /** Waits until so many mails have come to this address; answers the newest. */
  async mail(to, count = 1) {
    let mails = [];
    await expect.poll(async () => (mails = await this.mails(to)).length, { message: `mails to ${to}` }).toBeGreaterThanOrEqual(count);
    return mails.at(-1);
  }

  later(seconds) {
    return this.ask("POST", "/clock", { advance_seconds: seconds });
  }

  now() {
    return this.ask("POST", "/clock", { offset_micros: 0 });
  }

  fault(fault) {
    return this.ask("POST", "/faults", fault);
  }

  noFaults() {
    return this.ask("DELETE", "/faults");
  }
}

/** The link in a mail that leads to the product. */
export const linkIn = (mail, product) => mail.links.find((link) => link.startsWith(product));
