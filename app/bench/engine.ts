import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent } from '@master-ia/platform/ports/log.ts';
import { openDatabase, type Connection } from '@master-ia/platform/postgres/database.ts';
import { startPostgresql } from './postgresql.ts';

/** Where a product under measurement keeps its data: an empty directory and, but for the embedded engine, an empty database. */
export type Place = { readonly dataDir: string; readonly databaseUrl: string | undefined; remove(): Promise<void> };
export type Engine = {
  readonly kind: 'embedded' | 'postgresql';
  /** Shown in the report. */
  readonly title: string;
  place(): Promise<Place>;
  stop(): Promise<void>;
};

const newDataDir = (): Promise<string> => mkdtemp(join(tmpdir(), 'mia-bench-'));
const removed = (dir: string): Promise<void> => rm(dir, { recursive: true, force: true, maxRetries: 5 });

const embedded: Engine = {
  kind: 'embedded',
  title: 'embedded PostgreSQL (PGlite, its own process, data on disk)',
  place: async () => {
    const dataDir = await newDataDir();
    return { dataDir, databaseUrl: undefined, remove: () => removed(dataDir) };
  },
  stop: async () => undefined,
};

/** `pg` takes the socket's directory from the query; the host before it is only there to make the URL one. */
const urlOf = (c: Connection, database: string): string => {
  if (c.connectionString !== undefined) {
    const url = new URL(c.connectionString);
    url.pathname = `/${database}`;
    return url.href;
  }
  return `postgres://${c.user ?? 'postgres'}@localhost/${database}?host=${encodeURIComponent(c.host ?? '')}`;
};

const openPostgresql = async (given: string | undefined): Promise<Engine> => {
  const server = given === undefined ? await startPostgresql() : { connection: { connectionString: given }, stop: async () => undefined };
  const admin = async <R>(sql: string): Promise<R[]> => {
    const db = openDatabase({ connection: server.connection, lane: 'query', max: 1, log: silent });
    return (await db.query<R>(sql).finally(() => db.close())).rows;
  };
  const [row] = await admin<{ v: string; s: string }>("select current_setting('server_version') v, current_setting('fsync') s");
  return {
    kind: 'postgresql',
    title: `PostgreSQL ${row?.v ?? '?'} (${given === undefined ? 'throwaway cluster, stock settings' : 'of DATABASE_URL'}, fsync ${row?.s ?? '?'})`,
    place: async () => {
      const dataDir = await newDataDir();
      const name = `mia_bench_${randomBytes(6).toString('hex')}`;
      await admin(`create database ${name}`);
      return {
        dataDir,
        databaseUrl: urlOf(server.connection, name),
        remove: async () => {
          await admin(`drop database if exists ${name} with (force)`);
          await removed(dataDir);
        },
      };
    },
    stop: server.stop,
  };
};
/** The engine by its name; `postgresql` is the server of DATABASE_URL, or a throwaway one. */
export const openEngine = (kind: Engine['kind']): Promise<Engine> =>
  kind === 'embedded' ? Promise.resolve(embedded) : openPostgresql(process.env['DATABASE_URL']);
