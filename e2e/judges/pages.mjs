// Chromium and axe judge the sign-in and consent pages of the pretend Google and Microsoft.
// Wants PLACES (JSON list of name, start, user, password) and CONTROL in the environment; CHROMIUM names the browser.
import assert from 'node:assert/strict';
import { control } from './browser.mjs';
import { inspect, launch } from './chromium.mjs';

const browser = await launch();

// Structure and colours are the same in each language, so axe reads them once; words differ in length, so reflow counts in each.
// The way a person goes; `look` sees each page on it.
async function walk(context, place, look) {
  const page = await context.newPage();
  await context.route('http://localhost:9/**', (route) => route.fulfill({ body: 'back' }));
  await page.goto(place.start);
  await look(page, 'address');
  await page.getByRole('textbox').fill('nobody@else.example');
  await page.getByRole('button').click();
  await look(page, 'unknown address');
  await page.getByRole('textbox').fill(place.user);
  await page.getByRole('button').click();
  await look(page, 'password');
  await page.locator('#password').fill('wrong');
  await page.getByRole('button').click();
  await look(page, 'wrong password');
  await page.locator('#password').fill(place.password);
  await page.getByRole('button').click();
  await look(page, 'consent');
  await page.getByRole('button').first().click();
  await page.waitForURL(/^http:\/\/localhost:9\/callback\?.*code=/);
}

for (const place of JSON.parse(process.env.PLACES)) {
  for (const language of ['en', 'fr', 'sv']) {
    await control(`/${place.name}/users`, { email: place.user, language });
    const context = await browser.newContext({ locale: language });
    await walk(context, place, async (page, step) => {
      assert.equal(await page.locator('html').getAttribute('lang'), language);
      await inspect(page, `${place.name}, ${step}, ${language}`, language === 'en');
    });
    await context.close();
    await control(`/${place.name}/revoke`, { email: place.user });
  }
  const silent = await browser.newContext({ javaScriptEnabled: false });
  await walk(silent, place, async () => {});
  await silent.close();
  await control(`/${place.name}/revoke`, { email: place.user });
  await control(`/${place.name}/users`, { email: place.user, consent: 'admin' });
  const waiting = await browser.newContext({ locale: 'en' });
  const page = await waiting.newPage();
  await page.goto(place.start);
  await page.getByRole('textbox').fill(place.user);
  await page.getByRole('button').click();
  await page.locator('#password').fill(place.password);
  await page.getByRole('button').click();
  await inspect(page, `${place.name}, blocked`, true);
  await waiting.close();
}
await browser.close();
console.log('Chromium and axe are content');
