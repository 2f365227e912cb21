import type { Position } from '@master-ia/schemas/contract.ts';
import { eventually } from '../contracts/eventually.ts';
import type { Raw } from '../ports/event-store.ts';
import type { Feed } from '../ports/feed.ts';
import { silent } from '../ports/log.ts';
import type { Database } from '../ports/sql.ts';
import { openDatabase, type PostgresDatabase } from '../postgres/database.ts';
import { migrate } from '../postgres/migrate.ts';
import type { ParcelEvents } from '../testing/parcel.ts';
import { parcelId, personId, postOffice, TENANT } from '../testing/post-office.ts';
import { testDatabases, type TestDatabase } from '../testing/postgres.ts';
import { factRunner } from './fact-runner.ts';
import { sqlFactStore } from './fact-store.ts';
import { factKeeper, ignored, keep } from './reaction.ts';

type Known = { readonly parcels: number; readonly open: number };
const person = (id: string, change: (k: Known) => Known) => keep<Known>('person', id, (old) => change(old ?? { parcels: 0, open: 0 }));
const keeper = factKeeper<ParcelEvents>({
  domain: 'post',
  on: {
    ParcelAsked: (e) => [
      person(e.data.personId, (k) => ({ parcels: k.parcels + 1, open: k.open + 1 })),
      keep('parcel', e.data.parcelId, () => ({ personId: e.data.personId })),
    ],
    ParcelStarted: ignored,
    ParcelSent: (e) => [keep('parcel', e.data.parcelId, () => undefined)],
    ParcelRefused: ignored,
    ParcelDoubtful: ignored,
    ParcelExpired: ignored,
    ParcelNoted: (e) => [keep<readonly string[]>('notes', 'all', (old) => [...(old ?? []), e.data.text])],
  },
});

describe.each(testDatabases())('facts on $name', (engine) => {
  let made: TestDatabase;
  let db: PostgresDatabase;
  beforeAll(async () => {
    made = await engine.open();
    db = openDatabase({ connection: made.connection, lane: 'facts', max: 4, log: silent });
    await migrate(db, { log: silent });
  }, 30_000);
  afterAll(async () => {
    await db?.close();
    await made?.drop();
  });
  const stops: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    await db.query('delete from work.fact');
    await db.query('delete from work.checkpoint');
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  /** A keeper of its own, as another process would have. */
  const start = (o: ReturnType<typeof postOffice>, more: { readonly db?: Database; readonly feed?: Feed } = {}) => {
    const facts = sqlFactStore(more.db ?? db);
    const runner = factRunner([keeper], { feed: more.feed ?? o.feed, db: more.db ?? db, opener: o.opener, log: o.log, moved: facts.moved });
    const ends = new AbortController();
    const running = runner.run(['post'], ends.signal);
    const stop = async () => {
      ends.abort();
      await running;
    };
    stops.push(stop);
    return { facts, stop };
  };
  const head = (o: ReturnType<typeof postOffice>) => o.store.head();
  const notes = async () =>
    (await db.query<{ value: readonly string[] }>("select value from work.fact where fact = 'notes'")).rows[0]?.value ?? [];

  it('keep up, fold what was, and forget', async () => {
    const o = postOffice();
    const { facts } = start(o);
    await o.ask(1);
    await o.ask(2);
    expect(await facts.reached(await head(o), 5000)).toBe(true);
    expect(
      await Promise.all([
        facts.one(TENANT, 'person', personId),
        facts.one(TENANT, 'parcel', parcelId(1)),
        facts.one(TENANT, 'parcel', 'none'),
      ]),
    ).toEqual([{ parcels: 2, open: 2 }, { personId }, undefined]);
    await o.send('RecordSent', { parcelId: parcelId(1), attempt: 1, receipt: 'r' });
    expect(await facts.reached(await head(o), 5000)).toBe(true);
    expect(await facts.one(TENANT, 'parcel', parcelId(1))).toBeUndefined();
    expect(await facts.one('22222222-2222-4222-8222-222222222222', 'parcel', parcelId(2))).toBeUndefined();
  });
  it('say when they are behind, after the time that they were given', async () => {
    const o = postOffice();
    const { facts } = start(o);
    await o.ask(1);
    expect(await facts.reached(await head(o), 5000)).toBe(true);
    expect(await facts.reached('9'.repeat(20) as Position, 20)).toBe(false);
  });
  it('are kept once by two keepers', async () => {
    const o = postOffice();
    const [one, two] = [start(o), start(o)];
    await o.ask(1);
    for (let n = 0; n < 30; n++) {
      await o.send('NoteParcel', { parcelId: parcelId(1), text: String(n) });
      if (n % 7 === 0) await new Promise((next) => setImmediate(next));
    }
    for (const k of [one, two]) expect(await k.facts.reached(await head(o), 5000)).toBe(true);
    expect(await notes()).toEqual(Array.from({ length: 30 }, (_, n) => String(n)));
    expect(await one.facts.one(TENANT, 'person', personId)).toEqual({ parcels: 1, open: 1 });
  });
  it('are not written by a keeper that was overtaken', async () => {
    const o = postOffice();
    await o.ask(1);
    await o.send('NoteParcel', { parcelId: parcelId(1), text: 'a' });
    const { events } = await o.store.all('start', { max: 10 });
    // A keeper that read the batch, stood still while another one kept it, and goes on.
    const seeks: unknown[] = [];
    let wake: () => void = () => undefined;
    const asleep = new Promise<void>((go) => (wake = go));
    const late: Feed = {
      partitionOf: () => 'log',
      run: async (_g, _d, f) => {
        await f.start('log');
        const first = events.slice(0, 1) as readonly Raw[];
        seeks.push(await f.on('log', first, first[0]!.position));
        await asleep;
        seeks.push(await f.on('log', events.slice(1), events[1]!.position));
      },
    };
    const zombie = start(o, { feed: late });
    await eventually(() => expect(seeks).toEqual(['done']));
    const { facts } = start(o);
    expect(await facts.reached(await head(o), 5000)).toBe(true);
    wake();
    await zombie.stop();
    expect(seeks).toEqual(['done', { seek: await head(o) }]);
    expect(await notes()).toEqual(['a']);
  });
  it('go on where they were after a restart', async () => {
    const o = postOffice();
    await o.ask(1);
    await o.send('NoteParcel', { parcelId: parcelId(1), text: 'a' });
    const first = start(o);
    expect(await first.facts.reached(await head(o), 5000)).toBe(true);
    await first.stop();
    await o.send('NoteParcel', { parcelId: parcelId(1), text: 'b' });
    const second = start(o);
    expect(await second.facts.reached(await head(o), 5000)).toBe(true);
    expect(await notes()).toEqual(['a', 'b']);
    // With nothing new a keeper knows at once how far the facts are.
    const third = start(o);
    expect(await third.facts.reached(await head(o), 5000)).toBe(true);
  });
  it('of a batch that could not be written are written when it comes again', async () => {
    const o = postOffice();
    let broken = 2;
    const flaky: Database = {
      ...db,
      query: async (text, values, q) => {
        if (q?.name === 'facts_write' && broken-- > 0) throw new Error('the database went away');
        return db.query(text, values, q);
      },
    };
    const { facts } = start(o, { db: flaky });
    await o.ask(1);
    await o.send('NoteParcel', { parcelId: parcelId(1), text: 'a' });
    expect(await facts.reached(await head(o), 5000)).toBe(true);
    expect(await notes()).toEqual(['a']);
  });
  it('tell whoever asked when they cannot be read', async () => {
    const facts = sqlFactStore({ ...db, query: () => Promise.reject(new Error('gone')) });
    await expect(Promise.all([facts.one(TENANT, 'a', 'b'), facts.one(TENANT, 'a', 'c')])).rejects.toThrow('gone');
  });
});
