import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { openSqlEventStore } from '../event-store/sql.ts';
import { storeTailFeed } from '../feed/store-tail.ts';
import type { Row, View } from '../kernel/projection.ts';
import type { EventStore } from '../ports/event-store.ts';
import { silent } from '../ports/log.ts';
import { openDatabase, type PostgresDatabase } from '../postgres/database.ts';
import { migrate } from '../postgres/migrate.ts';
import { openReadModelDb } from '../postgres/read-model-db.ts';
import { testDatabases, type TestDatabase } from '../testing/postgres.ts';
import { ensureLive } from './catalog.ts';
import { eventDecoder } from './decode.ts';
import { rebuild, type RebuildOptions } from './rebuild.ts';
import { viewRunner, type ViewRunner } from './runner.ts';
import { FoldFailed } from './write-behind.ts';
import { TENANT, derivedKeys, purseId, toyRegistry, toyView, toyWriter, type Told } from './testing.ts';

type Notice = {
  readonly table?: string;
  readonly resync?: true;
  readonly position: string;
  readonly changes?: readonly { readonly key: { readonly purse_id: string }; readonly after: Row | null }[];
};

describe.each(testDatabases())('rebuild on $name', (engine) => {
  let made: TestDatabase;
  let db: PostgresDatabase;
  let store: EventStore & { close(): Promise<void> };
  let write: ReturnType<typeof toyWriter>;
  const running: { readonly stop: AbortController; readonly done: Promise<void> }[] = [];
  const decoder = eventDecoder({ registry: toyRegistry, vault: derivedKeys });

  beforeAll(async () => {
    made = await engine.open();
    db = openDatabase({ connection: made.connection, lane: 'live', max: 6, log: silent });
    await migrate(db, { log: silent });
  }, 60_000);
  afterAll(async () => {
    await db?.close();
    await made?.drop();
  });
  beforeEach(async () => {
    for (const schema of await schemas()) await db.query(`drop schema ${schema} cascade`);
    await db.query('delete from work.view; truncate log.event; update log.store set position = 0');
    store = await openSqlEventStore({ db, log: silent });
    write = toyWriter(store);
  });
  const stop = async (): Promise<void> => {
    for (const r of running.splice(0)) {
      r.stop.abort();
      await r.done;
    }
  };
  afterEach(async () => {
    await stop();
    await store.close();
  });

  const serve = (notices: Notice[] = [], view: View = toyView()): ViewRunner => {
    const runner = viewRunner(view, ['purses'], {
      db,
      feed: storeTailFeed(store),
      decoder,
      log: silent,
      pubSub: { publish: (_, m) => void notices.push(JSON.parse(m) as Notice), subscribe: () => () => undefined },
    });
    const stop = new AbortController();
    running.push({ stop, done: runner.run(stop.signal) });
    return runner;
  };
  const build = (o: Partial<RebuildOptions> = {}, view: View = toyView()) =>
    rebuild([view], { db, store, decoder, registry: toyRegistry, log: silent }, { pace: 'full', upTo: 'live', ...o });
  const dump = async (schema: string) => {
    const tables = ['purse', 'purse_tag', 'total'];
    const rows = await Promise.all(
      tables.map(async (t) =>
        (await db.query<{ r: unknown }>(`select to_json(t) r from ${schema}.${t} t order by to_json(t)::text`)).rows.map((x) => x.r),
      ),
    );
    return Object.fromEntries(tables.map((t, i) => [t, rows[i]]));
  };
  const states = async () =>
    (await db.query<{ version: number; state: string }>('select version, state from work.view order by version')).rows.map(
      (r) => `${r.version} ${r.state}`,
    );
  const schemas = async () =>
    (await db.query<{ n: string }>(`select nspname n from pg_namespace where nspname like 'rm!_%' escape '!' order by 1`)).rows.map(
      (r) => r.n,
    );
  const names = Array.from({ length: 30 }, (_, i) => `p${i}`);
  const begin = (): Told[] => names.map((purse) => ({ type: 'Opened', purse }));
  const pays = (n: number, from = 0): Told[] =>
    Array.from({ length: n }, (_, i) => ({ type: 'Paid', purse: names[(from + i * 7) % 30]!, amount: (i % 5) + 1, tags: [`t${i % 3}`] }));

  it('builds again what a restored backup lacks: the tables of its live versions, and schema `rm`', async () => {
    const notices: Notice[] = [];
    const runner = serve(notices);
    await write(begin());
    await runner.reached(await write(pays(60)), 5_000);
    const right = await dump('rm');
    const lose = async (): Promise<void> => {
      for (const schema of await schemas()) await db.query(`drop schema ${schema} cascade`);
      await db.query('drop schema rm cascade');
      await expect(dump('rm')).rejects.toThrow(/does not exist/);
    };

    // While it runs: what is written next finds it out.
    await lose();
    expect(await runner.reached(await write([{ type: 'Opened', purse: 'late' }]), 5_000)).toBe(true);
    expect((await dump('rm'))['purse']).toHaveLength(right['purse']!.length + 1);
    expect(notices.some((n) => n.resync)).toBe(true);
    const whole = await dump('rm');
    await stop();

    // While nothing runs: by a start, and by a rebuild.
    await lose();
    expect(await serve().reached(await store.head(), 5_000)).toBe(true);
    expect(await dump('rm')).toEqual(whole);
    await stop();
    await lose();
    await build({ upTo: 'head' });
    expect(await dump('rm')).toEqual(whole);
    const asTenant = openReadModelDb(db);
    expect(await asTenant.query({ tenant: TENANT }, 'select rm.count_purses(0) n')).toEqual([{ n: whole['purse']!.length }]);
  }, 30_000);
  it('opens to readers again what is there: a version is not built twice for that', async () => {
    const runner = serve();
    await write(begin());
    await runner.reached(await write(pays(10)), 5_000);
    await stop();
    await db.query('drop schema rm cascade');
    await ensureLive(db, toyView());
    expect((await dump('rm'))['purse']).toHaveLength(30);
    expect(await states()).toEqual(['1 live']);
  });

  it('makes right a row that was changed by hand, and nothing else, while a writer goes on; subscribers see every change once', async () => {
    const notices: Notice[] = [];
    const runner = serve(notices);
    await write(begin());
    await runner.reached(await write(pays(200)), 5_000);
    await db.query(`update rm_purses_v1.purse set amount = -1000 where purse_id = $1`, [purseId('p3')]);
    let last = '';
    let on = true;
    const writer = (async () => {
      for (let i = 0; on; i++) last = await write(pays(3, i));
    })();
    const [result] = await build({ page: 40, waitingRows: 10 });
    on = false;
    await writer;
    expect(await runner.reached(last, 5_000)).toBe(true);
    expect(result).toMatchObject({ view: 'purses', version: 2 });
    expect(await states()).toEqual(['1 retired', '2 live']);
    // Folded again from the start by somebody else, everything is the same.
    const live = await dump('rm_purses_v2');
    await build({ upTo: 'head' });
    expect(await dump('rm_purses_v3')).toEqual(live);
    expect(
      (await db.query<{ amount: number }>('select amount from rm.purse where purse_id = $1', [purseId('p3')])).rows[0]!.amount,
    ).toBeGreaterThan(0);
    // Every position of a change was told, in order, before and after the switch.
    const told = notices.filter((n) => n.table === 'purse').map((n) => n.position);
    expect(told).toEqual([...told].sort());
    const shown = new Map<string, unknown>();
    for (const n of notices) for (const c of n.changes ?? []) shown.set(c.key.purse_id, c.after?.['amount']);
    const rows = (
      await db.query<{ purse_id: string; amount: number }>('select purse_id, amount from rm.purse where purse_id <> $1', [purseId('p3')])
    ).rows;
    expect(rows.length).toBe(29);
    for (const r of rows) expect([r.purse_id, shown.get(r.purse_id)]).toEqual([r.purse_id, r.amount]);
  }, 30_000);

  it('folds as the live version does, however little memory it has', async () => {
    const told = fc.array(
      fc.record({
        type: fc.constantFrom('Paid', 'Paid', 'Paid', 'Emptied', 'Opened', 'Looked', 'Happened'),
        purse: fc.constantFrom(...names.slice(0, 8)),
        amount: fc.integer({ min: 1, max: 9 }),
        tags: fc.subarray(['a', 'b', 'c']),
      }),
      { minLength: 20, maxLength: 60 },
    );
    const runner = serve();
    const open = new Set<string>();
    for (const sample of fc.sample(told, { numRuns: 6, seed: 42 })) {
      const possible: Told[] = [];
      for (const t of sample) {
        if (t.type === 'Opened') open.add(t.purse);
        if (t.type === 'Paid' && !open.has(t.purse)) continue;
        if (t.type === 'Emptied') open.delete(t.purse);
        possible.push(t);
      }
      await runner.reached(await write(possible), 5_000);
      const [{ version }] = (await build({ upTo: 'live', page: 7, waitingRows: 2 })) as unknown as [{ version: number }];
      const old = (await db.query<{ schema: string }>(`select schema from work.view where state = 'retired' order by version desc limit 1`))
        .rows[0]!.schema;
      expect(await dump(`rm_purses_v${version}`)).toEqual(await dump(old));
    }
  }, 60_000);

  it('has the same rows paced as at full speed, with its indexes', async () => {
    await write(begin());
    await write(pays(300));
    await build({ upTo: 'head' });
    await build({ upTo: 'head', pace: 'paced' });
    expect(await dump('rm_purses_v2')).toEqual(await dump('rm_purses_v3'));
    const indexes = async (schema: string) =>
      (
        await db.query<{ d: string }>('select replace(indexdef, $1, $2) d from pg_indexes where schemaname = $1 order by 1', [schema, 'x'])
      ).rows.map((r) => r.d);
    expect(await indexes('rm_purses_v2')).toEqual(await indexes('rm_purses_v3'));
    expect((await indexes('rm_purses_v3')).length).toBe(4);
  });

  it('fails as a whole when an event fails, and leaves everything as it was', async () => {
    const runner = serve();
    await write(begin());
    const at = await write([...pays(20), { type: 'Paid', purse: 'p2', amount: 13 }, { type: 'Paid', purse: 'p4', amount: 1 }]);
    await runner.reached(at, 5_000);
    const before = await dump('rm_purses_v1');
    await expect(build()).rejects.toThrow(FoldFailed);
    await expect(build()).rejects.toThrow(/purses: Paid at \d{20} of .*: thirteen/);
    expect(await states()).toEqual(['1 live']);
    expect(await schemas()).toEqual(['rm_purses_v1']);
    expect(await dump('rm_purses_v1')).toEqual(before);
    expect(runner.status()).toMatchObject({ state: 'degraded', parked: [purseId('p2')] });
  });

  it('frees the keys that were parked, once the fold is mended', async () => {
    const runner = serve([], toyView({ throwsAt: 7 }));
    await write(begin());
    await runner.reached(
      await write([
        { type: 'Paid', purse: 'p1', amount: 7 },
        { type: 'Paid', purse: 'p1', amount: 9 },
      ]),
      5_000,
    );
    expect(runner.status().parked).toEqual([purseId('p1')]);
    // The mended program rebuilds; the broken one, still running, takes the new rows up like any other.
    await build();
    expect(await runner.reached(await write([{ type: 'Paid', purse: 'p1', amount: 1 }]), 5_000)).toBe(true);
    expect((await db.query('select amount from rm.purse where purse_id = $1', [purseId('p1')])).rows).toEqual([{ amount: 17 }]);
    expect(runner.status()).toMatchObject({ version: 2, state: 'live', parked: [] });
  });
  it('fails when the database refuses a row', async () => {
    await write(begin());
    await write([{ type: 'Paid', purse: 'p1', amount: 2 ** 31 }]);
    await expect(build({ upTo: 'head' })).rejects.toThrow(/out of range/);
    expect(await states()).toEqual(['1 live']);
  });

  it('leaves the live version alone when it is killed, and the next one cleans up', async () => {
    await write(begin());
    await write(pays(400));
    const runner = serve();
    await runner.reached(await write(pays(1)), 5_000);
    const before = await dump('rm_purses_v1');
    const child = spawn(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        fileURLToPath(new URL('./rebuild.child.ts', import.meta.url)),
        JSON.stringify(made.connection),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const written = async () =>
      (await schemas()).includes('rm_purses_v2') &&
      Number(
        (await db.query<{ n: string }>('select count(*) n from rm_purses_v2.purse').catch(() => ({ rows: [{ n: '0' }] }))).rows[0]!.n,
      ) >= 0;
    while (!(await written()) && child.exitCode === null);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await states()).toEqual(['1 live', '2 building']);
    expect(await dump('rm_purses_v1')).toEqual(before);
    expect(await runner.reached(await write(pays(2)), 5_000)).toBe(true);
    expect(await build()).toMatchObject([{ version: 2 }]);
    expect(await schemas()).toEqual(['rm_purses_v1', 'rm_purses_v2']);
    expect(await dump('rm_purses_v2')).toEqual(await dump('rm_purses_v1'));
  }, 30_000);

  it('keeps one old version, or all', async () => {
    await write(begin());
    for (let i = 0; i < 3; i++) await build({ upTo: 'head' });
    expect(await states()).toEqual(['3 retired', '4 live']);
    await build({ upTo: 'head', keepOld: true });
    expect(await states()).toEqual(['3 retired', '4 retired', '5 live']);
    expect(await schemas()).toEqual(['rm_purses_v3', 'rm_purses_v4', 'rm_purses_v5']);
  });

  it('is taken over by a runner where it ends, also when nobody ran before', async () => {
    await write(begin());
    await write(pays(50));
    await build({ upTo: 'head' });
    const runner = serve();
    expect(await runner.reached(await write([{ type: 'Paid', purse: 'p0', amount: 100 }]), 5_000)).toBe(true);
    const live = await dump('rm_purses_v2');
    await build({ upTo: 'head' });
    expect(await dump('rm_purses_v3')).toEqual(live);
  });

  // The embedded database is one session: a reader has finished before anything else runs.
  if (engine.name === 'postgresql') {
    it('switches past readers that are slow', async () => {
      await write(begin());
      await build({ upTo: 'head' });
      let release!: () => void;
      const reader = db.tx(async (q) => {
        await q.query('select count(*) from rm.purse');
        await new Promise<void>((r) => (release = r));
        return (await q.query<{ n: string }>('select count(*) n from rm.purse')).rows[0]!.n;
      });
      const building = build({ upTo: 'head' });
      // Locks are waited for 200 ms at most: other readers get through while the switch tries again.
      const waiting = async () =>
        (await db.query(`select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%drop view%'`)).rows.length > 0;
      while (!(await waiting()));
      expect((await db.query<{ n: string }>('select count(*) n from rm.purse')).rows[0]!.n).toBe('30');
      release();
      expect(await reader).toBe('30');
      await building;
      expect(await states()).toEqual(['2 retired', '3 live']);
    }, 20_000);
  }
});
