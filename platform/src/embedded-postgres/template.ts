import { constants } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataDirectory, ensureDatabase } from './data-directory.ts';

const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/master-ia', import.meta.url));

/** For tests: gives a new data directory a fresh database by copying one that is made once per PGlite version (0.1 s instead of 2 to 5). */
export async function copyTemplate(dataDir: string): Promise<void> {
  const packageFile = path.join(path.dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite')), '..', 'package.json');
  const { version } = JSON.parse(await readFile(packageFile, 'utf8')) as { version: string };
  const template = path.join(CACHE, `pg-${version}`);
  const target = path.join(dataDir, 'pg');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const copy = () => cp(template, target, { recursive: true, mode: constants.COPYFILE_FICLONE });
  await copy().catch(async (e: unknown) => {
    if ((e as NodeJS.ErrnoException).code !== 'ENOENT') throw e;
    await makeTemplate(template);
    await copy();
  });
}

async function makeTemplate(template: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const made = await mkdtemp(path.join(CACHE, 'making-'));
  try {
    const paths = await dataDirectory(made);
    await ensureDatabase(paths);
    // Two test files may make it at the same time: the first one stays.
    await rename(paths.database, template).catch((e: unknown) => {
      if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes((e as NodeJS.ErrnoException).code ?? '')) throw e;
    });
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}
