import { memoryKeyVault } from '../key-vault/memory.ts';
import type { View } from '../kernel/projection.ts';
import { silent } from '../ports/log.ts';
import { openDatabase, type PostgresDatabase } from '../postgres/database.ts';
import { migrate } from '../postgres/migrate.ts';
import { testDatabases, type TestDatabase } from '../testing/postgres.ts';
import { createTables, indexesOf, liveVersion, nextVersion, publish } from './catalog.ts';
import { eventDecoder } from './decode.ts';
import { ViewSuperseded, viewRunner, type ViewRunner } from './runner.ts';
import { OTHER_TENANT, TENANT, handFeed, purseId, toyLog, toyRegistry, toyView } from './testing.ts';

describe.each(testDatabases())('runner on $name', (engine) => {
  let made: TestDatabase;
  let db: PostgresDatabase;
  const vault = memoryKeyVault();
  const runs: { readonly stop: AbortController; readonly done: Promise<void> }[] = [];
  let messages: { readonly [k: string]: unknown }[] = [];
  let log: ReturnType<typeof toyLog>;

  beforeAll(async () => {
    made = await engine.open();
    db = openDatabase({ connection: made.connection, lane: 'live', max: 4, log: silent });
    await migrate(db, { log: silent });
  }, 60_000);
  afterAll(async () => {
    await db?.close();
    await made?.drop();
  });
  beforeEach(async () => {
    for (const { schema } of (await db.query<{ schema: string }>('select schema from work.view')).rows)
      await db.query(`drop schema if exists ${schema} cascade`);
    await db.query('delete from work.view');
    messages = [];
    log = toyLog(vault);
  });
  afterEach(async () => {
    for (const r of runs.splice(0)) {
      r.stop.abort();
      await r.done;
    }
  });

  const start = async (view: View = toyView()) => {
    const hand = handFeed();
    const decoder = eventDecoder({ registry: toyRegistry, vault });
    const runner: ViewRunner = viewRunner(view, ['purses'], {
      db,
      feed: hand.feed,
      decoder,
      log: silent,
      pubSub: { publish: (_, m) => void messages.push(JSON.parse(m) as never), subscribe: () => () => undefined },
    });
    const stop = new AbortController();
    const outcome: { error?: Error } = {};
    const done = runner.run(stop.signal).catch((e: unknown) => void (outcome.error = e as Error));
    runs.push({ stop, done });
    await Promise.race([hand.started, done]);
    if (outcome.error) throw outcome.error;
    return { ...hand, runner, stop: () => (stop.abort(), done), done, outcome };
  };
  const purses = async () =>
    (await db.query<{ id: string; amount: number }>('select purse_id as id, amount from rm.purse order by amount')).rows;
  const total = async () => (await db.query<{ paid: number }>('select paid from rm.total')).rows[0]?.paid;
  const parked = async () =>
    (await db.query<{ key: string; type: string; error: string }>('select key, type, error from work.parked')).rows;

  it('folds rows, derived rows and sums, and moves its checkpoint with them', async () => {
    const r = await start();
    await r.deliver(
      await log([
        { type: 'Opened', purse: 'a' },
        { type: 'Opened', purse: 'b' },
        { type: 'Paid', purse: 'a', amount: 5, tags: ['x', 'y'] },
      ]),
    );
    await r.deliver(
      await log([
        { type: 'Paid', purse: 'a', amount: 2, tags: ['y', 'z'] },
        { type: 'Emptied', purse: 'b' },
      ]),
    );
    const rows = (await db.query('select * from rm.purse')).rows;
    expect(rows).toEqual([
      {
        tenant_id: TENANT,
        purse_id: purseId('a'),
        owner: 'Dona a',
        amount: 7,
        tags: ['y', 'z'],
        opened_at: new Date(Date.UTC(2026, 0, 15, 12, 0, 1)),
        last_position: '00000000000000000004',
      },
    ]);
    expect((await db.query('select tag from rm.purse_tag order by tag')).rows).toEqual([{ tag: 'y' }, { tag: 'z' }]);
    expect((await db.query('select day, paid, last_at from rm.total')).rows).toEqual([
      { day: '2026-01-15', paid: 2, last_at: new Date(Date.UTC(2026, 0, 15, 12, 0, 4)) },
    ]);
    expect((await db.query('select position, cursor from work.view_progress')).rows).toEqual([
      { position: '00000000000000000005', cursor: '00000000000000000005' },
    ]);
    expect(r.runner.status()).toMatchObject({ view: 'purses', version: 1, state: 'live', position: '00000000000000000005', parked: [] });
  });

  it('goes on where it was after a restart, and folds nothing twice', async () => {
    const first = await start();
    const events = await log([
      { type: 'Opened', purse: 'a' },
      { type: 'Paid', purse: 'a', amount: 5 },
    ]);
    await first.deliver(events);
    await first.stop();
    const second = await start();
    expect(second.cursors).toEqual(['00000000000000000002']);
    // At least once: the feed may deliver again what was folded.
    expect(await second.deliver([...events, ...(await log([{ type: 'Paid', purse: 'a', amount: 1 }]))])).toBe('done');
    expect([await purses(), await total()]).toEqual([[{ id: purseId('a'), amount: 6 }], 2]);
  });

  it('writes nothing as a zombie, and takes up where the other one is', async () => {
    const zombie = await start();
    await zombie.deliver(
      await log([
        { type: 'Opened', purse: 'a' },
        { type: 'Paid', purse: 'a', amount: 5 },
      ]),
    );
    const other = await start();
    const more = await log([
      { type: 'Paid', purse: 'a', amount: 1 },
      { type: 'Opened', purse: 'b' },
    ]);
    expect(await other.deliver(more)).toBe('done');
    messages = [];
    // It has purse a with 5 in memory.
    expect(await zombie.deliver(more)).toEqual({ seek: '00000000000000000004' });
    expect([await purses(), await total()]).toEqual([
      [
        { id: purseId('b'), amount: 0 },
        { id: purseId('a'), amount: 6 },
      ],
      2,
    ]);
    expect(messages).toEqual([{ view: 'purses', resync: true, version: 1, position: '00000000000000000004' }]);
    expect(await zombie.deliver(await log([{ type: 'Paid', purse: 'a', amount: 10 }]))).toBe('done');
    expect((await purses()).at(-1)).toEqual({ id: purseId('a'), amount: 16 });
  });

  it('parks the key of an event that fails, with everything behind it; other keys go on', async () => {
    const r = await start();
    await r.deliver(
      await log([
        { type: 'Opened', purse: 'a' },
        { type: 'Opened', purse: 'b' },
        { type: 'Paid', purse: 'a', amount: 2 },
      ]),
    );
    await r.deliver(
      await log([
        { type: 'Paid', purse: 'a', amount: 13 },
        { type: 'Paid', purse: 'b', amount: 4 },
        { type: 'Paid', purse: 'a', amount: 1 },
      ]),
    );
    await r.deliver(
      await log([
        { type: 'Paid', purse: 'a', amount: 1 },
        { type: 'Paid', purse: 'b', amount: 4 },
      ]),
    );
    const expected = [
      { id: purseId('a'), amount: 2 },
      { id: purseId('b'), amount: 8 },
    ];
    expect(await purses()).toEqual(expected);
    expect(await parked()).toEqual([{ key: purseId('a'), type: 'Paid', error: 'Error: thirteen' }]);
    expect(r.runner.status()).toMatchObject({ state: 'degraded', parked: [purseId('a')] });
    await r.stop();
    const again = await start();
    expect(again.runner.status()).toMatchObject({ state: 'degraded', parked: [purseId('a')] });
    await again.deliver(await log([{ type: 'Paid', purse: 'a', amount: 1 }]));
    expect(await purses()).toEqual(expected);
  });

  it('parks an event whose row the database refuses, and loses none of its neighbours', async () => {
    const r = await start();
    const opened = ['a', 'b', 'c', 'd', 'e'].map((purse) => ({ type: 'Opened', purse }) as const);
    await r.deliver(
      await log([
        ...opened,
        { type: 'Paid', purse: 'c', amount: 2 ** 31 },
        { type: 'Paid', purse: 'd', amount: 1 },
        { type: 'Paid', purse: 'c', amount: 1 },
        { type: 'Paid', purse: 'e', amount: 2 },
      ]),
    );
    expect(await purses()).toEqual(
      expect.arrayContaining([
        { id: purseId('c'), amount: 0 },
        { id: purseId('d'), amount: 1 },
        { id: purseId('e'), amount: 2 },
      ]) as unknown,
    );
    expect(await parked()).toEqual([{ key: purseId('c'), type: 'Paid', error: expect.stringMatching(/out of range/) as unknown }]);
    expect((await db.query('select position from work.view_progress')).rows).toEqual([{ position: '00000000000000000009' }]);
    expect(await r.deliver(await log([{ type: 'Paid', purse: 'd', amount: 1 }]))).toBe('done');
  });

  it('parks what it cannot open', async () => {
    const r = await start();
    const [event, next] = await log([
      { type: 'Opened', purse: 'a' },
      { type: 'Opened', purse: 'b' },
    ]);
    await r.deliver([{ ...event!, stream: 'purse-elsewhere' }, next!]);
    expect(await parked()).toEqual([
      { key: purseId('a'), type: 'Opened', error: expect.stringMatching(/sealed box was changed/) as unknown },
    ]);
    expect(await purses()).toEqual([{ id: purseId('b'), amount: 0 }]);
  });

  it('shows as null what was erased', async () => {
    const r = await start();
    const events = await log([{ type: 'Opened', purse: 'gone' }]);
    await vault.destroy(TENANT, [{ kind: 'contact', id: purseId('gone') }]);
    await r.deliver(events);
    expect((await db.query('select owner from rm.purse')).rows).toEqual([{ owner: null }]);
  });

  it('tells per batch, tenant and table what has changed, after the commit', async () => {
    const r = await start();
    await r.deliver(
      await log([
        { type: 'Opened', purse: 'a' },
        { type: 'Paid', purse: 'a', amount: 5 },
        { type: 'Opened', purse: 'o', tenant: OTHER_TENANT },
      ]),
    );
    await r.deliver(
      await log([
        { type: 'Paid', purse: 'a', amount: 1 },
        { type: 'Paid', purse: 'a', amount: 1 },
        { type: 'Emptied', purse: 'o', tenant: OTHER_TENANT },
      ]),
    );
    const of = (tenant: string, position: number, changes: unknown) => ({
      tenant,
      view: 'purses',
      table: 'purse',
      position: String(position).padStart(20, '0'),
      changes,
    });
    expect(messages).toEqual([
      of(TENANT, 3, [{ key: { purse_id: purseId('a') }, before: null, after: { amount: 5 }, types: ['Opened', 'Paid'] }]),
      of(OTHER_TENANT, 3, [{ key: { purse_id: purseId('o') }, before: null, after: { amount: 0 }, types: ['Opened'] }]),
      of(TENANT, 6, [{ key: { purse_id: purseId('a') }, before: { amount: 5 }, after: { amount: 7 }, types: ['Paid'] }]),
      of(OTHER_TENANT, 6, [{ key: { purse_id: purseId('o') }, before: { amount: 0 }, after: null, types: ['Emptied'] }]),
    ]);
  });

  it('lets wait for a position, also for one that was not its own', async () => {
    const r = await start();
    const events = await log([{ type: 'Opened', purse: 'a' }]);
    const waiting = r.runner.reached(events[0]!.position, 5_000);
    await r.deliver(events);
    expect(await waiting).toBe(true);
    expect(await r.runner.reached('00000000000000000007', 10)).toBe(false);
    await r.pass('00000000000000000007');
    expect(await r.runner.reached('00000000000000000007', 10)).toBe(true);
  });

  it('waits while a switch holds the view, then goes on in the version that is live', async () => {
    const view = toyView();
    const r = await start(view);
    await r.deliver(
      await log([
        { type: 'Opened', purse: 'a' },
        { type: 'Paid', purse: 'a', amount: 5 },
      ]),
    );
    await db.query(`update work.view_progress set held_until = now() + interval '5 s'`);
    let answered = false;
    const delivered = r.deliver(await log([{ type: 'Paid', purse: 'a', amount: 1 }])).then((a) => ((answered = true), a));
    // A second version with other rows, at the same place.
    const next = await db.tx(async (q) => {
      const v = await nextVersion(q, view, 'building');
      await createTables(q, view, v.schema);
      for (const i of indexesOf(view, v.schema)) await q.query(i);
      await q.query(
        `insert into ${v.schema}.purse select tenant_id, purse_id, owner, 100, tags, opened_at, last_position from rm_purses_v1.purse`,
      );
      return v;
    });
    expect(answered).toBe(false);
    await db.tx(async (q) => {
      await q.query(
        `insert into work.view_progress (view, version, partition, position, cursor) select view, $1, partition, position, cursor from work.view_progress where version = 1`,
        [next.version],
      );
      await q.query(`update work.view_progress set held_until = 'infinity' where version = 1`);
      await q.query(
        `update work.view set state = case version when 1 then 'retired' else 'live' end where name = 'purses' and version = 1`,
      );
      await q.query(`update work.view set state = 'live' where name = 'purses' and version = $1`, [next.version]);
      await publish(q, view, next.schema);
    });
    expect(await delivered).toEqual({ seek: '00000000000000000002' });
    await r.deliver(await log([{ type: 'Looked', purse: 'a' }]));
    expect(await r.deliver(await log([{ type: 'Paid', purse: 'a', amount: 1 }]))).toBe('done');
    expect(await purses()).toEqual([{ id: purseId('a'), amount: 101 }]);
    expect((await db.query('select amount from rm_purses_v1.purse')).rows).toEqual([{ amount: 5 }]);
    expect(messages).toContainEqual({ view: 'purses', resync: true, version: 2, position: '00000000000000000002' });
    expect(r.runner.status()).toMatchObject({ version: 2, state: 'live' });
  });

  it('leaves a view alone that another definition has made live', async () => {
    const r = await start();
    await r.deliver(await log([{ type: 'Opened', purse: 'a' }]));
    await db.query(`update work.view set definition = '2.newer'`);
    await db.query(`update work.view_progress set position = '00000000000000000009'`);
    await r.deliver(await log([{ type: 'Paid', purse: 'a', amount: 1 }]));
    await r.done;
    expect(r.outcome.error).toBeInstanceOf(ViewSuperseded);
    expect(r.runner.status().state).toBe('superseded');
    expect((await purses())[0]).toEqual({ id: purseId('a'), amount: 0 });
    expect(await liveVersion(db, 'purses')).toMatchObject({ definition: '2.newer' });
  });

  it('is read by tenants under row-level security, functions too', async () => {
    const r = await start();
    await r.deliver(
      await log([
        { type: 'Opened', purse: 'a' },
        { type: 'Opened', purse: 'o', tenant: OTHER_TENANT },
        { type: 'Opened', purse: 'p', tenant: OTHER_TENANT },
      ]),
    );
    const as = (tenant: string) =>
      db.tx(async (q) => {
        await q.query(`select set_config('role', 'mia_app', true), set_config('app.tenant', $1, true)`, [tenant]);
        const rows = (await q.query('select purse_id from rm.purse')).rows.length;
        const counted = (await q.query<{ n: number }>('select rm.count_purses(0) n')).rows[0]!.n;
        return [rows, counted];
      });
    expect([await as(TENANT), await as(OTHER_TENANT), await as('77777777-7777-4777-8777-777777777777'), await as('')]).toEqual([
      [1, 1],
      [2, 2],
      [0, 0],
      [0, 0],
    ]);
    const write = db.tx(async (q) => {
      await q.query(`select set_config('role', 'mia_app', true), set_config('app.tenant', $1, true)`, [TENANT]);
      await q.query('update rm.purse set amount = 1');
    });
    await expect(write).rejects.toThrow(/permission denied/);
  });
});
