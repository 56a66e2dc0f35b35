import { defineConfig } from "@playwright/test";
import { FULL } from "./support/settings.mjs";

// Each language is a project of its own. Per submission everything but @full runs in English, and of
// the main path what is not @english in French and Swedish too; FULL=1 runs everything in each language.
const language = (lang) => ({
  name: lang,
  testIgnore: "coverage.spec.mjs",
  ...(FULL ? {} : { grepInvert: lang === "en" ? /@full/ : /@full|@english/ }),
  ...(lang === "en" || FULL ? {} : { testMatch: "main-path.spec.mjs" }),
  use: { lang },
});

export default defineConfig({
  testDir: "tests",
  outputDir: "results",
  globalSetup: "./support/setup.mjs",
  fullyParallel: true,
  forbidOnly: true,
  // They wait more than they work.
  workers: 3,
  retries: 0,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
  projects: [
    // The longest first.
    ...["sv", "fr", "en"].map(language),
    // Says which views nobody has looked at; it runs when all the others have passed.
    { name: "coverage", testMatch: "coverage.spec.mjs", dependencies: ["en", "fr", "sv"] },
  ],
});
