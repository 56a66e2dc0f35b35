// Bundles styles and scripts, makes the icon sprite, names every file after its content,
// and writes manifest.json ("main.css" → "main-3f2a….css"). With --sample it also writes the
// sample pages into preview/, linked to what was just built.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const sample = process.argv.includes("--sample");
const out = join(here, sample ? "preview/assets" : "dist");
const manifest = {};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const bundle = await build({
  absWorkingDir: here,
  entryPoints: ["css/main.css", ...["main", "htmx", "rich-text", "compose", "live-feed", "panel"].map((name) => `js/${name}.js`)],
  outdir: out,
  entryNames: "[name]-[hash]",
  chunkNames: "part-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  target: ["chrome123", "firefox128", "safari17.5"],
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});
for (const [file, { entryPoint }] of Object.entries(bundle.metafile.outputs)) {
  if (entryPoint) manifest[entryPoint.split("/").pop()] = file.split("/").pop();
}

async function put(name, text) {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const file = name.replace(/(\.[a-z]+)$/, `-${hash}$1`);
  await writeFile(join(out, file), text);
  manifest[name] = file;
}

await put("icons.svg", await sprite());
await put("mark.svg", await readFile(join(here, "mark.svg"), "utf8"));

const sorted = Object.fromEntries(Object.entries(manifest).sort());
await writeFile(join(out, "manifest.json"), JSON.stringify(sorted, null, 2) + "\n");

if (sample) await writeSamples(sorted);
await report(sorted);

async function sprite() {
  const lines = (await readFile(join(here, "icons.txt"), "utf8")).split("\n");
  const symbols = [];
  for (const line of lines) {
    const [name, from = name] = line.trim().split(/\s+/);
    if (!name || name.startsWith("#")) continue;
    const source = await readFile(join(here, "node_modules/lucide-static/icons", `${from}.svg`), "utf8").catch(() => {
      throw new Error(`icons.txt names "${from}", which lucide-static does not have`);
    });
    const shapes = source.match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/\s*\n\s*/g, "").replaceAll(" />", "/>");
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

// In a sample, {{asset:main.css}} is a built file and {{icon:mail}} an icon of the sprite.
async function writeSamples(names) {
  const from = join(here, "sample");
  const to = join(here, "preview");
  for (const file of (await readdir(from)).filter((name) => name.endsWith(".html") && !name.startsWith("mail-"))) {
    const text = (await readFile(join(from, file), "utf8"))
      .replace(/\{\{asset:([\w.-]+)\}\}/g, (_, name) => {
        if (!names[name]) throw new Error(`${file} asks for ${name}, which was not built`);
        return `assets/${names[name]}`;
      })
      .replace(/\{\{icon:([\w-]+)(?: ([\w -]+))?\}\}/g, (_, name, more) =>
        `<svg class="icon${more ? ` ${more}` : ""}" aria-hidden="true"><use href="assets/${names["icons.svg"]}#${name}"></use></svg>`);
    await writeFile(join(to, file), text);
  }
  await writeMailSample(from, to);
  console.log(`samples in ${relative(process.cwd(), to) || "."}`);
}

// The shell of our e-mails with the words of one filled in; the server does the same with askama.
async function writeMailSample(from, to) {
  const words = {
    lang: "en",
    subject: "Ada Okafor invited you to Liaison",
    preheader: "Sign in with Salesforce. It takes about three minutes.",
    body: await readFile(join(from, "mail-welcome.body.html"), "utf8"),
    foot: await readFile(join(from, "mail-welcome.foot.html"), "utf8"),
  };
  const page = (await readFile(join(here, "../templates/mail/layout.html"), "utf8"))
    .replace(/\{#[\s\S]*?#\}\n?/g, "")
    .replace(/\{%-? block (\w+) -?%\}\{%-? endblock -?%\}/g, (_, name) => words[name])
    .replace(/\{\{ (\w+) \}\}/g, (_, name) => words[name]);
  await writeFile(join(to, "mail-welcome.html"), page);
}

async function report(names) {
  for (const [name, file] of Object.entries(names)) {
    const bytes = await readFile(join(out, file));
    const kb = (size) => `${(size / 1000).toFixed(1)} kB`.padStart(9);
    console.log(`${name.padEnd(14)}${kb(bytes.length)}  gzip ${kb(gzipSync(bytes).length)}`);
  }
}
