// The package in the pretend Salesforce, as its pages sign their tickets (contracts 2.7), and what a user finds there.
import { createHmac, randomUUID } from "node:crypto";

export class Package {
  /** For a user of the pretend Salesforce, with the secret the admin's page has shown. */
  static async of({ world }, username, secret) {
    const grant = await world.control.ask("POST", "/salesforce/grant", { username });
    const [, organisation, user] = grant.id.match(/(00D\w+)\/(005\w+)/);
    return Object.assign(new Package(), { world, organisation, user, secret, token: grant.access_token });
  }

  /** A fresh ticket for these records. */
  ticket(object, ids) {
    const parts = [this.organisation, this.user, ids.join(","), object, Date.now(), randomUUID()];
    const payload = Buffer.from(parts.join("|")).toString("base64");
    return `${payload}.${createHmac("sha256", this.secret).update(payload).digest("base64")}`;
  }

  /** Where a page of Salesforce leads its frame. */
  address(object, ids) {
    return `/embed/salesforce?object=${object}&id=${ids[0]}#ticket=${encodeURIComponent(this.ticket(object, ids))}`;
  }

  async query(soql) {
    const url = new URL("/services/data/v66.0/query", this.world.salesforce);
    url.searchParams.set("q", soql);
    const answer = await fetch(url, { headers: { authorization: `Bearer ${this.token}` } });
    return (await answer.json()).records;
  }
}
