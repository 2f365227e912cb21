import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import type { KindTable } from '@master-ia/connectors/whatsapp/cloud/kinds/kind-parser.ts';
import { startSimulatorProcess } from '@master-ia/connectors/whatsapp/simulator/process.ts';
import { clientOf } from '@master-ia/connectors/whatsapp/simulator/testing/client.ts';
import type { Clock } from '@master-ia/platform/ports/clock.ts';
import type { Log } from '@master-ia/platform/ports/log.ts';
import type { Connection } from '@master-ia/platform/postgres/database.ts';
import { openLifecycle } from '@master-ia/platform/runtime/lifecycle.ts';
import { systemIds } from '@master-ia/platform/runtime/ids.ts';
import type { TestEngine } from '@master-ia/platform/testing/postgres.ts';
import { projections } from '@master-ia/projection-service/projections.ts';
import { openEngines } from '../engines.ts';
import { startServices } from '../services.ts';
import { openCompany } from './company.ts';

/** The machine's clock, moved on: the simulator lives in the present, the product as far ahead as a test wants. */
export const movableClock = (): Clock & { advance(ms: number): void } => {
  let ahead = 0;
  return { now: () => new Date(Date.now() + ahead), advance: (ms) => void (ahead += ms) };
};
/** Keeps every line, and apart what is worth reading when a test fails: warnings and errors. */
export const listeningLog = () => {
  const said: string[] = [];
  const lines: string[] = [];
  const keep =
    (level: string, ...where: readonly string[][]) =>
    (fields: object, message: string) => {
      const error = (fields as { readonly error?: unknown }).error;
      const line = `${level} ${message} ${JSON.stringify({ ...fields, ...(error instanceof Error && { error: error.stack }) })}`;
      for (const list of where) list.push(line);
    };
  const log: Log = {
    debug: keep('debug', lines),
    info: keep('info', lines),
    warn: keep('warn', lines, said),
    error: keep('error', lines, said),
  };
  return { log, said, lines };
};
/** A database as an address in a configuration. */
export const urlOf = (c: Connection): string => {
  if (c.connectionString !== undefined) return c.connectionString;
  const who = c.password === undefined ? (c.user ?? '') : `${c.user ?? ''}:${encodeURIComponent(c.password)}`;
  return `postgres://${who}@localhost/${c.database ?? ''}?host=${encodeURIComponent(c.host ?? '')}&port=${c.port ?? 5432}`;
};

const LOOK_AGAIN_MS = 5;
/** A test does not wait as long for a download as the product does. */
const STALL_MS = 1500;
/** Everything of this machine that a world waits for is done within this time, however busy it is. */
const DRAINED_MS = 30_000;

/** What is still under way, in words; nothing: the world stands still until somebody does something or time goes by. */
const UNDER_WAY = `
  select 'reaction ' || r.name as what
    from (values ('conversation_work', 'conversations'), ('conversation_policies', 'conversations'), ('channel_work', 'channels'), ('whatsapp_ingest', 'ingest')) r(name, domain)
    -- A reaction that has not begun yet has no checkpoint.
    left join work.checkpoint c using (name)
    where coalesce(c.cursor, '') < (select lpad(max(e.position)::text, 20, '0') from log.event e where e.domain = r.domain)
  union all
  select 'effect ' || i.effect from work.queue_item i
    where i.hold is null and (i.epoch <> 0 or (i.due <= $1 and not exists (select 1 from work.queue_item h where h.tenant = i.tenant and h.lane = i.lane and (h.ord, h.id) < (i.ord, i.id))))
  union all
  select 'timer ' || t.name from work.timer t where t.due <= $1`;

export type WorldOptions = { readonly kinds?: KindTable };

/**
 * The whole system around a test database: command-service, projections and connectors in this process, webhooks over HTTP, the Graph API simulator as the process that it is.
 * Real numbers reach the simulator too: it is the installation's Graph address.
 */
export const openWorld = async (engine: TestEngine, o: WorldOptions = {}) => {
  const dir = await mkdtemp(join(tmpdir(), 'mia-world-'));
  const [made, simulator] = await Promise.all([
    engine.open(),
    startSimulatorProcess({ dir: join(dir, 'simulator'), log: () => undefined }),
  ]);
  const sim = await clientOf(simulator.url);
  await sim.sim('PUT', 'settings', { sentDelayMs: 0, deliveredDelayMs: 0, retryBaseMs: 20 });
  const clock = movableClock();
  const { log, said, lines } = listeningLog();
  const life = openLifecycle({ log });
  const engines = await openEngines({
    config: { dataDir: join(dir, 'data'), databaseUrl: urlOf(made.connection), masterKey: createSecretKey(randomBytes(32)) },
    life,
    log,
    clock,
    ids: systemIds,
  });
  const app = express();
  const server = createServer(app);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const services = await startServices({
    engines,
    life,
    log,
    clock,
    ids: systemIds,
    graph: { url: simulator.url, version: 'v23.0', stallMs: STALL_MS },
    simulatorUrl: simulator.url,
    simulatedAllowed: true,
    callbackUrl: (id) => `${address}/webhooks/whatsapp/${id}`,
    ...(o.kinds && { kinds: o.kinds }),
  });
  app.use(services.connectors.router);
  await services.startConnectors();

  const { store, queueDb } = engines;
  const views = projections.map((v) => v.name);
  const query = async <R = Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<R[]> =>
    (await queueDb.query<R>(text, values)).rows;
  const underWay = async (): Promise<readonly string[]> => {
    const head = await store.head();
    const told = (await sim.sim('GET', 'drained?timeoutMs=0')) as unknown as { readonly drained: boolean };
    const held = (await sim.sim('GET', 'settings'))['holdDeliveries'];
    return [
      ...(told.drained || held ? [] : ['simulator']),
      ...((await services.facts.reached(head, 0)) || head === '0'.repeat(20) ? [] : ['facts']),
      ...((await services.projection.reached(views, head, 0)) ? [] : ['views']),
      ...(await query<{ what: string }>(UNDER_WAY, [clock.now()])).map((r) => r.what),
      ...((await store.head()) === head ? [] : ['events']),
    ];
  };
  /** Waits until nothing is due any more, anywhere: twice in a row, as what ends may begin something else. */
  const drain = async (): Promise<void> => {
    let quiet = 0;
    for (const until = performance.now() + DRAINED_MS; quiet < 2;) {
      const what = await underWay();
      quiet = what.length === 0 ? quiet + 1 : 0;
      if (quiet === 2) return;
      if (performance.now() > until) throw new Error(`still under way: ${what.join(', ')}\n${said.join('\n')}`);
      if (what.length > 0) await new Promise((again) => setTimeout(again, LOOK_AGAIN_MS));
    }
  };
  return {
    engine: engine.name,
    clock,
    engines,
    services,
    sim,
    simulator,
    address,
    /** Warnings and errors so far. */
    said,
    /** Everything that was logged so far. */
    lines,
    query,
    drain,
    /** Time goes by: whoever waits for it looks again; then everything is drained. */
    pass: async (ms: number): Promise<void> => {
      clock.advance(ms);
      await query("select pg_notify('work_queue', ''), pg_notify('work_timer', '')");
      await drain();
    },
    company: (name: string) => openCompany({ name, commands: services.commands, facts: services.facts, sim, address, query, drain, clock }),
    /** Stops the product as a signal would, and everything around it. */
    close: async (): Promise<void> => {
      await life.stop('the test is over');
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
      await simulator.stop();
      await made.drop();
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
export type World = Awaited<ReturnType<typeof openWorld>>;
