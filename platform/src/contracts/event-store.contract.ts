import type { Position } from '@master-ia/schemas/contract.ts';
import { EventTooLarge, ForeignPosition, InvalidEvent, MAX_EVENT_BYTES, type EventStore, type Raw } from '../ports/event-store.ts';
import { gather, settlesWithin } from './gather.ts';
import { events, idsOf, newEvent, newStream } from './sample-events.ts';
import type { Cases } from './suite.ts';

/** `again` is the same log as another process would open it; `patienceMs` is how long a case waits for what should come. */
export type EventStoreSubject = { readonly store: EventStore; readonly again: EventStore; readonly patienceMs: number };

/** Everything after a position, in pages of `max`. */
const allAfter = async (store: EventStore, after: Position | 'start', max: number): Promise<readonly Raw[]> => {
  const found: Raw[] = [];
  for (let at = after; ;) {
    const page = await store.all(at, { max });
    if (page.events.length === 0) return found;
    found.push(...page.events);
    at = page.next;
  }
};
/** Follows a log until `n` events have come. */
const follow = async (
  { again: store, patienceMs }: EventStoreSubject,
  after: Position | 'start',
  n: number,
  meanwhile: () => Promise<unknown>,
  max = 3,
): Promise<readonly Raw[]> => {
  const stop = new AbortController();
  const got = gather<Raw>(n, patienceMs);
  const tail = store.tail(after, async (batch) => got.push(...batch), stop.signal, { max });
  await meanwhile();
  await got.done;
  stop.abort();
  await tail;
  return got.items;
};

export const eventStoreCases: Cases<EventStoreSubject> = {
  'gives events back byte for byte': async ({ store, again }) => {
    const stream = newStream();
    const odd = newEvent({
      key: 'conversation-ação',
      version: 3,
      payload: '{ "b": 1.0, "a": "\\u0000 \\ud800 ção 😀 \\\\ \\" , {} NULL", "b": 2 }',
      metadata: '{"z":[1e400,-0],"":null}',
      at: new Date('2026-01-02T03:04:05.678Z'),
    });
    const appended = await store.append(stream, 'none', [odd, newEvent()]);
    expect(appended).toMatchObject({ ok: true, revision: 1, repeated: false });
    const [first, second] = await again.read(stream, { from: 0, max: 10 });
    expect(first).toEqual({ ...odd, stream, revision: 0, position: first!.position });
    expect(second).toMatchObject({ revision: 1, position: (appended as { position: string }).position });
  },

  'refuses a stale, an early and a wrong "none" revision with the actual one, and stores nothing': async ({ store }) => {
    const stream = newStream();
    expect(await store.append(stream, 0, events(1))).toEqual({ ok: false, actual: 'none' });
    await store.append(stream, 'none', events(3));
    expect(await store.append(stream, 'none', events(1))).toEqual({ ok: false, actual: 2 });
    expect(await store.append(stream, 1, events(1))).toEqual({ ok: false, actual: 2 });
    expect(await store.append(stream, 3, events(1))).toEqual({ ok: false, actual: 2 });
    expect(await store.append(stream, 2, events(1))).toMatchObject({ ok: true, revision: 3 });
    expect(await store.read(stream, { from: 0, max: 100 })).toHaveLength(4);
  },

  'lets one of many appends at one revision win': async ({ store, again }) => {
    const stream = newStream();
    await store.append(stream, 'none', events(1));
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? store : again).append(stream, 0, events(1))));
    expect(answers.filter((a) => a.ok)).toHaveLength(1);
    expect(answers.filter((a) => !a.ok)).toEqual(Array.from({ length: 19 }, () => ({ ok: false, actual: 1 })));
    expect(await store.read(stream, { from: 0, max: 100 })).toHaveLength(2);
  },

  'answers a repeated append like the first time, whatever came after': async ({ store, again }) => {
    const stream = newStream();
    const [first, second] = [events(2), events(3)];
    const answers = [await store.append(stream, 'none', first), await store.append(stream, 1, second)];
    await store.append(stream, 4, events(1));
    await store.append(newStream(), 'none', events(1));
    expect(await again.append(stream, 'none', first)).toEqual({ ...answers[0], repeated: true });
    expect(await store.append(stream, 1, second)).toEqual({ ...answers[1], repeated: true });
    const changed = second.map((e) => ({ ...e, payload: '{"other":true}' }));
    expect(await store.append(stream, 1, changed)).toEqual({ ...answers[1], repeated: true });
    expect(await store.append(stream, 1, second.slice(0, 2))).toMatchObject({ ok: true, revision: 3, repeated: true });
    expect(await store.read(stream, { from: 0, max: 100 })).toHaveLength(6);
  },

  'calls the same ids at another place, or only partly the same, a conflict': async ({ store }) => {
    const stream = newStream();
    const list = events(2);
    await store.append(stream, 'none', list);
    expect(await store.append(stream, 'none', [...list, newEvent()])).toEqual({ ok: false, actual: 1 });
    expect(await store.append(stream, 'none', [list[0]!, newEvent()])).toEqual({ ok: false, actual: 1 });
    expect(await store.append(stream, 'none', [list[1]!, list[0]!])).toEqual({ ok: false, actual: 1 });
    expect(await store.append(stream, 0, list)).toEqual({ ok: false, actual: 1 });
    expect(await store.append(newStream(), 'none', list)).toMatchObject({ ok: true, repeated: false });
  },

  'stores one append once when it is made ten times at once': async ({ store, again }) => {
    const stream = newStream();
    const list = events(2);
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 ? store : again).append(stream, 'none', list)));
    const fresh = answers.filter((a) => a.ok && !a.repeated);
    expect(fresh).toHaveLength(1);
    expect(answers.map((a) => ({ ...a, repeated: false }))).toEqual(answers.map(() => fresh[0]));
    expect(idsOf(await store.read(stream, { from: 0, max: 100 }))).toEqual(idsOf(list));
  },

  'shows what it acknowledged to every reader at once': async ({ store, again }) => {
    for (let i = 0; i < 20; i++) {
      const stream = newStream();
      const list = events(2);
      const answer = await store.append(stream, 'none', list);
      const found = await again.read(stream, { from: 0, max: 10 });
      expect(idsOf(found)).toEqual(idsOf(list));
      expect(answer).toMatchObject({ position: found[1]!.position });
      expect((await again.head()) >= found[1]!.position).toBe(true);
    }
  },

  'refuses what it could not keep': async ({ store }) => {
    const before = await store.head();
    const append = (o: Parameters<typeof newEvent>[0]) => store.append(newStream(), 'none', [newEvent(), newEvent(o)]);
    await expect(store.append(newStream(), 'none', [])).rejects.toThrow(InvalidEvent);
    await expect(store.append('a\0b', 'none', events(1))).rejects.toThrow(InvalidEvent);
    await expect(store.append(newStream(), -1, events(1))).rejects.toThrow(InvalidEvent);
    await expect(append({ payload: '{"a":"\0"}' })).rejects.toThrow(InvalidEvent);
    await expect(append({ payload: '{"a":"\ud800"}' })).rejects.toThrow(InvalidEvent);
    await expect(append({ payload: '{"a":"\x1f"}' })).rejects.toThrow(InvalidEvent);
    await expect(append({ payload: '' })).rejects.toThrow(InvalidEvent);
    await expect(append({ payload: '{"a":' })).rejects.toThrow(InvalidEvent);
    await expect(append({ metadata: 'no' })).rejects.toThrow(InvalidEvent);
    await expect(append({ id: 'x' })).rejects.toThrow(InvalidEvent);
    await expect(append({ key: '' })).rejects.toThrow(InvalidEvent);
    await expect(append({ payload: JSON.stringify('é'.repeat(MAX_EVENT_BYTES / 2)) })).rejects.toThrow(EventTooLarge);
    expect(await store.head()).toBe(before);
    await expect(append({ payload: JSON.stringify('x'.repeat(MAX_EVENT_BYTES - 4)) })).resolves.toMatchObject({ ok: true });
  },

  'fails a bad event alone, with its whole append, among good ones': async ({ store }) => {
    const good = Array.from({ length: 6 }, () => ({ stream: newStream(), list: events(2) }));
    const bad = newStream();
    const results = await Promise.allSettled([
      ...good.slice(0, 3).map((g) => store.append(g.stream, 'none', g.list)),
      store.append(bad, 'none', [newEvent(), newEvent({ payload: '{"a":tru}' })]),
      ...good.slice(3).map((g) => store.append(g.stream, 'none', g.list)),
    ]);
    expect(results.map((r) => r.status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
    expect(await store.read(bad, { from: 0, max: 10 })).toEqual([]);
    const found = await store.readMany(good.map((g) => ({ stream: g.stream, from: 0 })));
    expect(found.map(idsOf)).toEqual(good.map((g) => idsOf(g.list)));
  },

  'puts everything in one order, each event once, without gaps': async ({ store, again }) => {
    const before = await store.head();
    const streams = Array.from({ length: 12 }, newStream);
    const appended: string[] = [];
    await Promise.all(
      streams.map(async (stream, s) => {
        for (let i = 0; i < 5; i++) {
          const list = events(1 + ((s + i) % 3));
          const last = appended.length;
          const answer = await (s % 2 ? store : again).append(
            stream,
            i === 0 ? 'none' : (await store.read(stream, { from: -1, back: true, max: 1 }))[0]!.revision,
            list,
          );
          expect(answer.ok && last >= 0).toBe(true);
          appended.push(...idsOf(list));
        }
      }),
    );
    for (const max of [1, 7, 1000]) {
      const found = await allAfter(store, before, max);
      expect([...idsOf(found)].sort()).toEqual([...appended].sort());
      const positions = found.map((e) => e.position);
      expect(positions.every((p) => /^\d{20}$/.test(p))).toBe(true);
      expect(positions).toEqual([...positions].sort());
      expect(BigInt(positions.at(-1)!) - BigInt(positions[0]!)).toBe(BigInt(positions.length - 1));
      for (const stream of streams) {
        const revisions = found.filter((e) => e.stream === stream).map((e) => e.revision);
        expect(revisions).toEqual(revisions.map((_, i) => i));
      }
      expect(await store.head()).toBe(positions.at(-1));
    }
  },

  'filters by domain and still moves on': async ({ store }) => {
    const before = await store.head();
    const domains = ['rare', 'common', 'other'];
    const list = Array.from({ length: 30 }, (_, i) => newEvent({ domain: i === 20 ? 'rare' : i % 2 ? 'common' : 'other' }));
    await store.append(newStream(), 'none', list);
    for (const domain of domains) {
      const found: Raw[] = [];
      let at: Position | 'start' = before;
      for (let i = 0; i < 40 && at !== (await store.head()); i++) {
        const page = await store.all(at, { max: 4, domains: [domain] });
        expect(page.next > at).toBe(true);
        found.push(...page.events);
        at = page.next;
      }
      expect(at).toBe(await store.head());
      expect(idsOf(found)).toEqual(idsOf(list.filter((e) => e.domain === domain)));
    }
  },

  'reads parts of a stream, both ways': async ({ store }) => {
    const stream = newStream();
    await store.append(stream, 'none', events(5));
    const revisions = async (o: Parameters<EventStore['read']>[1]) => (await store.read(stream, o)).map((e) => e.revision);
    expect(await revisions({ from: 0, max: 2 })).toEqual([0, 1]);
    expect(await revisions({ from: 3, max: 10 })).toEqual([3, 4]);
    expect(await revisions({ from: 5, max: 10 })).toEqual([]);
    expect(await revisions({ from: -1, back: true, max: 2 })).toEqual([4, 3]);
    expect(await revisions({ from: 1, back: true, max: 10 })).toEqual([1, 0]);
    expect(await store.read(newStream(), { from: 0, max: 10 })).toEqual([]);
  },

  'answers many reads at once, each with its own': async ({ store }) => {
    const made = await Promise.all(
      Array.from({ length: 30 }, async (_, i) => {
        const stream = newStream();
        const list = events(1 + (i % 4));
        await store.append(stream, 'none', list);
        return { stream, ids: idsOf(list) };
      }),
    );
    const single = Promise.all(made.map((m) => store.read(m.stream, { from: 0, max: 3 })));
    const many = store.readMany([
      ...made.map((m) => ({ stream: m.stream, from: 1 })),
      { stream: newStream(), from: 0 },
      { stream: made[3]!.stream, from: 0 },
    ]);
    expect((await single).map(idsOf)).toEqual(made.map((m) => m.ids.slice(0, 3)));
    expect((await many).map(idsOf)).toEqual([...made.map((m) => m.ids.slice(1)), [], made[3]!.ids]);
    expect(await store.readMany([])).toEqual([]);
  },

  'refuses positions that are not its own': async ({ store, patienceMs }) => {
    const foreign = ['7', 'x'.repeat(20), '9'.repeat(15).padStart(20, '0')] as Position[];
    for (const p of foreign) {
      await expect(store.all(p, { max: 1 })).rejects.toThrow(ForeignPosition);
      await expect(store.all(p, { max: 1, domains: ['samples'] })).rejects.toThrow(ForeignPosition);
      const stop = new AbortController();
      const tail = store.tail(p, async () => undefined, stop.signal);
      expect(await settlesWithin(tail, patienceMs)).toBe(true);
      stop.abort();
      await expect(tail).rejects.toThrow(ForeignPosition);
    }
  },

  'follows: what is there, then what comes, in order and each once': async (s) => {
    const { store, again } = s;
    const before = await store.head();
    const first = events(7);
    await store.append(newStream(), 'none', first);
    const later = Array.from({ length: 40 }, () => events(2));
    const got = await follow(s, before, 87, () =>
      Promise.all(later.map((list, i) => (i % 2 ? store : again).append(newStream(), 'none', list))),
    );
    expect(idsOf(got).slice(0, 7)).toEqual(idsOf(first));
    expect(idsOf(got)).toEqual(idsOf(await allAfter(store, before, 1000)));
    expect([...idsOf(got)].sort()).toEqual([...idsOf([...first, ...later.flat()])].sort());
  },

  'pushes to followers instead of letting them wait': async ({ store, again, patienceMs }) => {
    const stop = new AbortController();
    let arrived = (): void => undefined;
    const tail = again.tail(await store.head(), async () => arrived(), stop.signal);
    const waits: number[] = [];
    for (let i = 0; i < 5; i++) {
      const here = new Promise<void>((resolve) => (arrived = resolve));
      const at = performance.now();
      await store.append(newStream(), 'none', events(1));
      await settlesWithin(here, patienceMs);
      waits.push(performance.now() - at);
    }
    stop.abort();
    await tail;
    // The median: one slow turn of a busy machine is not a poll.
    expect(waits.sort((a, b) => a - b)[2]).toBeLessThan(250);
  },

  'gives a follower that throws the same batch again': async ({ store, patienceMs }) => {
    const before = await store.head();
    const list = events(6);
    await store.append(newStream(), 'none', list);
    const stop = new AbortController();
    const tries = gather<string>(5, patienceMs);
    const tail = store.tail(
      before,
      async (batch, upTo) => {
        tries.push(`${idsOf(batch).join()} ${upTo}`);
        if (tries.items.length < 4) throw new Error('not yet');
      },
      stop.signal,
      { max: 3 },
    );
    await tries.done;
    stop.abort();
    await tail;
    const positions = (await allAfter(store, before, 10)).map((e) => e.position);
    const [a, b] = [`${idsOf(list.slice(0, 3)).join()} ${positions[2]}`, `${idsOf(list.slice(3)).join()} ${positions[5]}`];
    expect(tries.items.slice(0, 5)).toEqual([a, a, a, a, b]);
  },

  'gives one batch at a time, of at most what was asked': async ({ store, patienceMs }) => {
    const before = await store.head();
    await store.append(newStream(), 'none', events(20));
    const stop = new AbortController();
    let busy = 0;
    const seen: { busy: number; size: number }[] = [];
    const got = gather<Raw>(30, patienceMs);
    const tail = store.tail(
      before,
      async (batch) => {
        seen.push({ busy: ++busy, size: batch.length });
        await new Promise(setImmediate);
        busy--;
        got.push(...batch);
      },
      stop.signal,
      { max: 4 },
    );
    for (let i = 0; i < 10; i++) await store.append(newStream(), 'none', events(1));
    await got.done;
    stop.abort();
    await tail;
    expect(seen.filter((s) => s.busy !== 1 || s.size > 4 || s.size === 0)).toEqual([]);
    expect(got.items).toHaveLength(30);
  },

  'stops following when it is told to': async ({ store }) => {
    const stop = new AbortController();
    const tail = store.tail(await store.head(), async () => undefined, stop.signal);
    setImmediate(() => stop.abort());
    expect(await settlesWithin(tail, 900)).toBe(true);
    const never: unknown[] = [];
    await store.tail('start', async (b) => void never.push(b), AbortSignal.abort());
    expect(never).toEqual([]);
  },

  'names its log': async ({ store, again }) => {
    expect(store.storeId).toMatch(/^[0-9a-f-]{36}$/);
    expect(again.storeId).toBe(store.storeId);
  },
};
