import { eventually } from '../contracts/eventually.ts';
import { silent } from '../ports/log.ts';
import { openDatabase, type PostgresDatabase } from '../postgres/database.ts';
import { DatabaseUnavailable } from '../postgres/errors.ts';
import { migrate } from '../postgres/migrate.ts';
import { systemIds, uuidFrom } from '../runtime/ids.ts';
import type { ParcelEvents } from '../testing/parcel.ts';
import { parcelId, postOffice, TENANT } from '../testing/post-office.ts';
import { testDatabases, type TestDatabase } from '../testing/postgres.ts';
import { memoryRawDeliveries } from '../key-vault/memory.ts';
import { memoryTimers } from '../timers/memory.ts';
import { memoryWorkQueue } from '../work-queue/memory.ts';
import { ignored, reaction, type Reaction, type Step } from './reaction.ts';
import { reactionRunner } from './reaction-runner.ts';

const rest = {
  ParcelStarted: ignored,
  ParcelSent: ignored,
  ParcelRefused: ignored,
  ParcelDoubtful: ignored,
  ParcelExpired: ignored,
  ParcelNoted: ignored,
} as const;
const note = (n: string, text: string, tolerate: readonly string[] = []): Step => ({
  kind: 'send',
  command: 'NoteParcel',
  fact: `${n} ${text}`,
  data: { parcelId: n, text },
  tolerate,
});
type Handler = Exclude<Reaction<ParcelEvents>['on']['ParcelAsked'], typeof ignored>;
const asked = (handler: Handler, more: Partial<Reaction<ParcelEvents>> = {}) =>
  reaction<ParcelEvents>({ name: 'noter', domain: 'post', start: 'origin', ...more, on: { ...rest, ...more.on, ParcelAsked: handler } });

describe.each(testDatabases())('a reaction on $name', (engine) => {
  let made: TestDatabase;
  let db: PostgresDatabase;
  beforeAll(async () => {
    made = await engine.open();
    db = openDatabase({ connection: made.connection, lane: 'queue', max: 4, log: silent });
    await migrate(db, { log: silent });
  }, 30_000);
  afterAll(async () => {
    await db?.close();
    await made?.drop();
  });
  const stops: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    await db.query('delete from work.checkpoint');
    await db.query('delete from work.parked_reaction');
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });
  const office = (o = postOffice()) => ({
    ...o,
    queue: memoryWorkQueue({ clock: o.clock }),
    timers: memoryTimers({ clock: o.clock }),
    raw: memoryRawDeliveries(o.vault),
  });
  type Office = ReturnType<typeof office>;
  const start = (o: Office, r: Reaction<ParcelEvents>, more: Partial<Parameters<typeof reactionRunner>[1]> = {}) => {
    const runner = reactionRunner(r, { ...o, db, ids: systemIds, ...more });
    const ends = new AbortController();
    const running = runner.run(ends.signal);
    const stop = async () => {
      ends.abort();
      await running;
    };
    stops.push(stop);
    return stop;
  };
  const cursor = async () =>
    (await db.query<{ cursor: string }>("select cursor from work.checkpoint where name = 'noter'")).rows[0]?.cursor;
  const parked = async () =>
    (await db.query<{ key: string; why: string }>('select key, why from work.parked_reaction order by position')).rows;
  const caughtUp = (o: Office) => eventually(async () => expect(await cursor()).toBe(await o.store.head()));

  it('sends commands under ids of the fact, caused by the event', async () => {
    const o = office();
    start(
      o,
      asked((e) => [note(e.data.parcelId, 'hello')]),
    );
    await o.ask(1);
    await eventually(async () => expect(await o.of(1)).toEqual(['ParcelAsked', 'ParcelNoted']));
    const [first, second] = await o.events();
    expect(second!.meta).toMatchObject({
      commandId: uuidFrom('noter', `${parcelId(1)} hello`, 'NoteParcel'),
      causationId: first!.meta.id,
      actor: { kind: 'reaction', id: 'noter' },
    });
  });
  it('handles everything at least once and changes nothing twice', async () => {
    const o = office();
    let calls = 0;
    const r = asked((e) => (calls++, [note(e.data.parcelId, 'hello')]));
    for (const n of [1, 2, 3]) await o.ask(n);
    const stop = start(o, r);
    await eventually(async () => expect((await o.types()).filter((t) => t === 'ParcelNoted')).toHaveLength(3));
    await caughtUp(o);
    await stop();
    // Cut off before its checkpoint was written, it begins again.
    await db.query('delete from work.checkpoint');
    start(o, r);
    await caughtUp(o);
    expect([calls, (await o.types()).filter((t) => t === 'ParcelNoted').length]).toEqual([6, 3]);
  });
  it('goes on where it was', async () => {
    const o = office();
    const seen: string[] = [];
    const r = asked((e) => (seen.push(e.data.parcelId), []));
    await o.ask(1);
    const stop = start(o, r);
    await caughtUp(o);
    await stop();
    await o.ask(2);
    start(o, r);
    await caughtUp(o);
    expect(seen).toEqual([parcelId(1), parcelId(2)]);
  });
  it('writes what it has reached while its checkpoint was being written, though nothing more comes', async () => {
    const o = office();
    let slow: (() => void) | undefined;
    const seen: string[] = [];
    const query: PostgresDatabase['query'] = async (text, values, options) => {
      if (slow === undefined && text.startsWith('insert into work.checkpoint')) await new Promise<void>((go) => (slow = go));
      return db.query(text, values, options);
    };
    start(
      o,
      asked((e) => (seen.push(e.data.parcelId), [])),
      { db: { ...db, query } },
    );
    await o.ask(1);
    await eventually(() => expect(slow).toBeDefined());
    await o.ask(2);
    await eventually(() => expect(seen).toEqual([parcelId(1), parcelId(2)]));
    // When the third is looked at, the second has been reached.
    await o.ask(3);
    await eventually(() => expect(seen).toHaveLength(3));
    slow?.();
    await caughtUp(o);
  });
  it('that is stopped begins no further event of its batch, and goes on with them at the next start', async () => {
    const o = office();
    const seen = new Set<string>();
    let stopped: Promise<void> | undefined;
    const r = asked((e) => {
      seen.add(e.data.parcelId);
      stopped ??= stop();
      return [note(e.data.parcelId, 'hello')];
    });
    for (let n = 1; n <= 60; n++) await o.ask(n);
    const stop = start(o, r);
    await eventually(async () => expect(stopped).toBeDefined());
    await stopped;
    expect([seen.size < 40, await cursor()]).toEqual([true, undefined]);
    start(o, r);
    await caughtUp(o);
    expect([seen.size, (await o.types()).filter((t) => t === 'ParcelNoted').length]).toEqual([60, 60]);
  });
  it('that begins now leaves what was before alone, and begins there once', async () => {
    const o = office();
    const seen: string[] = [];
    const r = asked((e) => (seen.push(e.data.parcelId), []), { start: 'now' });
    await o.ask(1);
    const stop = start(o, r);
    await caughtUp(o);
    await stop();
    await o.ask(2);
    start(o, r);
    await caughtUp(o);
    expect(seen).toEqual([parcelId(2)]);
  });
  it('leaves alone what is too old', async () => {
    const o = office();
    const seen: string[] = [];
    await o.ask(1);
    o.clock.advance(3_600_001);
    await o.ask(2);
    start(
      o,
      asked((e) => (seen.push(e.data.parcelId), []), { maxAgeMs: 3_600_000 }),
    );
    await caughtUp(o);
    expect(seen).toEqual([parcelId(2)]);
  });
  /** Lets the first of two texts be sent only when the second one is, if they may pass each other. */
  const sentTexts = (o: Office, hold?: { readonly text: string; readonly until: string }) => {
    const texts: string[] = [];
    const passed = Promise.withResolvers<undefined>();
    const commands: Office['commands'] = {
      ...o.commands,
      send: async (c) => {
        const { text } = c.data as { text: string };
        if (text === hold?.text) await passed.promise;
        const answer = await o.commands.send(c);
        texts.push(text);
        if (text === hold?.until) passed.resolve(undefined);
        return answer;
      },
    };
    return { texts, commands };
  };
  it('keeps the order of a key, and lets keys pass each other', async () => {
    const o = office();
    await o.ask(1);
    await o.send('NoteParcel', { parcelId: parcelId(1), text: 'a' });
    await o.ask(2);
    const { texts, commands } = sentTexts(o, { text: 'asked 1', until: 'asked 2' });
    start(
      o,
      asked((e) => [note(e.data.parcelId, e.data.parcelId === parcelId(1) ? 'asked 1' : 'asked 2')], {
        on: { ...rest, ParcelAsked: ignored, ParcelNoted: (e) => (e.data.text === 'a' ? [note(e.data.parcelId, 'noted 1')] : []) },
      }),
      { commands },
    );
    await caughtUp(o);
    expect(texts).toEqual(['asked 2', 'asked 1', 'noted 1']);
  });
  it('sends in the order of the events what several keys put in one lane, whichever is understood first', async () => {
    const o = office();
    await o.ask(1);
    await o.ask(2);
    const { texts, commands } = sentTexts(o);
    const second = Promise.withResolvers<undefined>();
    start(
      o,
      asked(async (e) => {
        if (e.data.parcelId === parcelId(1)) await second.promise;
        else second.resolve(undefined);
        return [{ ...note(e.data.parcelId, e.data.parcelId === parcelId(1) ? '1' : '2'), kind: 'send', lane: 'one sender' } as Step];
      }),
      { commands },
    );
    await caughtUp(o);
    expect(texts).toEqual(['1', '2']);
  });
  it('parks a key that is refused, with everything behind it, and lets others pass', async () => {
    const o = office();
    const handler: Reaction<ParcelEvents> = {
      name: 'noter',
      domain: 'post',
      start: 'origin',
      on: {
        ...rest,
        ParcelAsked: (e) => [note(e.data.parcelId === parcelId(1) ? parcelId('nobody') : e.data.parcelId, 'hello')],
        ParcelSent: (e) => [note(e.data.parcelId, 'sent')],
      },
    };
    start(o, handler);
    await o.ask(1);
    await o.send('RecordSent', { parcelId: parcelId(1), attempt: 1, receipt: 'r' });
    await o.ask(2);
    await eventually(async () => expect(await o.of(2)).toEqual(['ParcelAsked', 'ParcelNoted']));
    await caughtUp(o);
    expect(await parked()).toEqual([
      { key: `parcel-${parcelId(1)}`, why: 'NoteParcel: not_found (parcelId)' },
      { key: `parcel-${parcelId(1)}`, why: 'behind a parked event' },
    ]);
    expect(await o.of(1)).toEqual(['ParcelAsked', 'ParcelSent']);
    expect(o.lines.filter((l) => l.message === 'parked').map((l) => l.level)).toEqual(['error', 'error']);
  });
  it('tries parked events again at its next start, in order, and then goes on', async () => {
    const o = office();
    let mended = false;
    const handler: Reaction<ParcelEvents> = {
      name: 'noter',
      domain: 'post',
      start: 'origin',
      on: {
        ...rest,
        ParcelAsked: (e) => [note(mended ? e.data.parcelId : parcelId('nobody'), 'hello')],
        ParcelSent: (e) => [note(e.data.parcelId, 'sent')],
      },
    };
    const stop = start(o, handler);
    for (const n of [1, 2]) await o.ask(n);
    await o.send('RecordSent', { parcelId: parcelId(1), attempt: 1, receipt: 'r' });
    await caughtUp(o);
    expect(await parked()).toHaveLength(3);
    await stop();
    // Still broken: it stays parked.
    const again = start(o, handler);
    await eventually(() => expect(o.lines.filter((l) => l.message === 'parked')).toHaveLength(6));
    expect(await parked()).toHaveLength(3);
    await again();
    mended = true;
    start(o, handler);
    await eventually(async () => expect(await parked()).toEqual([]));
    await o.send('RecordSent', { parcelId: parcelId(2), attempt: 1, receipt: 'r' });
    await eventually(async () => expect(await o.of(2)).toEqual(['ParcelAsked', 'ParcelNoted', 'ParcelSent', 'ParcelNoted']));
    expect(
      (await o.events())
        .filter((e) => e.type === 'ParcelNoted' && e.meta.stream.endsWith(parcelId(1)))
        .map((e) => (e.data as { text: string }).text),
    ).toEqual(['hello', 'sent']);
  });
  it('tolerates the refusals that it names', async () => {
    const o = office();
    start(
      o,
      asked(() => [note(parcelId('nobody'), 'hello', ['not_found'])]),
    );
    await o.ask(1);
    await caughtUp(o);
    expect(await parked()).toEqual([]);
  });
  it('waits out refusals that pass', async () => {
    const o = office();
    let behind = 7;
    const commands = {
      send: (c: Parameters<typeof o.commands.send>[0]) =>
        behind-- > 0 ? Promise.resolve({ ok: false as const, refusal: { code: 'facts_behind' } }) : o.commands.send(c),
    };
    start(
      o,
      asked((e) => [note(e.data.parcelId, 'hello')]),
      { commands },
    );
    await o.ask(1);
    await eventually(async () => expect(await o.of(1)).toEqual(['ParcelAsked', 'ParcelNoted']));
    expect(await parked()).toEqual([]);
  });
  it('waits for a database that is away, and parks an event that nothing but throws', async () => {
    const o = office();
    let away = 3;
    start(
      o,
      asked((e) => {
        if (away-- > 0) throw new DatabaseUnavailable(new Error('gone'), false);
        if (e.data.parcelId === parcelId(1)) throw new TypeError('ana@example.com is not a function');
        return [note(e.data.parcelId, 'hello')];
      }),
    );
    await o.ask(1);
    await o.ask(2);
    await eventually(async () => expect(await o.of(2)).toEqual(['ParcelAsked', 'ParcelNoted']));
    await caughtUp(o);
    expect(await parked()).toEqual([{ key: `parcel-${parcelId(1)}`, why: 'thrown: TypeError' }]);
  });
  it('waits for the facts of what it handles', async () => {
    const o = office();
    const asked1: unknown[] = [];
    o.given.set('away', 'x', true);
    start(
      o,
      asked(async (_, facts) => (asked1.push(await facts.one('away', 'x')), [])),
    );
    await o.ask(1);
    await caughtUp(o);
    expect(asked1).toEqual([true]);
  });
  it('has the last word on a timer, when several are about it together', async () => {
    const o = office();
    const due = new Date(o.clock.now().getTime() + 1000);
    const r = asked((e) => {
      const set: Step = { kind: 'timer', id: 'a', name: 'n', due, data: null };
      const cancel: Step = { kind: 'cancel', id: 'a' };
      return e.data.parcelId === parcelId(1)
        ? [set, cancel, set]
        : [
            { ...set, id: 'b' },
            { ...cancel, id: 'b' },
          ];
    });
    await o.ask(1);
    await o.ask(2);
    start(o, r);
    await caughtUp(o);
    o.clock.advance(2000);
    expect((await o.timers.due(10, 1000)).map((t) => t.id)).toEqual(['a']);
  });
  it('says of whom deliveries tell, once a batch', async () => {
    const o = office();
    const [id, contactId] = [uuidFrom('delivery'), uuidFrom('contact')];
    await o.raw.put({ id, tenant: TENANT, channelId: 'c', at: o.clock.now(), body: Buffer.from('x') });
    let calls = 0;
    const raw = { tellOf: (of: Parameters<typeof o.raw.tellOf>[0]) => (calls++, o.raw.tellOf(of)) };
    for (const n of [1, 2, 3]) await o.ask(n);
    start(
      o,
      asked(() => [{ kind: 'tell', deliveryId: id, contactId }]),
      { raw },
    );
    await caughtUp(o);
    expect(await o.raw.ofContact(TENANT, contactId, 10)).toEqual([id]);
    expect(calls).toBe(1);
  });
  it('sets and takes away timers, fills the queue once, releases what was held', async () => {
    const o = office();
    const held = {
      id: uuidFrom('held'),
      effect: 'send',
      tenant: TENANT,
      stream: 's',
      lane: 'held',
      order: '1',
      priority: 1,
      due: o.clock.now(),
    };
    await o.queue.enqueue([held]);
    const [claimed] = await o.queue.claim('send', 1, 1000);
    await o.queue.hold(claimed!, 'post closed');
    await o.timers.set([{ id: 'gone', name: 'n', tenant: TENANT, due: o.clock.now(), data: null }]);
    const due = new Date(o.clock.now().getTime() + 1000);
    const r = asked((e) => [
      { kind: 'timer', id: 'kept', name: 'n', due, data: { of: e.data.parcelId } },
      { kind: 'cancel', id: 'gone' },
      { kind: 'enqueue', effect: 'send', stream: e.meta.stream, lane: 'lane', priority: 7, fact: e.meta.id },
      { kind: 'release', hold: 'post closed' },
    ]);
    const stop = start(o, r);
    await o.ask(1);
    await caughtUp(o);
    await stop();
    await db.query('delete from work.checkpoint');
    start(o, r);
    await caughtUp(o);
    expect(await o.timers.nextDue()).toEqual(due);
    const work = await o.queue.claim('send', 10, 1000);
    expect(work.map((w) => [w.lane, w.tenant, w.priority, w.stream])).toEqual([
      ['lane', TENANT, 7, `parcel-${parcelId(1)}`],
      ['held', TENANT, 1, 's'],
    ]);
    expect(work[0]!.order).toBe((await o.events())[0]!.meta.position);
  });
});
