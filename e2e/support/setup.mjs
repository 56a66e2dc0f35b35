// Begins with an empty record of what was seen.
import { mkdirSync, rmSync } from "node:fs";
import { SEEN, SHOTS } from "./settings.mjs";

export default function setup() {
  for (const folder of [SEEN, SHOTS]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
}
