import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const APP = 'force-app/main/default';
export const FOLDERS = ['force-app', 'languages', 'external-client-app'];

export const read = (path) => readFileSync(ROOT + path, 'utf8');

/** Paths of all files below a folder whose name ends so, sorted. */
export const files = (folder, ending = '') =>
    readdirSync(ROOT + folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
        .map((entry) => `${entry.parentPath}/${entry.name}`.slice(ROOT.length))
        .sort();

/** What stands before the first dot of the file's name. */
export const nameOf = (path) => basename(path).split('.')[0];

/** Contents of all elements with this name, in their order. */
export const values = (xml, element) =>
    [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map((match) => match[1]);
