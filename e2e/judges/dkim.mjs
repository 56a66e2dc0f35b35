// mailauth judges what we sign: contracts of RFC 6376 and RFC 8463.
// Wants MAIL (a file) and RECORDS (JSON: name → TXT value) in the environment.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';

const records = JSON.parse(process.env.RECORDS);
const mail = readFileSync(process.env.MAIL);
// The DNS: each record in strings of 255 characters, as it travels.
const resolver = async (name, type) => {
  assert.equal(type, 'TXT');
  const value = records[name];
  if (!value) throw Object.assign(new Error(`no ${name}`), { code: 'ENOTFOUND' });
  return [value.match(/.{1,255}/g)];
};
const verdicts = async (bytes) => {
  const { results } = await dkimVerify(bytes, { resolver });
  return Object.fromEntries(results.map((result) => [result.algo, result]));
};

const fine = await verdicts(mail);
assert.deepEqual(Object.keys(fine).sort(), ['ed25519-sha256', 'rsa-sha256']);
for (const [algo, { status, signingDomain, format }] of Object.entries(fine)) {
  assert.equal(status.result, 'pass', `${algo}: ${status.comment}`);
  assert.equal(signingDomain, process.env.DOMAIN);
  assert.equal(format, 'relaxed/relaxed');
}
const altered = {
  'another From': Buffer.concat([Buffer.from('From: Mallory <mallory@evil.example>\r\n'), mail]),
  'another subject': Buffer.from(mail.toString('latin1').replace('Subject: ', 'Subject: Not '), 'latin1'),
  'another way out': Buffer.from(mail.toString('latin1').replace('List-Unsubscribe: <https://', 'List-Unsubscribe: <https://evil.'), 'latin1'),
  'another text': Buffer.concat([mail, Buffer.from('And one more thing.\r\n')]),
};
for (const [what, bytes] of Object.entries(altered)) {
  assert.notDeepEqual(bytes, mail, what);
  for (const [algo, { status }] of Object.entries(await verdicts(bytes))) {
    assert.notEqual(status.result, 'pass', `${what}, ${algo}`);
  }
}
console.log('mailauth is content');
