import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { silent } from '../ports/log.ts';
import { openDatabase, type Connection } from '../postgres/database.ts';
import { embeddedEngine } from './embedded.ts';
import { findPostgres } from './find-postgres.ts';
import { currentRun, exists, oncePerRun, waitFor } from './run-directory.ts';

/** An empty database; `drop` removes it, with whoever is still connected. */
export type TestDatabase = { readonly connection: Connection; drop(): Promise<void> };
export type TestEngine = { readonly name: 'embedded' | 'postgresql'; open(): Promise<TestDatabase> };

/** One throwaway cluster per run, started by the first spec that needs it; TEST_DATABASE_URL names a server instead. */
const cluster = async (): Promise<Connection> => {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return { connectionString: given };
  const run = currentRun();
  const made = await oncePerRun(run, 'postgresql', async () => {
    const dir = join(run.dir, 'postgresql');
    const keeper = fileURLToPath(new URL('./cluster-keeper.ts', import.meta.url));
    const child = spawn(process.execPath, [keeper, dir, findPostgres()!, String(run.owner)], { detached: true, stdio: 'ignore', env: {} });
    child.unref();
    await waitFor('the PostgreSQL cluster', async () => (await exists(join(dir, 'ready'))) || (await exists(join(dir, 'failed'))), 30_000);
    if (await exists(join(dir, 'failed'))) throw new Error(await readFile(join(dir, 'failed'), 'utf8'));
    return JSON.stringify({ keeper: child.pid, connection: JSON.parse(await readFile(join(dir, 'ready'), 'utf8')) as Connection });
  });
  return (JSON.parse(made) as { connection: Connection }).connection;
};

const named = (server: Connection, database: string): Connection => {
  if (!server.connectionString) return { ...server, database };
  const url = new URL(server.connectionString);
  url.pathname = `/${database}`;
  return { connectionString: url.href };
};

const postgresqlEngine: TestEngine = {
  name: 'postgresql',
  open: async () => {
    const server = await cluster();
    const name = `mia_test_${randomBytes(6).toString('hex')}`;
    const admin = async (sql: string): Promise<void> => {
      const db = openDatabase({ connection: server, lane: 'query', max: 1, log: silent });
      await db.query(sql).finally(() => db.close());
    };
    await admin(`create database ${name}`);
    return { connection: named(server, name), drop: () => admin(`drop database if exists ${name} with (force)`) };
  },
};

/** The engines of this machine; a spec runs once for each: `describe.each(testDatabases())('… on $name', …)`. */
export const testDatabases = (): readonly TestEngine[] => [
  embeddedEngine,
  ...(process.env['TEST_DATABASE_URL'] || findPostgres() ? [postgresqlEngine] : []),
];
/** Engines that the suites wanted and this machine does not have, each with what would bring it. */
export const missingEngines = (): readonly string[] => [
  ...(process.env['TEST_DATABASE_URL'] || findPostgres() ? [] : ['postgresql (install postgresql-15 or newer, or set TEST_DATABASE_URL)']),
];
