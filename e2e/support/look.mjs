// Looks at a page as different people see it: accessibility, reflow at 320 px, pictures.
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";
import { FULL, SEEN, SHOTS } from "./settings.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SIZES = { 1280: 800, 390: 844, 320: 640 };

const every = Object.keys(SIZES).flatMap((width) => ["light", "dark"].map((scheme) => ({ width: Number(width), scheme, axe: true, picture: true })));
const some = [
  { width: 1280, scheme: "light", axe: true, picture: true },
  { width: 390, scheme: "dark", axe: false, picture: true },
  { width: 320, scheme: "dark", axe: false, picture: false },
];
const EYES = FULL ? every : some;

/** True for the one who comes first: each view is looked at once in each language. */
function claim(name) {
  try {
    closeSync(openSync(join(SEEN, name), "wx"));
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** Expects this view and looks at it. The page keeps its state. */
export async function look(page, view) {
  await expect(page.locator("body")).toHaveAttribute("data-view", view);
  await page.locator("html").evaluate(() => document.fonts.ready.then(() => null));
  const lang = await page.locator("html").getAttribute("lang");
  await inspect(page, `${view.replace(":", ".")}--${lang}`);
}

/** Looks at a page that is none of the product's own. */
export async function inspect(page, name) {
  if (!claim(name)) return;
  const before = page.viewportSize();
  const focused = await page.evaluateHandle(() => document.activeElement);
  for (const { width, scheme, axe, picture } of EYES) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: SIZES[width] });
    const beyond = await page.evaluate(overflowing);
    expect.soft(beyond, `${name}: stands out at ${width} px`).toEqual([]);
    await page.evaluate(() => scrollTo(0, 0));
    if (picture) await page.screenshot({ path: join(SHOTS, `${name}-${width}-${scheme}.png`), fullPage: true, animations: "disabled", caret: "hide", timeout: 60_000 });
    if (!axe) continue;
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] }).withTags(TAGS).analyze();
    const told = violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.target.join(" ")} – ${node.failureSummary}`));
    expect.soft(told, `${name}: axe at ${width} px, ${scheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  await page.setViewportSize(before);
  await focused.evaluate((element) => element?.focus?.());
}

/** What makes the page wider than the window; runs in the page. */
function overflowing() {
  const root = document.scrollingElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const scrolls = (element) => element !== document.body && element !== root && getComputedStyle(element).overflowX !== "visible";
  const isInside = (element) => element && (scrolls(element) || isInside(element.parentElement));
  const wide = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > root.clientWidth + 0.5 && !isInside(element.parentElement));
  return [`${root.scrollWidth} px`, ...wide.slice(0, 8)].map((element) => typeof element === "string" ? element : `${element.tagName.toLowerCase()}.${element.className} ${Math.round(element.getBoundingClientRect().right)} px`);
}
