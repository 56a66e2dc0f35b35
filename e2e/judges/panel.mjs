// Chromium judges the pages of the pretend Salesforce that frame Liaison: sites, tickets, messages, forms, axe.
// Wants SALESFORCE, LIGHTNING, VISUALFORCE, CONTROL, SF_USERNAME and SF_PASSWORD; a small server stands in for Liaison.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { expect } from '@playwright/test';
import { control } from './browser.mjs';
import { inspect, launch } from './chromium.mjs';

const { LIGHTNING, VISUALFORCE, SALESFORCE } = process.env;

const APP = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Liaison</title><main><h2>Panel</h2><p id="said"></p></main><script>
  const up = (message) => parent.postMessage(message, '*');
  addEventListener('message', ({ data, origin }) => { document.querySelector('#said').textContent = origin + ' ' + data.type + ' ' + data.ticket; });
  up({ type: 'panel:height', px: 333 });
  up({ type: 'panel:ticket-wanted' });
</script></html>`;

const calls = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (piece) => (body += piece));
  request.on('end', () => {
    if (request.url.startsWith('/favicon')) return response.writeHead(204).end();
    calls.push({ method: request.method, url: request.url, headers: request.headers, form: new URLSearchParams(body) });
    const policy = `frame-ancestors ${LIGHTNING} ${VISUALFORCE}`;
    const cookies = ['plain=1; SameSite=None; Secure', 'own=1; SameSite=None; Secure; Partitioned'];
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy, 'set-cookie': cookies }).end(APP);
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const app = `http://localhost:${server.address().port}`;
const lastCall = () => calls.at(-1);
const payload = (ticket) => Buffer.from(ticket.split('.')[0], 'base64').toString().split('|');

await control('/salesforce/panel', { baseUrl: app, secret: 'a ticket secret' });
const { access_token: token } = await control('/salesforce/grant', { username: process.env.SF_USERNAME });
const soql = encodeURIComponent('SELECT Id FROM Lead WHERE Email != null ORDER BY CreatedDate DESC LIMIT 1');
const found = await fetch(`${SALESFORCE}/services/data/v66.0/query?q=${soql}`, { headers: { authorization: `Bearer ${token}` } });
const [{ Id: lead }] = (await found.json()).records;

const browser = await launch('--test-third-party-cookie-phaseout');
const context = await browser.newContext();
const page = await context.newPage();
const wrong = [];
page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
page.on('pageerror', (error) => wrong.push(String(error)));

// Its own cookies at home, to see which of them come along into a frame.
await page.goto(`${app}/`);
await page.reload();
assert.match(lastCall().headers.cookie, /plain=1/);
await page.goto(`${LIGHTNING}/lightning/r/Lead/${lead}/view`);
await page.getByLabel('Username').fill(process.env.SF_USERNAME);
await page.getByLabel('Password').fill(process.env.SF_PASSWORD);
await page.getByRole('button').click();
await page.waitForURL(`${LIGHTNING}/lightning/r/Lead/${lead}/view`);

async function framed(parents) {
  const find = () => page.frames().find((one) => one.url().startsWith(`${app}/embed/salesforce`));
  await expect.poll(find).toBeTruthy();
  const frame = find();
  await frame.waitForFunction(() => document.querySelector('#said')?.textContent);
  const { headers } = lastCall();
  assert.equal(headers['sec-fetch-site'], 'cross-site');
  assert.equal(headers['sec-fetch-dest'], 'iframe');
  assert.ok(!/plain=/.test(headers.cookie ?? ''), 'third-party cookies stay away');
  assert.deepEqual(await frame.evaluate(() => [...location.ancestorOrigins]), parents);
  const holder = frame.parentFrame().locator('iframe[data-origin]');
  await expect(holder).toHaveCSS('height', '333px');
  const [origin, type, ticket] = (await frame.locator('#said').textContent()).split(' ');
  assert.deepEqual([origin, type], [parents[0], 'panel:ticket']);
  return { frame, holder, ticket };
}

const { frame, holder, ticket } = await framed([LIGHTNING]);
const first = decodeURIComponent(new URL(frame.url()).hash.replace('#ticket=', ''));
assert.notEqual(first, ticket);
assert.deepEqual(payload(ticket).slice(2, 4), [lead, 'Lead']);
assert.ok(!lastCall().url.includes('ticket'), 'the fragment stays in the browser');
// A message of somebody else changes nothing.
await page.evaluate(() => window.postMessage({ type: 'panel:height', px: 999 }, '*'));
await frame.evaluate(() => parent.postMessage({ type: 'panel:height', px: 'nonsense' }, '*'));
await expect(holder).toHaveCSS('height', '480px');
await inspect(page, 'record', true, 390);

await page.getByRole('link', { name: 'Canvas' }).click();
await framed([LIGHTNING]);
assert.equal(lastCall().method, 'POST');
assert.equal(lastCall().headers.origin, LIGHTNING);
assert.match(lastCall().form.get('signed_request'), /^[\w+/=]+\.[\w+/=]+$/);
await inspect(page, 'canvas', true, 390);

await page.setViewportSize({ width: 1280, height: 640 });
await page.goto(`${LIGHTNING}/lightning/o/Lead/list?rows=10`);
await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
assert.equal(await page.locator('[data-chosen]').textContent(), '10 selected');
await page.getByRole('checkbox').nth(1).uncheck();
await inspect(page, 'list', true, 390);
await page.getByRole('button', { name: 'Add to Sales Campaign' }).click();
const posted = await framed([LIGHTNING]);
assert.equal(lastCall().form.get('action'), 'campaign');
for (const one of [lastCall().form.get('ticket'), posted.ticket]) assert.equal(payload(one)[2].split(',').length, 9);
await inspect(page, 'selection', true, 390);
await page.goto(`${LIGHTNING}/lightning/o/Contact/list`);
await page.getByRole('button', { name: 'Add Task' }).click();
await page.getByRole('alert').getByText('Nothing is selected').waitFor();
await inspect(page, 'refused', false, 390);
wrong.splice(0, wrong.length, ...wrong.filter((text) => !text.includes('status of 400')));

await page.goto(`${LIGHTNING}/lightning/r/Lead/${lead}/view`);
await page.getByRole('link', { name: 'Switch to Salesforce Classic' }).click();
await page.waitForURL(`${LIGHTNING}/${lead}`);
await framed([VISUALFORCE, LIGHTNING]);
assert.match(lastCall().headers.cookie, /own=1/, 'partitioned cookies come along');
await inspect(page, 'classic', true, 390);
await page.getByRole('link', { name: 'Switch to Lightning Experience' }).click();
await page.waitForURL(`${LIGHTNING}/lightning/r/Lead/${lead}/view`);

assert.deepEqual(wrong, []);
await browser.close();
server.close();
console.log('Chromium finds Liaison where it belongs');
