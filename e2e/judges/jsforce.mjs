// jsforce judges the pretend Salesforce: contracts 11, items 1 (without bulk) and 2.
// Wants SALESFORCE, CLIENT_ID, CLIENT_SECRET, REDIRECT, SF_USERNAME, SF_PASSWORD and CONTROL in the environment.
import assert from 'node:assert/strict';
import jsforce from 'jsforce';

const { SALESFORCE, CLIENT_ID, CLIENT_SECRET, REDIRECT, SF_USERNAME, SF_PASSWORD, CONTROL } = process.env;

const control = async (path, body) => {
  const answer = await fetch(CONTROL + path, { method: 'POST', body: JSON.stringify(body) });
  assert.equal(answer.status, 200, await answer.clone().text());
};

const unescape = (text) =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

// Walks log-in and consent like a browser without JavaScript; answers the code.
async function consent(address) {
  let cookie = '';
  let request = [address, {}];
  for (let step = 0; step < 8; step += 1) {
    const [url, options] = request;
    const answer = await fetch(url, { redirect: 'manual', ...options, headers: { cookie, ...options.headers } });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const location = answer.headers.get('location');
    if (location?.startsWith(REDIRECT)) return new URL(location).searchParams;
    if (location) {
      request = [new URL(location, url).href, {}];
      continue;
    }
    const page = await answer.text();
    const action = unescape(page.match(/<form method="post" action="([^"]*)"/)[1]);
    const fields = page.includes('name="password"')
      ? { username: SF_USERNAME, password: SF_PASSWORD, next: unescape(page.match(/name="next" value="([^"]*)"/)[1]) }
      : { decision: 'allow' };
    request = [new URL(action, url).href, { method: 'POST', body: new URLSearchParams(fields) }];
  }
  throw new Error('log-in and consent did not end');
}

const oauth2 = new jsforce.OAuth2({
  loginUrl: SALESFORCE, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, redirectUri: REDIRECT, useVerifier: true,
});
const back = await consent(oauth2.getAuthorizationUrl({ scope: 'api refresh_token id', state: 'from the judge' }));
assert.equal(back.get('state'), 'from the judge');
const connection = new jsforce.Connection({ oauth2, version: '66.0', instanceUrl: SALESFORCE });
let refreshes = 0;
connection.on('refresh', () => { refreshes += 1; });
const user = await connection.authorize(back.get('code'));
assert.match(user.id, /^005/);

const identity = await connection.identity();
assert.equal(identity.username, SF_USERNAME);
assert.equal(identity.user_id, user.id);

const people = [];
for (const type of ['Lead', 'Contact']) {
  const found = await connection.query(`SELECT Id, Name, Owner.Email FROM ${type}`, { autoFetch: true, maxFetch: 5000, headers: { 'Sforce-Query-Options': 'batchSize=400' } });
  assert.equal(found.records.length, found.totalSize);
  people.push(...found.records);
}
assert.ok(people.length >= 2000, `${people.length} people`);
assert.equal(new Set(people.map((person) => person.Id)).size, people.length);
assert.ok(people.every((person) => person.Owner.Email.endsWith('.example')));

const lead = await connection.sobject('Lead').create({ LastName: 'Judge', Company: 'Jury' });
assert.equal(lead.success, true);
await connection.sobject('Lead').update({ Id: lead.id, Title: 'Présidente' });
assert.equal((await connection.sobject('Lead').retrieve(lead.id)).Title, 'Présidente');
await connection.sobject('Lead').destroy(lead.id);
await assert.rejects(connection.sobject('Lead').retrieve(lead.id), { errorCode: 'ENTITY_IS_DELETED' });
await assert.rejects(connection.sobject('Lead').create({ LastName: 'No company' }), { errorCode: 'REQUIRED_FIELD_MISSING' });
await assert.rejects(connection.query('SELECT Id, Foo FROM Lead'), { errorCode: 'INVALID_FIELD' });

const tasks = await connection.sobject('Task').create([{ Subject: 'one' }, { Subject: 'two', TaskSubtype: 'Nonsense' }, { Subject: 'three' }]);
assert.deepEqual(tasks.map((task) => task.success), [true, false, true]);
assert.equal(tasks[1].errors[0].statusCode, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST');

const key = { SA_Ext__c: `judge-${Date.now()}`, LastName: 'Upsert', Company: 'Jury' };
const created = await connection.sobject('Lead').upsert(key, 'SA_Ext__c');
assert.equal(created.created, true);
const updated = await connection.sobject('Lead').upsert(key, 'SA_Ext__c');
assert.equal(updated.created, false);
assert.equal(updated.id, created.id);
assert.ok((await connection.sobject('Lead').describe()).fields.find((field) => field.name === 'SA_Ext__c').externalId);
assert.ok(connection.limitInfo.apiUsage.used > 0);

await control('/salesforce/expire', { username: SF_USERNAME });
assert.equal((await connection.query('SELECT COUNT() FROM User')).done, true);
assert.equal(refreshes, 1, 'an expired token is refreshed once');

// Plain jsforce does not keep the rotated refresh token, so its second refresh must fail.
await control('/salesforce/expire', { username: SF_USERNAME });
await assert.rejects(connection.query('SELECT Id FROM User LIMIT 1'), /expired access\/refresh token/);

await control('/salesforce/settings', { rotation: false });
const second = new jsforce.Connection({ oauth2, version: '66.0', instanceUrl: SALESFORCE });
await second.authorize((await consent(oauth2.getAuthorizationUrl({ scope: 'api refresh_token id' }))).get('code'));
for (let time = 0; time < 2; time += 1) {
  await control('/salesforce/expire', { username: SF_USERNAME });
  assert.equal((await second.query('SELECT Id FROM User LIMIT 1')).totalSize, 1);
}
const refreshToken = second.refreshToken;
await second.logout(true);
await assert.rejects(oauth2.refreshToken(refreshToken), /expired access\/refresh token/);
console.log('jsforce is content');
