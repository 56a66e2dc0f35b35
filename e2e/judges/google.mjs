// googleapis judges the pretend Google: contracts 11, item 8.
// Wants GOOGLE, SMTP, CLIENT_ID, CLIENT_SECRET, REDIRECT, GOOGLE_USER, GOOGLE_PASSWORD and CONTROL in the environment.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { google } from 'googleapis';
import nodemailer from 'nodemailer';
import { consent, control, until } from './browser.mjs';

const { GOOGLE, SMTP, CLIENT_ID, CLIENT_SECRET, REDIRECT, GOOGLE_USER, GOOGLE_PASSWORD } = process.env;
const SEND = 'https://www.googleapis.com/auth/gmail.send';
const READ = 'https://www.googleapis.com/auth/gmail.readonly';
const who = { redirect: REDIRECT, user: GOOGLE_USER, password: GOOGLE_PASSWORD };

const client = () => new google.auth.OAuth2({
  clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, redirectUri: REDIRECT,
  endpoints: {
    oauth2AuthBaseUrl: `${GOOGLE}/o/oauth2/v2/auth`, oauth2TokenUrl: `${GOOGLE}/oauth2/token`,
    oauth2RevokeUrl: `${GOOGLE}/oauth2/revoke`, tokenInfoUrl: `${GOOGLE}/oauth2/tokeninfo`,
    oauth2FederatedSignonJwkCertsUrl: `${GOOGLE}/oauth2/v3/certs`,
  },
});
const auth = client();
const { codeVerifier, codeChallenge } = await auth.generateCodeVerifierAsync();
const ask = (scope, more) => auth.generateAuthUrl({
  access_type: 'offline', prompt: 'consent', scope, state: 'from the judge', code_challenge: codeChallenge, code_challenge_method: 'S256', login_hint: GOOGLE_USER, ...more,
});

const back = await consent(ask(['openid', 'email', 'profile', SEND, READ]), who);
assert.equal(back.get('state'), 'from the judge');
const invalid = (error) => error.response.data.error === 'invalid_grant';
await assert.rejects(client().getToken({ code: back.get('code'), codeVerifier: `${codeVerifier.slice(1)}x` }), invalid);
const forgotten = await consent(ask(['openid', SEND, READ]), who);
await assert.rejects(client().getToken({ code: forgotten.get('code') }), invalid);
const again = await consent(ask(['openid', 'email', 'profile', SEND, READ]), who);
const { tokens } = await auth.getToken({ code: again.get('code'), codeVerifier });
assert.ok(tokens.refresh_token && tokens.id_token);
auth.setCredentials(tokens);
const info = await auth.getTokenInfo(tokens.access_token);
assert.deepEqual(info.scopes.filter((scope) => scope.includes('gmail')), [SEND, READ]);
assert.equal(info.email, GOOGLE_USER);

const { keys } = await (await fetch(`${GOOGLE}/oauth2/v3/certs`)).json();
const [header, claims, signature] = tokens.id_token.split('.');
const key = await crypto.subtle.importKey('jwk', keys[0], { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
assert.ok(await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, Buffer.from(signature, 'base64url'), Buffer.from(`${header}.${claims}`)));
assert.match(JSON.parse(Buffer.from(claims, 'base64url')).sub, /^\d{21}$/);

const gmail = google.gmail({ version: 'v1', auth, rootUrl: `${GOOGLE}/` });
const { data: profile } = await gmail.users.getProfile({ userId: 'me' });
assert.equal(profile.emailAddress, GOOGLE_USER);

const mail = (to, subject, more = '') =>
  `From: ${GOOGLE_USER}\r\nTo: ${to}\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@judge.example>\r\n${more}Content-Type: text/plain; charset=utf-8\r\n\r\nBonjour é\r\n`;
const raw = Buffer.from(mail('reader@else.example', 'first')).toString('base64url');
const { data: sent } = await gmail.users.messages.send({ userId: 'me', requestBody: { raw } });
assert.deepEqual(sent.labelIds, ['SENT']);
const { data: read } = await gmail.users.messages.get({ userId: 'me', id: sent.id, format: 'metadata', metadataHeaders: ['Message-ID'] });
assert.deepEqual(read.payload.headers, [{ name: 'Message-ID', value: '<first@judge.example>' }]);
const { data: full } = await gmail.users.messages.get({ userId: 'me', id: sent.id });
assert.equal(Buffer.from(full.payload.body.data, 'base64url').toString(), 'Bonjour é\r\n');
const { data: found } = await gmail.users.messages.list({ userId: 'me', q: 'rfc822msgid:<first@judge.example>' });
assert.deepEqual(found.messages.map((one) => one.id), [sent.id]);
assert.equal((await control('/mails?to=reader@else.example')).length, 1, 'it was delivered');

const uploaded = await gmail.users.messages.send(
  { userId: 'me', media: { mimeType: 'message/rfc822', body: mail(GOOGLE_USER, 'second', 'In-Reply-To: <first@judge.example>\r\n') } },
  { rootUrl: `${GOOGLE}/` },
);
assert.equal(uploaded.data.threadId, sent.threadId, 'the reply belongs to the conversation');
const { data: thread } = await gmail.users.threads.get({ userId: 'me', id: sent.threadId, format: 'minimal' });
assert.equal(thread.messages.length, 3, 'both as sent, and one as received');
const { data: history } = await gmail.users.history.list({ userId: 'me', startHistoryId: profile.historyId, historyTypes: ['messageAdded'], labelId: 'INBOX' });
assert.equal(history.history.length, 1);
assert.ok(history.history[0].messagesAdded[0].message.labelIds.includes('INBOX'));

// Somebody outside answers.
const outside = nodemailer.createTransport({ host: new URL(SMTP).hostname, port: Number(new URL(SMTP).port), ignoreTLS: true });
const reply = await outside.sendMail({ from: 'reader@else.example', to: GOOGLE_USER, subject: 'Re: first', inReplyTo: '<first@judge.example>', text: 'Gladly.' });
const since = async () => (await gmail.users.history.list({ userId: 'me', startHistoryId: history.historyId, historyTypes: ['messageAdded'], labelId: 'INBOX' })).data;
const { history: [{ messagesAdded: [{ message: inbound }] }] } = await until('the reply', async () => {
  const news = await since();
  return news.history && news;
});
assert.deepEqual([inbound.threadId, inbound.labelIds.includes('UNREAD')], [sent.threadId, true]);
const { data: answered } = await gmail.users.messages.get({ userId: 'me', id: inbound.id, format: 'metadata', metadataHeaders: ['From', 'Message-ID'] });
assert.deepEqual(answered.payload.headers.map((header) => header.value), ['reader@else.example', reply.messageId]);
await assert.rejects(gmail.users.history.list({ userId: 'me', startHistoryId: '1' }), { status: 404 });
assert.ok((await gmail.users.labels.list({ userId: 'me' })).data.labels.some((label) => label.id === 'SENT'));

// Push: the first one at once, the next one with the next mail.
const pushes = [];
const hook = createServer((request, response) => {
  let text = '';
  request.on('data', (piece) => { text += piece; });
  request.on('end', () => {
    pushes.push({ body: JSON.parse(text), authorization: request.headers.authorization });
    response.writeHead(204).end();
  });
});
await new Promise((resolve) => { hook.listen(0, '127.0.0.1', resolve); });
const topicName = 'projects/judge/topics/mail';
await assert.rejects(gmail.users.watch({ userId: 'me', requestBody: { topicName } }), { status: 404 });
await control('/google/topics', { topic: topicName, push_endpoint: `http://127.0.0.1:${hook.address().port}/push`, audience: 'judge' });
const { data: watch } = await gmail.users.watch({ userId: 'me', requestBody: { topicName, labelIds: ['INBOX'], labelFilterBehavior: 'include' } });
assert.ok(Number(watch.expiration) > Date.now());
await until('the first push', () => new Promise((resolve) => { setImmediate(() => resolve(pushes.length === 1)); }));
await gmail.users.messages.send({ userId: 'me', requestBody: { raw: Buffer.from(mail(GOOGLE_USER, 'third')).toString('base64url') } });
await until('the second push', () => new Promise((resolve) => { setImmediate(() => resolve(pushes.length === 2)); }));
const news = JSON.parse(Buffer.from(pushes[1].body.message.data, 'base64').toString());
assert.equal(news.emailAddress, GOOGLE_USER);
assert.ok(Number(news.historyId) > Number(watch.historyId));
assert.match(pushes[1].authorization, /^Bearer ey/);
await gmail.users.stop({ userId: 'me' });
hook.close();

// Refreshing keeps the refresh token; limits say when to come back.
await control('/google/expire', { email: GOOGLE_USER });
auth.setCredentials({ refresh_token: tokens.refresh_token });
const { res } = await auth.getAccessToken();
assert.equal(res.data.refresh_token, tokens.refresh_token, 'googleapis keeps the one it has');
await control('/faults', { service: 'google', kind: 'throttled', path: '/gmail/v1/users/me/labels', times: 1 });
const limited = gmail.users.labels.list({ userId: 'me' }, { retry: false });
await assert.rejects(limited, (error) => error.status === 429 && /Retry after \d{4}-/.test(error.message));

// One box unticked: the token is worth less, and the API says so.
const partly = await consent(ask(['openid', 'email', SEND, READ]), { ...who, refuse: [READ] });
const less = (await client().getToken({ code: partly.get('code'), codeVerifier })).tokens;
assert.ok(less.scope.includes(SEND) && !less.scope.includes(READ));
const narrow = client();
narrow.setCredentials(less);
const limitedGmail = google.gmail({ version: 'v1', auth: narrow, rootUrl: `${GOOGLE}/` });
await assert.rejects(limitedGmail.users.messages.list({ userId: 'me' }), (error) => error.status === 403 && error.response.data.error.details[0].reason === 'ACCESS_TOKEN_SCOPE_INSUFFICIENT');

const still = await limitedGmail.users.messages.send({ userId: 'me', requestBody: { raw: Buffer.from(mail('reader@else.example', 'narrow')).toString('base64url') } });
assert.deepEqual(still.data.labelIds, ['SENT'], 'what was left ticked works');

await narrow.revokeToken(less.access_token);
await assert.rejects(limitedGmail.users.labels.list({ userId: 'me' }), (error) => error.response.data.error === 'invalid_grant' || error.status === 401);
await control('/google/revoke', { email: GOOGLE_USER });
auth.setCredentials({ refresh_token: tokens.refresh_token });
await assert.rejects(auth.getAccessToken(), (error) => error.response.data.error_description === 'Token has been expired or revoked.');
console.log('googleapis is content');
