// imapflow and nodemailer judge a Dovecot that asks the pretend Google or Microsoft about tokens: contracts 11, item 10.
// Wants PROVIDER (google or microsoft), BASE, CLIENT_ID, CLIENT_SECRET, REDIRECT, USER_ADDRESS, USER_PASSWORD, CONTROL,
// IMAP, IMAPS and SUBMISSION (scheme://host:port), CA and MECHANISMS of Dovecot in the environment; microsoft also NODE_EXTRA_CA_CERTS.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ConfidentialClientApplication, CryptoProvider, InteractionRequiredAuthError } from '@azure/msal-node';
import { google } from 'googleapis';
import { ImapFlow } from 'imapflow';
import nodemailer from 'nodemailer';
import { consent, control } from './browser.mjs';

const { PROVIDER, BASE, CLIENT_ID, CLIENT_SECRET, REDIRECT, USER_ADDRESS, USER_PASSWORD, IMAP, IMAPS, SUBMISSION, CA, MECHANISMS } = process.env;
const who = { redirect: REDIRECT, user: USER_ADDRESS, password: USER_PASSWORD };

// Each provider's own client: a token by the pages, a fresh one by refreshing, one without the right to mail, and the end of all.
const providers = {
  google() {
    const auth = new google.auth.OAuth2({
      clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, redirectUri: REDIRECT,
      endpoints: { oauth2AuthBaseUrl: `${BASE}/o/oauth2/v2/auth`, oauth2TokenUrl: `${BASE}/oauth2/token`, oauth2RevokeUrl: `${BASE}/oauth2/revoke` },
    });
    const MAIL = 'https://mail.google.com/';
    const signIn = async (refuse) => {
      const { codeVerifier, codeChallenge } = await auth.generateCodeVerifierAsync();
      const start = auth.generateAuthUrl({
        access_type: 'offline', prompt: 'consent', scope: ['openid', 'email', 'https://www.googleapis.com/auth/gmail.send', MAIL],
        code_challenge: codeChallenge, code_challenge_method: 'S256', login_hint: USER_ADDRESS,
      });
      const back = await consent(start, { ...who, refuse });
      const { tokens } = await auth.getToken({ code: back.get('code'), codeVerifier });
      assert.equal(tokens.scope.includes(MAIL), refuse.length === 0);
      return tokens;
    };
    let tokens;
    return {
      signIn: async () => {
        tokens = await signIn([]);
        return tokens.access_token;
      },
      narrow: async () => (await signIn([MAIL])).access_token,
      refresh: async () => {
        auth.setCredentials({ refresh_token: tokens.refresh_token });
        return (await auth.getAccessToken()).token;
      },
      refreshable: () => ({ accessUrl: `${BASE}/oauth2/token`, refreshToken: tokens.refresh_token }),
      revoke: () => auth.revokeToken(tokens.refresh_token),
      ended: (error) => error.response.data.error === 'invalid_grant',
    };
  },
  microsoft() {
    const scopes = ['https://outlook.office.com/IMAP.AccessAsUser.All', 'https://outlook.office.com/SMTP.Send'];
    const app = new ConfidentialClientApplication({
      auth: { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, authority: `${BASE}/common`, knownAuthorities: [new URL(BASE).host] },
    });
    let account;
    const silently = async (wanted) => (await app.acquireTokenSilent({ account, scopes: wanted, forceRefresh: true })).accessToken;
    return {
      signIn: async () => {
        const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
        const start = await app.getAuthCodeUrl({
          scopes, extraScopesToConsent: ['Mail.Send'], redirectUri: REDIRECT, codeChallenge: challenge, codeChallengeMethod: 'S256', loginHint: USER_ADDRESS,
        });
        const back = await consent(start, who);
        const got = await app.acquireTokenByCode({ code: back.get('code'), scopes, redirectUri: REDIRECT, codeVerifier: verifier });
        ({ account } = got);
        assert.deepEqual(got.scopes.filter((scope) => scope.startsWith('https://outlook')).sort(), scopes);
        return got.accessToken;
      },
      // Good for Graph, and therefore for nothing else.
      narrow: () => silently(['Mail.Send']),
      refresh: () => silently(scopes),
      refreshable: () => ({
        accessUrl: `${BASE}/common/oauth2/v2.0/token`, customParams: { scope: scopes.join(' ') },
        refreshToken: Object.values(JSON.parse(app.getTokenCache().serialize()).RefreshToken)[0].secret,
      }),
      // Microsoft has no address to revoke at: the user takes the app out of the list.
      revoke: () => control('/microsoft/revoke', { email: USER_ADDRESS }),
      ended: (error) => error instanceof InteractionRequiredAuthError && error.errorCode === 'invalid_grant',
    };
  },
};
const provider = providers[PROVIDER]();

const tls = { ca: readFileSync(CA) };
const place = (address) => ({ host: new URL(address).hostname, port: Number(new URL(address).port) });
const bearer = MECHANISMS.includes('oauthbearer');

const open = async (accessToken, { user = USER_ADDRESS, address = IMAPS } = {}) => {
  const secure = address === IMAPS;
  const client = new ImapFlow({ ...place(address), secure, doSTARTTLS: !secure || undefined, logger: false, tls, auth: { user, accessToken } });
  try {
    await client.connect();
  } catch (error) {
    client.close();
    throw error;
  }
  assert.ok(client.authCapabilities.get(bearer ? 'AUTH=OAUTHBEARER' : 'AUTH=XOAUTH2'), 'signed in by the mechanism that is offered');
  return client;
};

// nodemailer keeps what the server said before the last line only in its log.
const submission = (auth, heard = []) => {
  const silent = () => {};
  const debug = (data, ...texts) => {
    if (data.tnx === 'server') heard.push(texts.join(' '));
  };
  const logger = { level: silent, trace: silent, debug, info: silent, warn: silent, error: silent, fatal: silent };
  return nodemailer.createTransport({ ...place(SUBMISSION), requireTLS: true, tls, logger, debug: true, auth: { type: 'OAuth2', user: USER_ADDRESS, ...auth } });
};

const refusedByImap = (accessToken, user) => assert.rejects(open(accessToken, { user }), (error) => {
  assert.equal(error.authenticationFailed, true);
  assert.equal(error.serverResponseCode, 'AUTHENTICATIONFAILED');
  assert.equal(error.oauthError.status, bearer ? 'invalid_token' : '401');
  return true;
});
const refusedBySubmission = async (accessToken, user) => {
  const heard = [];
  await assert.rejects(submission({ user, accessToken }, heard).verify(), (error) => {
    assert.deepEqual([error.code, error.responseCode], ['EAUTH', 535]);
    return true;
  });
  const challenge = heard.join('\n').match(/334 (\S+)/);
  assert.ok(challenge, 'the challenge comes before the refusal');
  assert.equal(JSON.parse(Buffer.from(challenge[1], 'base64')).status, '401');
};
// Dovecot answers refusals in batches, so all that are due go together.
const refused = (...all) => Promise.all(all.flatMap(([accessToken, user = USER_ADDRESS]) => [refusedByImap(accessToken, user), refusedBySubmission(accessToken, user)]));

let count = 0;
const works = async (accessToken) => {
  count += 1;
  const sent = await submission({ accessToken }).sendMail({
    from: USER_ADDRESS, to: ['reader@else.example', 'refuse.me@else.example'], subject: `Éssai ${count}`, text: 'Bonjour é\n.\nEnd', headers: { 'X-Judge': `${count}` },
  });
  assert.deepEqual([sent.accepted, sent.rejected], [['reader@else.example'], ['refuse.me@else.example']], 'Dovecot hands on what the relay says');
  const arrived = (await control('/mails?to=reader@else.example')).at(-1);
  assert.deepEqual([arrived.subject, arrived.headers['X-Judge']], [`Éssai ${count}`, `${count}`]);

  const client = await open(accessToken, { address: count % 2 ? IMAPS : IMAP });
  const folders = await client.list();
  const { path } = folders.find((folder) => folder.specialUse === '\\Sent');
  const source = `From: ${USER_ADDRESS}\r\nTo: reader@else.example\r\nSubject: Kept ${count}\r\nMessage-ID: ${sent.messageId}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHej å\r\n`;
  const kept = await client.append(path, source, ['\\Seen']);
  assert.ok(kept.uid && kept.uidValidity);
  const lock = await client.getMailboxLock(path);
  assert.equal(client.mailbox.exists, count, 'each time the same mailbox');
  assert.deepEqual(await client.search({ header: { 'message-id': sent.messageId } }, { uid: true }), [kept.uid]);
  const message = await client.fetchOne(kept.uid, { envelope: true, flags: true, source: true }, { uid: true });
  assert.equal(message.envelope.subject, `Kept ${count}`);
  assert.equal(message.source.toString(), source);
  assert.ok(message.flags.has('\\Seen'));
  lock.release();
  await client.logout();
};

const first = await provider.signIn();
await works(first);
await refused([first, 'somebody.else@fjordlight.example'], ['nonsense'], [await provider.narrow()]);

await control(`/${PROVIDER}/expire`, { email: USER_ADDRESS });
await refused([first]);
const fresh = await provider.refresh();
assert.notEqual(fresh, first);
await works(fresh);

// nodemailer refreshes by itself when the challenge comes.
await control(`/${PROVIDER}/expire`, { email: USER_ADDRESS });
const heard = [];
const renewing = submission({ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, accessToken: fresh, ...provider.refreshable() }, heard);
const renewed = new Promise((resolve) => { renewing.once('token', resolve); });
assert.ok(await renewing.verify());
assert.match(heard.join('\n'), /334 [^]*\b535 [^]*\b235 /);
const { accessToken } = await renewed;
await works(accessToken);

await provider.revoke();
await refused([fresh], [accessToken]);
await assert.rejects(provider.refresh(), provider.ended);
await works(await provider.signIn());
console.log(`imapflow and nodemailer are content with Dovecot and the tokens of ${PROVIDER}`);
