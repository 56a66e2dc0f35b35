// Every view the product says it has was looked at.
import { readdirSync } from "node:fs";
import { startDemo } from "../support/process.mjs";
import { SEEN } from "../support/settings.mjs";
import { expect, test } from "@playwright/test";

test("every declared view was seen", async () => {
  const demo = await startDemo();
  try {
    const routes = await (await fetch(`${demo.product}/demo/routes`)).json();
    const declared = new Set(routes.flatMap((route) => route.views));
    const seen = new Set(readdirSync(SEEN).map((name) => name.split("--")[0].replace(".", ":")));
    expect([...declared].filter((view) => !seen.has(view)), "views nobody looked at").toEqual([]);
  } finally {
    await demo.stop();
  }
});
