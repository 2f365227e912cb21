import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { domains } from '@master-ia/schemas/domains.ts';
import { consoleTypes } from './console-types.ts';
import { breaks, eventSchemas, pathOf, type JsonSchema } from './json-schemas.ts';

// npm run generate [-- --check]: JSON Schemas of the events, checked in under schemas/json, and the console's GraphQL types, beside its documents.
// `--check` writes nothing and fails when they differ.
const project = join(import.meta.dirname, '..');
const root = join(project, 'schemas', 'json');
const check = process.argv.includes('--check');

const kept = new Map<string, string>();
for (const file of await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])) {
  if (!file.isFile()) continue;
  const path = join(file.parentPath, file.name);
  kept.set(relative(root, path).split(sep).join('/'), await readFile(path, 'utf8'));
}
const style = await resolveConfig(import.meta.filename);
const wanted = new Map<string, string>();
for (const e of eventSchemas(domains)) wanted.set(pathOf(e), await format(JSON.stringify(e.schema), { ...style, parser: 'json' }));

const broken: string[] = [];
for (const [path, text] of kept) {
  const older = JSON.parse(text) as JsonSchema;
  if (older['x-exposure'] !== 'public') continue;
  const newer = wanted.get(path);
  broken.push(...(newer === undefined ? [`${path} is gone`] : breaks(older, JSON.parse(newer) as JsonSchema).map((b) => `${path}: ${b}`)));
}
if (broken.length > 0) {
  process.stderr.write(
    `A public version of an event only ever gains optional fields; make a new version instead:\n${broken.map((b) => `  ${b}\n`).join('')}`,
  );
  process.exit(1);
}

const changed = [...wanted].filter(([path, text]) => kept.get(path) !== text);
const gone = [...kept.keys()].filter((path) => !wanted.has(path));
const ofConsole = await consoleTypes(project, { check });
if (check) {
  const stale = [...[...changed.map(([p]) => p), ...gone].map((path) => `schemas/json/${path} differs`), ...ofConsole];
  for (const line of stale) process.stderr.write(`${line}: npm run generate\n`);
  process.exit(stale.length > 0 ? 1 : 0);
}
for (const [path, text] of changed) {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}
for (const path of gone) await rm(join(root, path));
process.stdout.write(`${wanted.size} schemas, ${changed.length} written, ${gone.length} removed; the console's types are written\n`);
