import { gather } from '../contracts/gather.ts';
import { events, idsOf, newStream } from '../contracts/sample-events.ts';
import type { EventStore, Raw } from '../ports/event-store.ts';
import { silent } from '../ports/log.ts';
import { openDatabase, type PostgresDatabase } from '../postgres/database.ts';
import { migrate } from '../postgres/migrate.ts';
import { testDatabases, type TestDatabase } from '../testing/postgres.ts';
import { wireProxy, type WireProxy } from '../testing/wire-proxy.ts';
import { openSqlEventStore } from './sql.ts';

describe.each(testDatabases())('event store in SQL over an unreliable connection to $name', (engine) => {
  let made: TestDatabase;
  let proxy: WireProxy;
  let db: PostgresDatabase;
  let direct: PostgresDatabase;
  let store: EventStore;
  let elsewhere: EventStore;
  beforeAll(async () => {
    made = await engine.open();
    proxy = await wireProxy(made.connection);
    db = openDatabase({ connection: proxy.connection, lane: 'log', max: 1, log: silent });
    direct = openDatabase({ connection: made.connection, lane: 'log', max: 2, log: silent });
    await migrate(direct, { log: silent });
    store = await openSqlEventStore({ db, log: silent });
    elsewhere = await openSqlEventStore({ db: direct, log: silent });
  }, 60_000);
  afterAll(async () => {
    await db?.close();
    await direct?.close();
    await proxy?.close();
    await made?.drop();
  });

  it('reads what is asked for in one turn in one round trip, and appends what comes meanwhile in one', async () => {
    const streams = Array.from({ length: 20 }, newStream);
    await store.append(streams[0]!, 'none', events(1));
    const trips = async (work: () => Promise<unknown>): Promise<number> => {
      const before = proxy.roundTrips();
      await work();
      return proxy.roundTrips() - before;
    };
    expect(
      await trips(() => Promise.all(streams.map((stream) => store.append(stream, stream === streams[0] ? 0 : 'none', events(1))))),
    ).toBe(1);
    expect(await trips(() => Promise.all(streams.map((stream) => store.read(stream, { from: 0, max: 10 }))))).toBe(1);
    expect(await trips(() => store.readMany(streams.map((stream) => ({ stream, from: 0 }))))).toBe(1);
  });
  it('sends an append again whose answer was lost, and stores it once', async () => {
    const stream = newStream();
    const list = events(3);
    proxy.swallowNext();
    // "repeated", as it cannot know whether it was its own first attempt that was stored.
    expect(await store.append(stream, 'none', list)).toMatchObject({ ok: true, revision: 2, repeated: true });
    expect(idsOf(await store.read(stream, { from: 0, max: 10 }))).toEqual(idsOf(list));
  });
  it('waits with an append for a server that restarts', async () => {
    const stream = newStream();
    await proxy.down();
    const appended = store.append(stream, 'none', events(1));
    await proxy.up();
    expect(await appended).toMatchObject({ ok: true, revision: 0 });
  });
  it('loses nothing of what was appended elsewhere while its followers were cut off', async () => {
    const stop = new AbortController();
    const got = gather<Raw>(30, 10_000);
    const tail = store.tail(await store.head(), async (batch) => got.push(...batch), stop.signal);
    const lists = Array.from({ length: 10 }, () => events(3));
    for (const [i, list] of lists.entries()) {
      if (i === 2) await proxy.down();
      if (i === 7) await proxy.up();
      if (i === 8) proxy.cut();
      await elsewhere.append(newStream(), 'none', list);
    }
    await got.done;
    stop.abort();
    await tail;
    expect(idsOf(got.items)).toEqual(idsOf(lists.flat()));
  });
  it('looks by itself when no notification comes', async () => {
    const deaf = await openSqlEventStore({ db: { ...direct, listen: async () => async () => undefined }, log: silent });
    const stop = new AbortController();
    const got = gather<Raw>(2, 10_000);
    const tail = deaf.tail(await deaf.head(), async (batch) => got.push(...batch), stop.signal);
    const list = events(2);
    await elsewhere.append(newStream(), 'none', list);
    await got.done;
    stop.abort();
    await tail;
    expect(idsOf(got.items)).toEqual(idsOf(list));
  });
});
