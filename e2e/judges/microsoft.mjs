// MSAL and the Graph client judge the pretend Microsoft over TLS: contracts 11, item 9.
// Wants MICROSOFT (https), NODE_EXTRA_CA_CERTS, CLIENT_ID, CLIENT_SECRET, REDIRECT, MS_USER, MS_PASSWORD and CONTROL in the environment.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { ConfidentialClientApplication, CryptoProvider, InteractionRequiredAuthError } from '@azure/msal-node';
import { Client } from '@microsoft/microsoft-graph-client';
import { consent, control, until } from './browser.mjs';

const { MICROSOFT, CLIENT_ID, CLIENT_SECRET, REDIRECT, MS_USER, MS_PASSWORD } = process.env;
const scopes = ['User.Read', 'Mail.Send', 'Mail.ReadWrite'];
const app = new ConfidentialClientApplication({
  auth: { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, authority: `${MICROSOFT}/common`, knownAuthorities: [new URL(MICROSOFT).host] },
});
const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
const start = await app.getAuthCodeUrl({ scopes, redirectUri: REDIRECT, state: 'from the judge', codeChallenge: challenge, codeChallengeMethod: 'S256', loginHint: MS_USER });
assert.ok(start.startsWith('https:'));
const stolen = await consent(start, { redirect: REDIRECT, user: MS_USER, password: MS_PASSWORD });
await assert.rejects(
  app.acquireTokenByCode({ code: stolen.get('code'), scopes, redirectUri: REDIRECT, codeVerifier: `${verifier.slice(1)}x` }),
  (error) => error.errorCode === 'invalid_grant' && /AADSTS501481/.test(error.errorMessage),
);
const back = await consent(start, { redirect: REDIRECT, user: MS_USER, password: MS_PASSWORD });
assert.equal(back.get('state'), 'from the judge');
const code = { code: back.get('code'), scopes, redirectUri: REDIRECT };
const first = await app.acquireTokenByCode({ ...code, codeVerifier: verifier });
assert.equal(first.account.username, MS_USER);
assert.match(first.idTokenClaims.tid, /^[0-9a-f-]{36}$/);
assert.ok(first.idTokenClaims.oid && first.scopes.includes('Mail.Send'));
await assert.rejects(app.acquireTokenByCode({ ...code, codeVerifier: verifier }), (error) => error.errorCode === 'invalid_grant' && /AADSTS54005/.test(error.errorMessage));

const silent = await app.acquireTokenSilent({ account: first.account, scopes, forceRefresh: true });
assert.notEqual(silent.accessToken, first.accessToken);
const kept = () => Object.values(JSON.parse(app.getTokenCache().serialize()).RefreshToken)[0].secret;
const before = kept();
const outlook = await app.acquireTokenSilent({ account: first.account, scopes: ['Mail.Send'], forceRefresh: true });
assert.notEqual(kept(), before, 'each refresh brings a new refresh token');

const graph = Client.init({
  authProvider: (done) => done(null, outlook.accessToken), baseUrl: `${MICROSOFT}/`, customHosts: new Set(['localhost']),
  fetchOptions: { headers: { Prefer: 'IdType="ImmutableId"' } },
});
const me = await graph.api('/me').select('displayName,mail,userPrincipalName').get();
assert.equal(me.mail, MS_USER);
assert.equal((await graph.api('/me/mailFolders').get()).value.find((folder) => folder.displayName === 'Sent Items').totalItemCount, 0);

// Wherever the pages end, the answer is the link to come back with.
const follow = async (link) => {
  const values = [];
  for (;;) {
    const page = await graph.api(link).header('Prefer', 'odata.maxpagesize=1, IdType="ImmutableId"').get();
    values.push(...page.value);
    if (page['@odata.deltaLink']) return { values, next: page['@odata.deltaLink'] };
    link = page['@odata.nextLink'];
  }
};
const sentBefore = await follow('/me/mailFolders/sentitems/messages/delta?$select=internetMessageId,subject');

const message = (to, subject) => ({ subject, body: { contentType: 'HTML', content: '<p>Hej å</p>' }, toRecipients: [{ emailAddress: { address: to } }] });
const draft = await graph.api('/me/messages').post({ ...message('reader@else.example', 'Från utkast'), internetMessageHeaders: [{ name: 'x-judge', value: 'yes' }] });
assert.ok(draft.isDraft && draft.internetMessageId && draft.conversationId);
await assert.rejects(graph.api('/me/messages').post({ ...message('a@b.example', 'x'), internetMessageHeaders: [{ name: 'Message-ID', value: '<a@b>' }] }), { statusCode: 400, code: 'InvalidInternetMessageHeader' });
await graph.api(`/me/messages/${draft.id}/send`).post({});
const after = await follow(sentBefore.next);
assert.deepEqual(after.values.map((one) => [one.id, one.internetMessageId]), [[draft.id, draft.internetMessageId]], 'the same immutable id');
const found = await graph.api('/me/messages').filter(`internetMessageId eq '${draft.internetMessageId}'`).get();
assert.deepEqual(found.value.map((one) => one.id), [draft.id]);
const [arrived] = await control('/mails?to=reader@else.example');
assert.equal(arrived.subject, 'Från utkast');
assert.equal(arrived.headers['x-judge'], 'yes');

// Notifications after the handshake.
const news = [];
let echo = false;
const hook = createServer((request, response) => {
  const token = new URL(request.url, 'http://localhost').searchParams.get('validationToken');
  if (token !== null) {
    response.writeHead(200, { 'content-type': 'text/plain' }).end(echo ? token : 'something else');
    return;
  }
  let text = '';
  request.on('data', (piece) => { text += piece; });
  request.on('end', () => {
    news.push(...JSON.parse(text).value);
    response.writeHead(202).end();
  });
});
await new Promise((resolve) => { hook.listen(0, '127.0.0.1', resolve); });
const wanted = {
  changeType: 'created', notificationUrl: `http://127.0.0.1:${hook.address().port}/hook`, resource: "/me/mailFolders('inbox')/messages",
  expirationDateTime: new Date(Date.now() + 60_000).toISOString(), clientState: 'secret of the judge',
};
await assert.rejects(graph.api('/subscriptions').post(wanted), { statusCode: 400, code: 'ValidationError' });
echo = true;
const subscription = await graph.api('/subscriptions').post(wanted);
assert.ok(Date.parse(subscription.expirationDateTime) > Date.now() + 44 * 60_000, 'raised to 45 minutes');
await graph.api('/me/sendMail').post({ message: message(MS_USER, 'Till mig') });
await until('the notification', () => new Promise((resolve) => { setImmediate(() => resolve(news.length > 0)); }));
assert.equal(news[0].clientState, 'secret of the judge');
const told = await graph.api(`/me/messages/${news[0].resourceData.id}`).get();
assert.equal(told.subject, 'Till mig');
const later = new Date(Date.now() + 86_400_000).toISOString();
assert.equal(Date.parse((await graph.api(`/subscriptions/${subscription.id}`).patch({ expirationDateTime: later })).expirationDateTime), Date.parse(later));
await graph.api(`/subscriptions/${subscription.id}`).delete();
hook.close();

// The client waits as long as it is told and tries again.
await control('/faults', { service: 'microsoft', kind: 'throttled', path: '/v1.0/me', times: 1, retry_after: 1 });
assert.equal((await graph.api('/me').get()).mail, MS_USER);
const calls = await control('/requests?service=microsoft');
assert.deepEqual(calls.filter((call) => call.path === '/v1.0/me').slice(-2).map((call) => call.status), [429, 200]);

await control('/microsoft/revoke', { email: MS_USER });
await assert.rejects(graph.api('/me').get(), { statusCode: 401, code: 'InvalidAuthenticationToken' });
await assert.rejects(
  app.acquireTokenSilent({ account: first.account, scopes, forceRefresh: true }),
  (error) => error instanceof InteractionRequiredAuthError && error.errorCode === 'invalid_grant' && /AADSTS50173/.test(error.errorMessage),
);
console.log('MSAL and the Graph client are content');
