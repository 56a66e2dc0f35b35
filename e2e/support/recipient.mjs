// The other side of an e-mail: a mailbox in a real Dovecot, read by a real client, and shown by a browser.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as listen } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { ImapFlow } from "imapflow";
import nodemailer from "nodemailer";
import { MARKER } from "./settings.mjs";

const DELIVERS = "/usr/lib/dovecot/dovecot-lda";
const PASSWORD = "other-side";
const HUMAN = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";

const isRoot = process.getuid() === 0;
const [user, group] = isRoot ? ["nobody", "nogroup"] : [execFileSync("id", ["-un"]), execFileSync("id", ["-gn"])].map((out) => out.toString().trim());
/** A command as somebody who is not root. */
const modest = (program, args) => (isRoot ? ["setpriv", [`--reuid=${user}`, `--regid=${group}`, "--clear-groups", program, ...args]] : [program, args]);

const freePort = () =>
  new Promise((resolve) => {
    const server = listen().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const config = (data, port) => `base_dir = ${data}/run
state_dir = ${data}/state
log_path = ${data}/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
hostname = mail.other-side.example
postmaster_address = postmaster@other-side.example
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${data}/mail/%u
mail_uid = ${user}
mail_gid = ${group}
first_valid_uid = 1
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=${user} gid=${group} home=${data}/mail/%u allow_all_users=yes
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;

/** Mailboxes of customers: whatever address is asked for is there. `stop` ends the server. */
export class OtherSide {
  static async start(world) {
    const data = await mkdtemp(join(tmpdir(), "other-side-"));
    const port = await freePort();
    const file = join(data, "dovecot.conf");
    await writeFile(file, config(data, port));
    await Promise.all(["run", "state", "mail"].map((name) => mkdir(join(data, name))));
    if (isRoot) execFileSync("chown", ["-R", `${user}:${group}`, data]);
    const server = spawn(...modest("/usr/sbin/dovecot", ["-F", "-c", file]), { stdio: "ignore" });
    return Object.assign(new OtherSide(), { world, data, file, port, server });
  }

  async stop() {
    const ended = new Promise((resolve) => this.server.once("exit", resolve));
    if (this.server.exitCode === null) {
      this.server.kill("SIGTERM");
      await ended;
    }
    await rm(this.data, { recursive: true, force: true });
  }

  /** Somebody with a mailbox here. */
  person(address) {
    return new Recipient(this, address);
  }
}

/** Does `work` in a mailbox and signs out. */
async function inbox({ port, secure, auth }, work) {
  const client = new ImapFlow({ host: "127.0.0.1", port, secure, auth, logger: false, tls: { rejectUnauthorized: false } });
  await client.connect();
  const lock = await client.getMailboxLock("INBOX");
  try {
    return await work(client);
  } finally {
    lock.release();
    await client.logout();
  }
}

class Recipient {
  constructor(side, address) {
    Object.assign(this, { side, address });
  }

  get #mailbox() {
    return { port: this.side.port, secure: false, auth: { user: this.address, pass: PASSWORD } };
  }

  /** Waits for the mail the sender's side has for this address, has Dovecot deliver it, and reads it there. */
  async receive() {
    const { world, file } = this.side;
    await world.control.mail(this.address);
    const exchanger = { port: Number(new URL(world.mail.imaps).port), secure: true, auth: { user: this.address, pass: `mail-${MARKER}` } };
    const { source } = await inbox(exchanger, (client) => client.fetchOne("*", { source: true }));
    const delivered = spawnSync(...modest(DELIVERS, ["-c", file, "-d", this.address]), { input: source });
    expect(delivered.status, String(delivered.stderr)).toBe(0);
    return inbox(this.#mailbox, async (client) => {
      const { uid, envelope, bodyStructure } = await client.fetchOne("*", { uid: true, envelope: true, bodyStructure: true });
      const parts = (node) => [node, ...(node.childNodes ?? []).flatMap(parts)];
      const read = async (type) => {
        const part = parts(bodyStructure).find((node) => node.type === type);
        const { content } = await client.download(uid, part.part ?? "1", { uid: true });
        return (await Array.fromAsync(content)).join("");
      };
      return { envelope, text: await read("text/plain"), html: await read("text/html") };
    });
  }

  /** Shows the mail with its pictures, as a mail program does. Answers the page. */
  async open(browser, mail) {
    const page = await browser.newPage({ userAgent: HUMAN });
    await page.setContent(mail.html, { waitUntil: "networkidle" });
    return page;
  }

  async reply(mail, text) {
    const port = Number(new URL(this.side.world.mail.smtp).port);
    const post = nodemailer.createTransport({ host: "127.0.0.1", port, secure: false, ignoreTLS: true });
    const { messageId, subject, from } = mail.envelope;
    await post.sendMail({ from: this.address, to: from[0].address, subject: `Re: ${subject}`, text, inReplyTo: messageId, references: messageId });
  }
}

/** A site of the sender's company that notes what it is asked for: `address`, `asked`, `stop`. */
export async function site() {
  const asked = [];
  const server = createServer((request, response) => {
    if (request.url !== "/favicon.ico") asked.push(request.url);
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>The offer</title>");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => new Promise((resolve) => {
    server.closeAllConnections();
    server.close(resolve);
  });
  return { address: `http://127.0.0.1:${server.address().port}`, asked, stop };
}
