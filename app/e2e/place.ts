import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingEngines, testDatabases, type TestDatabase } from '@master-ia/platform/testing/postgres.ts';
import { freePort, startProduct } from './product.ts';
import type { Environment } from './program.ts';

export type EngineName = 'embedded' | 'postgresql';
/** Where one product of a scenario keeps its data, and the environment that says so. */
export type Place = { readonly dataDir: string; readonly env: Environment; remove(): Promise<void> };

const newDirectory = (): Promise<string> => mkdtemp(join(tmpdir(), 'mia-e2e-'));
const removed = (dir: string): Promise<void> => rm(dir, { recursive: true, force: true, maxRetries: 5 });

/** `pg` takes the socket's directory from the query; the host before it is only there to make the URL one. */
const urlOf = (c: TestDatabase['connection']): string =>
  c.connectionString ?? `postgres://${c.user ?? 'postgres'}@localhost/${c.database ?? ''}?host=${encodeURIComponent(c.host ?? '')}`;

/** One port for all products of a run, which come one after the other: the simulator's webhooks go to the port of the demo's making. */
let port: Promise<number> | undefined;
const portOfRun = async (): Promise<string> => String(await (port ??= freePort()));

/** The demo workspace is made once; every other embedded product begins with a copy of it. */
let template: Promise<string> | undefined;
const madeTemplate = async (): Promise<string> => {
  const dataDir = await newDirectory();
  const product = await startProduct({ DATA_DIR: dataDir, DEMO: 'on', PORT: await portOfRun() });
  await product.stop();
  return dataDir;
};
/** Removes what the run shares. */
export const removeTemplate = async (): Promise<void> => {
  if (template) await template.then(removed, () => undefined);
};

export const enginesMissing = (): readonly string[] => missingEngines();
export const engines = (): readonly EngineName[] => testDatabases().map((e) => e.name);

/** A place of one's own. `empty`: nothing was ever started there. */
export const openPlace = async (engine: EngineName, o: { readonly empty?: boolean } = {}): Promise<Place> => {
  const dataDir = await newDirectory();
  const PORT = await portOfRun();
  if (engine === 'embedded') {
    if (!o.empty) await cp(await (template ??= madeTemplate()), dataDir, { recursive: true });
    return { dataDir, env: { DATA_DIR: dataDir, DEMO: 'on', PORT }, remove: () => removed(dataDir) };
  }
  const database = await testDatabases()
    .find((e) => e.name === engine)
    ?.open();
  if (!database) throw new Error(`${engine} is not on this machine`);
  return {
    dataDir,
    env: { DATA_DIR: dataDir, DEMO: 'on', PORT, DATABASE_URL: urlOf(database.connection), MASTER_KEY: randomBytes(32).toString('base64') },
    remove: async () => {
      await database.drop();
      await removed(dataDir);
    },
  };
};
