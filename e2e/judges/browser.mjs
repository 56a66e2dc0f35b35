// A browser without script for the sign-in and consent pages of the pretend Google and Microsoft.
import assert from 'node:assert/strict';

const plain = (text) =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

// Walks address, password and consent; answers what the app is told. `refuse` lists scopes to untick.
export async function consent(start, { redirect, user, password, refuse = [] }) {
  let cookie = '';
  let request = [start, {}];
  for (let step = 0; step < 10; step += 1) {
    const [url, options] = request;
    const answer = await fetch(url, { redirect: 'manual', ...options, headers: { cookie, ...options.headers } });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const location = answer.headers.get('location');
    if (location?.startsWith(redirect)) return new URL(location).searchParams;
    if (location) {
      request = [new URL(location, url).href, {}];
      continue;
    }
    const page = await answer.text();
    assert.equal(answer.status, 200, page);
    assert.doesNotMatch(page, /<script/);
    const action = plain(page.match(/<form method="post" action="([^"]*)"/)[1]);
    const fields = new URLSearchParams();
    for (const [, name, value] of page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)) fields.append(name, plain(value));
    for (const [, value] of page.matchAll(/type="checkbox" id="[^"]*" name="scope" value="([^"]*)" checked/g)) {
      if (!refuse.includes(plain(value))) fields.append('scope', plain(value));
    }
    if (page.includes('id="address"')) fields.append('address', user);
    else if (page.includes('id="password"')) fields.append('password', password);
    else fields.append('decision', 'allow');
    request = [new URL(action, url).href, { method: 'POST', body: fields }];
  }
  throw new Error('sign-in and consent did not end');
}

// A call of the control API.
export async function control(path, body) {
  const answer = await fetch(process.env.CONTROL + path, body ? { method: 'POST', body: JSON.stringify(body) } : {});
  const said = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(said));
  return said;
}

// Asks again until there is an answer.
export async function until(what, ask) {
  const end = Date.now() + 8000;
  for (;;) {
    const found = await ask();
    if (found) return found;
    assert.ok(Date.now() < end, `${what} did not come`);
  }
}
