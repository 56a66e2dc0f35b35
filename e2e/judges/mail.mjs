// nodemailer and imapflow judge the pretend mail: contracts 6.
// Wants SMTP, SMTPS, IMAP and IMAPS (scheme://host:port), CA, MAIL_USER, MAIL_PASSWORD, GOOGLE_USER, MS_USER and CONTROL in the environment.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ImapFlow } from 'imapflow';
import nodemailer from 'nodemailer';
import { control } from './browser.mjs';

const { SMTP, SMTPS, IMAP, IMAPS, CA, MAIL_USER, MAIL_PASSWORD, GOOGLE_USER, MS_USER } = process.env;
const ca = readFileSync(CA);
const place = (address) => ({ host: new URL(address).hostname, port: Number(new URL(address).port) });
const auth = { user: MAIL_USER, pass: MAIL_PASSWORD };
const relay = (more) => nodemailer.createTransport({ ...place(SMTP), requireTLS: true, tls: { ca }, auth, ...more });
const from = `"Åsa, the judge" <${MAIL_USER}>`;

const sent = await relay({}).sendMail({
  from, to: MAIL_USER, subject: 'Première – 日本', text: 'Hello.\n.dot\nhttps://liaison.example/a?b=1&c=2',
  html: '<p>Hello <a href="https://liaison.example/a?b=1&amp;c=2">you</a></p>', headers: { 'X-Judge': 'first one' },
});
assert.deepEqual(sent.accepted, [MAIL_USER]);
await relay({ ...place(SMTPS), secure: true, authMethod: 'LOGIN' }).verify();
await nodemailer.createTransport({ ...place(SMTP), ignoreTLS: true }).sendMail({ from: 'anybody@else.example', to: 'new.person@else.example', subject: 'No sign-in', text: 'x' });

await assert.rejects(relay({ auth: { ...auth, pass: 'wrong' } }).verify(), (error) => error.responseCode === 535 && error.response.includes('5.7.8'));
await assert.rejects(relay({ auth: { type: 'OAuth2', user: MAIL_USER, accessToken: 'nonsense' } }).verify(), (error) => error.code === 'EAUTH' && error.responseCode === 535);
const mixed = await relay({}).sendMail({ from, to: [MAIL_USER, 'refuse.me@else.example'], subject: 'Half', text: 'x' });
assert.deepEqual(mixed.rejected, ['refuse.me@else.example']);
assert.equal(mixed.rejectedErrors[0].responseCode, 550);

const open = async (address, more) => {
  const client = new ImapFlow({ ...place(address), logger: false, auth, tls: { ca }, ...more });
  try {
    await client.connect();
  } catch (error) {
    client.close();
    throw error;
  }
  return client;
};
await assert.rejects(open(IMAPS, { secure: true, auth: { user: MAIL_USER, pass: 'wrong' } }), (error) => error.authenticationFailed === true);
await assert.rejects(
  open(IMAPS, { secure: true, auth: { user: MAIL_USER, accessToken: 'nonsense' } }),
  (error) => error.authenticationFailed === true && error.oauthError.status === 'invalid_token',
);

const client = await open(IMAP, { secure: false, doSTARTTLS: true });
const folders = await client.list();
assert.deepEqual(folders.map((folder) => folder.specialUse).sort(), ['\\Drafts', '\\Inbox', '\\Sent', '\\Trash'].sort());
const lock = await client.getMailboxLock('INBOX');
const [uid] = await client.search({ header: { 'message-id': sent.messageId } }, { uid: true });
assert.ok(uid, 'found by Message-ID');
const message = await client.fetchOne(uid, { envelope: true, bodyStructure: true, headers: ['x-judge'], source: true, flags: true, internalDate: true, size: true }, { uid: true });
assert.equal(message.envelope.subject, 'Première – 日本');
assert.deepEqual([message.envelope.from[0].name, message.envelope.from[0].address], ['Åsa, the judge', MAIL_USER]);
assert.equal(message.headers.toString(), 'X-Judge: first one\r\n\r\n');
assert.equal(message.bodyStructure.type, 'multipart/alternative');
assert.deepEqual(message.bodyStructure.childNodes.map((node) => node.type), ['text/plain', 'text/html']);
assert.equal(message.source.length, message.size);
const { content } = await client.download(uid, '1', { uid: true });
let text = '';
for await (const piece of content) text += piece;
assert.match(text, /\n\.dot\r?\n/);
assert.equal(await client.messageFlagsAdd(uid, ['\\Seen', '\\Answered'], { uid: true }), true);
assert.deepEqual(await client.search({ seen: true, uid }, { uid: true }), [uid]);

const kept = await client.append('Sent', message.source, ['\\Seen'], new Date('2026-11-01T08:00:00Z'));
assert.ok(kept.uid >= 1 && kept.uidValidity);
assert.equal((await client.status('Sent', { messages: true, uidNext: true })).messages, kept.uid);

const arrived = new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error('IDLE did not tell of the new mail')), 5000).unref();
  client.once('exists', resolve);
});
const idling = client.idle();
while (!client.idling) await new Promise((resolve) => { setImmediate(resolve); });
await relay({}).sendMail({ from, to: MAIL_USER, subject: 'While idling', text: 'x' });
const news = await arrived;
assert.equal(news.count, news.prevCount + 1);
await client.noop();
await idling;
assert.ok(await client.messageMove(uid, 'Trash', { uid: true }));
assert.deepEqual(await client.search({ uid }, { uid: true }), []);
lock.release();
await client.logout();

// Tokens of both providers open the mailboxes they belong to, as long as they live.
const tokens = [
  ['google', GOOGLE_USER, 'https://mail.google.com/'],
  ['microsoft', MS_USER, 'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send'],
];
for (const [provider, user, scope] of tokens) {
  const { access_token: accessToken } = await control(`/${provider}/grant`, { email: user, scope });
  const transport = () => relay({ auth: { type: 'OAuth2', user, accessToken } });
  await transport().sendMail({ from: user, to: user, subject: `By token of ${provider}`, text: 'x' });
  const mailbox = await open(IMAPS, { secure: true, auth: { user, accessToken } });
  const opened = await mailbox.mailboxOpen('INBOX');
  assert.ok(opened.exists >= 1);
  await mailbox.logout();
  const other = provider === 'google' ? MS_USER : GOOGLE_USER;
  await assert.rejects(open(IMAPS, { secure: true, auth: { user: other, accessToken } }), (error) => error.authenticationFailed === true);
  const narrow = await control(`/${provider}/grant`, { email: user, scope: provider === 'google' ? 'https://www.googleapis.com/auth/gmail.send' : 'Mail.Send' });
  await assert.rejects(open(IMAPS, { secure: true, auth: { user, accessToken: narrow.access_token } }), (error) => error.authenticationFailed === true);
  await control(`/${provider}/revoke`, { email: user });
  await assert.rejects(transport().verify(), (error) => error.responseCode === 535);
  await assert.rejects(open(IMAPS, { secure: true, auth: { user, accessToken } }), (error) => error.authenticationFailed === true);
}
console.log('nodemailer and imapflow are content');
