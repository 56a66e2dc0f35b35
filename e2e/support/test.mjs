// `test` with a demo world for each worker and browser contexts that are watched.
import { test as base } from "@playwright/test";
import { Control } from "./control.mjs";
import { LABELS } from "./labels.mjs";
import { People } from "./people.mjs";
import { startDemo } from "./process.mjs";
import { texts } from "./texts.mjs";
import { watch } from "./watch.mjs";

export { expect } from "@playwright/test";

export const test = base.extend({
  lang: ["en", { option: true, scope: "worker" }],

  /** The demo world: its addresses, `control`, and the product's `origin`. */
  world: [
    async ({ lang }, use) => {
      const demo = await startDemo();
      const world = { ...demo, control: new Control(demo.control), lang };
      await use(world);
      await demo.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],

  /** Words of the product in the language of this run. */
  t: async ({ lang }, use) => use(texts(lang)),

  /** Labels of the seeds in the language of this run. */
  labels: async ({ lang }, use) => use(LABELS[lang]),

  /** Opens a browser of its own: `await open()`, `await open({ lang: "fr", javaScriptEnabled: false })`. */
  open: async ({ browser, world, lang }, use) => {
    const origins = new Set([world.product]);
    const opened = [];
    await use(async ({ lang: locale = lang, also, ...options } = {}) => {
      if (also) origins.add(also);
      const context = await browser.newContext({ baseURL: also ?? world.product, locale, timezoneId: "Europe/Stockholm", viewport: { width: 1280, height: 800 }, ...options });
      opened.push({ context, watched: watch(context, origins) });
      return context.newPage();
    });
    for (const { context, watched } of opened) {
      await watched.finish();
      await context.close();
    }
  },

  /** What people do, in words. */
  people: async ({ world, open, lang }, use) => use(new People(world, open, lang)),
});
