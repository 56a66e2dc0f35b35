// The product's words, read from its own locale files, so that every test runs in every language.
// What the seeds prescribe is not taken from there: see labels.mjs.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { LOCALES } from "./settings.mjs";

const known = new Map();

function read(lang) {
  const words = new Map();
  for (const file of readdirSync(join(LOCALES, lang))) {
    let key = "";
    for (const line of readFileSync(join(LOCALES, lang, file), "utf8").split("\n")) {
      const message = /^([a-z][\w-]*) = ?(.*)$/.exec(line);
      const attribute = /^ {4}\.([a-z]+) = (.*)$/.exec(line);
      const variant = /^ +\*?\[(\w+)\] (.*)$/.exec(line);
      if (message) words.set((key = message[1]), message[2]);
      else if (attribute) words.set(`${key}.${attribute[1]}`, attribute[2]);
      else if (variant) words.set(`${key}[${variant[1]}]`, variant[2]);
    }
  }
  return words;
}

/** `t("key", { name })` in this language; `t("key[one]")` is a plural form, `t("key.why")` an attribute. */
export function texts(lang) {
  if (!known.has(lang)) known.set(lang, read(lang));
  const words = known.get(lang);
  return (key, values = {}) => {
    const text = words.get(key);
    if (text === undefined) throw new Error(`${lang} has no text ${key}`);
    return text.replace(/\{ \$(\w+) \}/g, (whole, name) => values[name] ?? whole);
  };
}
