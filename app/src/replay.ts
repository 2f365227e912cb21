import { registry } from '@master-ia/platform/kernel/registry.ts';
import type { View } from '@master-ia/platform/kernel/projection.ts';
import { startEmbeddedPostgres } from '@master-ia/platform/embedded-postgres/start.ts';
import { openSqlEventStore } from '@master-ia/platform/event-store/sql.ts';
import { openVault } from '@master-ia/platform/key-vault/sql.ts';
import { sqlLeases } from '@master-ia/platform/leases/sql.ts';
import { openDatabase, type Connection } from '@master-ia/platform/postgres/database.ts';
import { migrate } from '@master-ia/platform/postgres/migrate.ts';
import { eventDecoder } from '@master-ia/platform/projector/decode.ts';
import { rebuild } from '@master-ia/platform/projector/rebuild.ts';
import { statusOf, storedStatus } from '@master-ia/platform/projector/status.ts';
import { systemClock } from '@master-ia/platform/runtime/clock.ts';
import { readConfig } from '@master-ia/platform/runtime/config.ts';
import { openLifecycle, stopWithProcess } from '@master-ia/platform/runtime/lifecycle.ts';
import { openLog } from '@master-ia/platform/runtime/log.ts';
import { standBack } from '@master-ia/platform/runtime/priority.ts';
import { projections } from '@master-ia/projection-service/projections.ts';
import { domains } from '@master-ia/schemas/domains.ts';
import { runningProduct } from './control.ts';
import { takeDataDirectory } from './data-directory-lock.ts';

const usage = [
  'npm run replay -- VIEW|all [--keep-old]',
  'npm run replay -- list',
  '',
  `views: ${projections.map((v) => v.name).join(', ')}`,
].join('\n');
const say = (line: string): void => void process.stdout.write(`${line}\n`);
/** One rebuild at a time; what a killed one leaves is free again after this. */
const LEASE_MS = 10_000;

type Asked = { readonly what: 'list' } | { readonly what: 'rebuild'; readonly views: readonly View[]; readonly keepOld: boolean };
/** null: not understood. */
const asked = (args: readonly string[]): Asked | null => {
  const keepOld = args.includes('--keep-old');
  const [name, ...rest] = args.filter((a) => a !== '--keep-old');
  if (name === undefined || rest.length > 0) return null;
  if (name === 'list') return keepOld ? null : { what: 'list' };
  const views = name === 'all' ? projections : projections.filter((v) => v.name === name);
  return views.length === 0 ? null : { what: 'rebuild', views, keepOld };
};

const replay = async (order: Asked): Promise<void> => {
  const config = readConfig();
  const log = openLog({ level: 'warn', name: 'replay' });
  const life = openLifecycle({ log });
  stopWithProcess(life, log);
  try {
    const running = await runningProduct(config.dataDir);
    // A product that starts meanwhile would fold into what is rebuilt to the end of the store.
    if (!running && order.what === 'rebuild') await takeDataDirectory(config.dataDir);
    let connection: Connection | undefined =
      running?.pg ?? (config.databaseUrl === undefined ? undefined : { connectionString: config.databaseUrl });
    if (!connection) {
      const { host, port, user, database, password } = await life.start(
        'database',
        () => startEmbeddedPostgres({ dataDir: config.dataDir, log }),
        (e) => e.stop(),
      );
      connection = { host, port, user, database, ...(password !== undefined && { password }) };
    }
    const db = await life.start(
      'database rebuild',
      () => openDatabase({ connection, lane: 'rebuild', max: 4, log }),
      (d) => d.close(),
    );
    if (!running) await migrate(db, { log });
    const store = await life.start(
      'store',
      () => openSqlEventStore({ db, log }),
      (s) => s.close(),
    );
    const known = registry(domains);
    if (order.what === 'list') {
      const found = await Promise.all(projections.map(async (view) => ({ view, at: await storedStatus(db, view) })));
      for (const v of await statusOf(found, { db, store, registry: known, clock: systemClock })) {
        const versions = v.versions.map((x) => `${String(x.version)} ${x.state}`).join(', ') || 'none yet';
        const parked = v.parked.length > 0 ? `, ${String(v.parked.length)} keys parked` : '';
        const readable = v.readable || v.versions.length === 0 ? '' : ', WITHOUT TABLES';
        say(
          `${v.view.padEnd(16)} ${v.state.padEnd(10)} position ${v.position || '-'} of ${v.head}, ${v.lagMs === 0 ? 'no lag' : `${(v.lagMs / 1000).toFixed(1)} s behind`}${parked}${readable}; versions: ${versions}`,
        );
      }
      return;
    }
    const lease = await sqlLeases({ db }).acquire('replay', LEASE_MS);
    if (!lease) throw new Error(`another replay is running (or was killed less than ${String(LEASE_MS / 1000)} s ago)`);
    try {
      const vault = await life.start(
        'vault',
        () => openVault({ db, masterKey: config.masterKey, maxKeys: 200_000 }),
        (v) => v.close(),
      );
      const decoder = eventDecoder({ registry: known, vault: vault.keys, remember: false });
      if (running) standBack();
      const done = await rebuild(
        order.views,
        { db, store, decoder, registry: known, log },
        {
          pace: running ? 'paced' : 'full',
          upTo: running ? 'live' : 'head',
          keepOld: order.keepOld,
          signal: AbortSignal.any([life.signal, lease.signal]),
        },
      );
      for (const r of done) {
        const seconds = r.ms / 1000;
        say(
          `${r.view.padEnd(16)} version ${String(r.version)} is live: ${String(r.events)} events, ${String(r.rows)} rows in ${seconds.toFixed(1)} s` +
            ` (${String(Math.round(r.events / Math.max(seconds, 0.001)))} events/s; indexes ${(r.indexMs / 1000).toFixed(1)} s; live version held ${String(r.heldMs)} ms)`,
        );
      }
    } finally {
      await lease.release();
    }
  } finally {
    await life.stop('done');
  }
};

const order = asked(process.argv.slice(2));
if (!order) {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}
try {
  await replay(order);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
