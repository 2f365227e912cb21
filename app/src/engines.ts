import { join } from 'node:path';
import type { Config } from '@master-ia/platform/runtime/config.ts';
import type { Lifecycle } from '@master-ia/platform/runtime/lifecycle.ts';
import type { Log } from '@master-ia/platform/ports/log.ts';
import type { Clock, Ids } from '@master-ia/platform/ports/clock.ts';
import { startEmbeddedPostgres } from '@master-ia/platform/embedded-postgres/start.ts';
import { openSqlEventStore } from '@master-ia/platform/event-store/sql.ts';
import { storeTailFeed } from '@master-ia/platform/feed/store-tail.ts';
import { openVault } from '@master-ia/platform/key-vault/sql.ts';
import { openFileMediaStore } from '@master-ia/platform/media/file-store.ts';
import { sqlMediaIndex } from '@master-ia/platform/media/media-index.ts';
import { openDatabase, type Connection, type Lane } from '@master-ia/platform/postgres/database.ts';
import { migrate } from '@master-ia/platform/postgres/migrate.ts';
import { openReadModelDb } from '@master-ia/platform/postgres/read-model-db.ts';
import { memoryCache } from '@master-ia/platform/cache/memory.ts';
import { memoryPubSub } from '@master-ia/platform/pub-sub/memory.ts';
import { memoryRateLimit } from '@master-ia/platform/rate-limit/memory.ts';
import { sqlLeases } from '@master-ia/platform/leases/sql.ts';
import { openSqlTimers } from '@master-ia/platform/timers/sql.ts';
import { openSqlWorkQueue } from '@master-ia/platform/work-queue/sql.ts';

/** Connections per lane: the embedded database has one session, a server is shared with others. */
const POOL: Readonly<Record<Lane, number>> = { log: 4, query: 8, facts: 3, live: 4, queue: 4, rebuild: 2, vacuum: 1 };

export type EnginePorts = {
  readonly config: Pick<Config, 'dataDir' | 'databaseUrl' | 'masterKey'>;
  readonly life: Lifecycle;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
};

/** The engines that the configuration names, opened in order and closed with the lifecycle: database, store, feed, vaults, queues, media. */
export const openEngines = async ({ config, life, log, clock, ids }: EnginePorts) => {
  const embedded =
    config.databaseUrl === undefined
      ? await life.start(
          'database',
          () => startEmbeddedPostgres({ dataDir: config.dataDir, log }),
          (e) => e.stop(),
        )
      : undefined;
  const connection: Connection = embedded
    ? {
        host: embedded.host,
        port: embedded.port,
        user: embedded.user,
        database: embedded.database,
        ...(embedded.password !== undefined && { password: embedded.password }),
      }
    : { connectionString: config.databaseUrl as string };
  const open = (lane: Lane) =>
    life.start(
      `database ${lane}`,
      () => openDatabase({ connection, lane, max: POOL[lane], log }),
      (db) => db.close(),
    );
  const [logDb, queryDb, factsDb, liveDb, queueDb] = [
    await open('log'),
    await open('query'),
    await open('facts'),
    await open('live'),
    await open('queue'),
  ];
  await migrate(logDb, { log });
  const store = await life.start(
    'event store',
    () => openSqlEventStore({ db: logDb, followers: liveDb, log }),
    (s) => s.close(),
  );
  const vault = await life.start(
    'vault',
    () => openVault({ db: logDb, masterKey: config.masterKey }),
    (v) => v.close(),
  );
  const media = await openFileMediaStore({ dir: join(config.dataDir, 'media'), index: sqlMediaIndex(logDb), keys: vault.keys, clock, ids });
  return {
    kind: embedded ? 'embedded PostgreSQL (PGlite)' : 'PostgreSQL',
    embedded,
    connection,
    logDb,
    queryDb,
    factsDb,
    liveDb,
    queueDb,
    readDb: openReadModelDb(queryDb),
    store,
    feed: storeTailFeed(store),
    vault: vault.keys,
    secrets: vault.secrets,
    raw: vault.raw,
    media,
    queue: await openSqlWorkQueue({ db: queueDb, clock }),
    leases: sqlLeases({ db: queueDb }),
    timers: await openSqlTimers({ db: queueDb, clock }),
    cache: memoryCache({ clock }),
    pubSub: memoryPubSub({ log }),
    limit: memoryRateLimit({ clock }),
  };
};
export type Engines = Awaited<ReturnType<typeof openEngines>>;
