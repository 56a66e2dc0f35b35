// Where things are, and how much is looked at.
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The whole matrix of languages, widths and colour schemes. */
export const FULL = Boolean(process.env.FULL);
export const BINARY = process.env.LIAISON_BIN ?? here("../../target/debug/liaison");
export const LOCALES = here("../../crates/web/locales");
export const RESULTS = here("../results");
export const SHOTS = here("../shots");
/** One empty file for each view that was looked at. */
export const SEEN = here("../results/seen");

/** Stands in every pretend secret; see `MARKER` in the stand-ins. */
export const MARKER = "pretend-9Kx7";
