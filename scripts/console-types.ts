import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { runNode } from './check.ts';

const CODEGEN = 'node_modules/@graphql-codegen/cli/esm/bin.js';

const named = (root: string, path: string): string => relative(root, path).split(sep).join('/');
/** Types of documents that are gone: the generator leaves them, and they go on compiling. */
const orphans = async (root: string): Promise<readonly string[]> =>
  (await readdir(join(root, 'frontend/src'), { recursive: true, withFileTypes: true }))
    .filter((f) => f.isFile() && f.name.endsWith('.gql.ts'))
    .map((f) => join(f.parentPath, f.name))
    .filter((path) => !existsSync(path.replace(/\.gql\.ts$/, '.graphql')))
    .map((path) => named(root, path))
    .sort();

/** The console's types of the GraphQL schema and of its documents. Answers what was wrong, one line each; with `check` nothing is written. Throws when the generator cannot go on. */
export const consoleTypes = async (root: string, o: { readonly check: boolean }): Promise<readonly string[]> => {
  const left = await orphans(root);
  if (!o.check) for (const path of left) await rm(join(root, path));
  const { ok, output } = await runNode(join(root, 'frontend'), [
    join(root, CODEGEN),
    '--config',
    'codegen.ts',
    ...(o.check ? ['--check'] : []),
  ]);
  // It prints an array (from the second line on a comma comes first) of paths, some from here and some from the root of the disk.
  const stale = [...(output.split('stale files')[1] ?? '').matchAll(/^,? +- (.+)$/gm)].map(([, path]) =>
    named(root, resolve(root, 'frontend', String(path))),
  );
  if (!ok && stale.length === 0) throw new Error(output.trim() || 'graphql-codegen failed');
  return [...left.map((path) => `${path} has no document`), ...stale.sort().map((path) => `${path} differs`)];
};
