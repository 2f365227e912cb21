import { randomUUID } from 'node:crypto';
import type { Claimed, WorkItem, WorkQueue } from '../ports/work-queue.ts';
import type { FakeClock } from '../runtime/clock.ts';
import { settlesWithin } from './gather.ts';
import type { Cases } from './suite.ts';

/** `again` is the same queue as another process would open it; both go by `clock`. */
export type WorkQueueSubject = { readonly queue: WorkQueue; readonly again: WorkQueue; readonly clock: FakeClock };

const LEASE = 30_000;
/** An effect of its own keeps a case apart from those before it. */
const fresh = () => `effect-${randomUUID()}`;
const item = ({ clock }: WorkQueueSubject, effect: string, o: Partial<WorkItem> = {}): WorkItem => ({
  id: randomUUID(),
  effect,
  tenant: '11111111-1111-4111-8111-111111111111',
  stream: `message-${randomUUID()}`,
  lane: randomUUID(),
  order: '00000000000000000001',
  priority: 0,
  due: clock.now(),
  ...o,
});
const order = (n: number): string => String(n).padStart(20, '0');
const ids = (items: readonly { readonly id: string }[]): readonly string[] => items.map((i) => i.id);
const one = async (queue: WorkQueue, effect: string): Promise<Claimed> => {
  const claimed = await queue.claim(effect, 1, LEASE);
  expect(claimed).toHaveLength(1);
  return claimed[0]!;
};
const none = async (queue: WorkQueue, effect: string): Promise<void> => {
  expect(ids(await queue.claim(effect, 10, LEASE))).toEqual([]);
};
const after = (clock: FakeClock, ms: number): Date => new Date(clock.now().getTime() + ms);

export const workQueueCases: Cases<WorkQueueSubject> = {
  'gives a due item as it was enqueued, to one claimer': async (s) => {
    const effect = fresh();
    const i = item(s, effect, { priority: -3, stream: 'message-ação', due: new Date(s.clock.now().getTime() - 1234) });
    await s.queue.enqueue([i]);
    expect(await s.again.claim(effect, 10, LEASE)).toEqual([{ ...i, attempts: 1, epoch: expect.any(Number) }]);
    await none(s.queue, effect);
    await none(s.again, effect);
  },

  'takes an item that is enqueued twice once, also while it is claimed': async (s) => {
    const effect = fresh();
    const i = item(s, effect);
    await s.queue.enqueue([i, i]);
    await Promise.all([s.queue.enqueue([i]), s.again.enqueue([i])]);
    const claimed = await s.queue.claim(effect, 10, LEASE);
    expect(ids(claimed)).toEqual([i.id]);
    await s.again.enqueue([{ ...i, priority: 9 }]);
    await none(s.again, effect);
    await s.queue.done(claimed);
    await none(s.again, effect);
  },

  'gives only the head of a lane; the next when the head is done': async (s) => {
    const [effect, other] = [fresh(), fresh()];
    const lane = randomUUID();
    const line = [
      item(s, effect, { lane, order: order(1) }),
      item(s, other, { lane, order: order(2), priority: 5 }),
      item(s, effect, { lane, order: order(3), priority: 9 }),
    ];
    await s.queue.enqueue(line);
    const first = await one(s.queue, effect);
    expect(first.id).toBe(line[0]!.id);
    await none(s.queue, effect);
    await none(s.again, other);
    await s.again.done([first]);
    await none(s.queue, effect);
    const second = await one(s.again, other);
    expect(second.id).toBe(line[1]!.id);
    await s.again.done([second]);
    expect((await one(s.queue, effect)).id).toBe(line[2]!.id);
  },

  'keeps lanes of the same name of two companies apart': async (s) => {
    const effect = fresh();
    const lane = 'lane';
    await s.queue.enqueue([item(s, effect, { lane }), item(s, effect, { lane, tenant: '22222222-2222-4222-8222-222222222222' })]);
    expect(await s.queue.claim(effect, 10, LEASE)).toHaveLength(2);
  },

  'goes by order within a lane, not by arrival': async (s) => {
    const effect = fresh();
    const lane = randomUUID();
    const [second, first, third] = [2, 1, 3].map((n) => item(s, effect, { lane, order: order(n) })) as [WorkItem, WorkItem, WorkItem];
    for (const i of [second, first, third]) await s.queue.enqueue([i]);
    const got: string[] = [];
    for (let n = 0; n < 3; n++) {
      const c = await one(s.queue, effect);
      got.push(c.id);
      await s.queue.done([c]);
    }
    expect(got).toEqual(ids([first, second, third]));
  },

  'lets a late item of lower order wait for the running one, and go before an abandoned one': async (s) => {
    const effect = fresh();
    const lane = randomUUID();
    const [first, second] = [item(s, effect, { lane, order: order(1) }), item(s, effect, { lane, order: order(2) })];
    await s.queue.enqueue([second]);
    const running = await one(s.queue, effect);
    await s.again.enqueue([first]);
    await none(s.again, effect);
    s.clock.advance(LEASE);
    const got = await one(s.again, effect);
    expect(got.id).toBe(first.id);
    // The abandoned claim is still the item's last one: its finisher may finish it, and the lane stays with the running item.
    await s.queue.done([running]);
    await none(s.queue, effect);
    await s.again.done([got]);
    await none(s.queue, effect);
  },

  'gives nothing before it is due': async (s) => {
    const effect = fresh();
    await s.queue.enqueue([item(s, effect, { due: after(s.clock, 1000), priority: 9 }), item(s, effect, { due: after(s.clock, 2000) })]);
    await none(s.queue, effect);
    s.clock.advance(999);
    await none(s.again, effect);
    s.clock.advance(1);
    expect(await s.again.claim(effect, 10, LEASE)).toHaveLength(1);
    s.clock.advance(1000);
    expect(await s.again.claim(effect, 10, LEASE)).toHaveLength(1);
  },

  'gives the highest priority first, then what is due for longest': async (s) => {
    const effect = fresh();
    const at = (ms: number) => after(s.clock, ms);
    const [low, high, higher, old] = [
      item(s, effect, { priority: 1, due: at(-10) }),
      item(s, effect, { priority: 7, due: at(-10) }),
      item(s, effect, { priority: 9, due: at(-1) }),
      item(s, effect, { priority: 7, due: at(-99) }),
    ] as const;
    await s.queue.enqueue([low, high, higher, old]);
    expect(ids(await s.queue.claim(effect, 2, LEASE))).toEqual(ids([higher, old]));
    expect(ids(await s.queue.claim(effect, 10, LEASE))).toEqual(ids([high, low]));
  },

  'gives an item again when its lease has ended, with another epoch': async (s) => {
    const effect = fresh();
    const i = item(s, effect);
    await s.queue.enqueue([i]);
    const first = await one(s.queue, effect);
    s.clock.advance(LEASE - 1);
    await none(s.again, effect);
    s.clock.advance(1);
    const second = await one(s.again, effect);
    expect(second).toMatchObject({ id: i.id, attempts: 2 });
    expect(second.epoch).not.toBe(first.epoch);
    await none(s.queue, effect);
  },

  'lets a late finisher change nothing': async (s) => {
    const effect = fresh();
    const i = item(s, effect);
    await s.queue.enqueue([i]);
    const late = await one(s.queue, effect);
    s.clock.advance(LEASE);
    const current = await one(s.again, effect);
    await s.queue.done([late]);
    await s.queue.later(late, s.clock.now());
    await s.queue.hold(late, `hold-${effect}`);
    await none(s.queue, effect);
    expect(await s.queue.depth()).toContainEqual({ effect, waiting: 1, held: 0 });
    await s.again.later(current, s.clock.now());
    expect((await one(s.queue, effect)).attempts).toBe(3);
  },

  'never gives an epoch twice, not even to an item that was done and enqueued again': async (s) => {
    const effect = fresh();
    const i = item(s, effect);
    await s.queue.enqueue([i]);
    const old = await one(s.queue, effect);
    await s.queue.done([old]);
    await s.queue.enqueue([i]);
    const current = await one(s.again, effect);
    await s.queue.done([old]);
    expect(await s.queue.depth()).toContainEqual({ effect, waiting: 1, held: 0 });
    await s.again.done([current]);
    expect((await s.queue.depth()).map((d) => d.effect)).not.toContain(effect);
  },

  'keeps an item that is given back for later at the head of its lane': async (s) => {
    const effect = fresh();
    const lane = randomUUID();
    const [first, second] = [item(s, effect, { lane, order: order(1) }), item(s, effect, { lane, order: order(2) })];
    await s.queue.enqueue([first, second]);
    const due = after(s.clock, 5000);
    const claimed = await one(s.queue, effect);
    await s.queue.later(claimed, due);
    await none(s.again, effect);
    s.clock.advance(5000);
    expect(await one(s.again, effect)).toMatchObject({ id: first.id, due, attempts: 2 });
  },

  'ends a claim with later and with hold: finishing it then changes nothing': async (s) => {
    const effect = fresh();
    await s.queue.enqueue([item(s, effect)]);
    const first = await one(s.queue, effect);
    await s.queue.later(first, s.clock.now());
    await s.queue.done([first]);
    const second = await one(s.queue, effect);
    await s.queue.hold(second, effect);
    await s.queue.done([second]);
    await s.queue.later(second, s.clock.now());
    await none(s.queue, effect);
    expect(await s.queue.release(effect)).toBe(1);
    await one(s.queue, effect);
  },

  'parks a held item with its lane until its own hold is released': async (s) => {
    const effect = fresh();
    const [lane, hold, other] = [randomUUID(), `token-${effect}`, `window-${effect}`];
    const line = [1, 2, 3].map((n) => item(s, effect, { lane, order: order(n) }));
    const apart = item(s, effect, { priority: -1 });
    await s.queue.enqueue([...line, apart]);
    const [head, free] = await s.queue.claim(effect, 10, LEASE);
    expect(ids([head!, free!])).toEqual(ids([line[0]!, apart]));
    await s.queue.hold(head!, hold);
    await s.queue.hold(free!, other);
    s.clock.advance(10 * LEASE);
    await none(s.again, effect);
    expect(await s.again.depth()).toContainEqual({ effect, waiting: 2, held: 2 });
    expect(await s.again.release(hold)).toBe(1);
    expect(await s.again.release(hold)).toBe(0);
    const released = await s.again.claim(effect, 10, LEASE);
    expect(ids(released)).toEqual([line[0]!.id]);
    await s.again.done(released);
    const next = await s.again.claim(effect, 10, LEASE);
    expect(ids(next)).toEqual([line[1]!.id]);
    // Who had to wait has not grown old by it.
    expect([...released, ...next].map((i) => i.due)).toEqual([s.clock.now(), s.clock.now()]);
    expect(await s.again.release(other)).toBe(1);
  },

  'gives nothing to two claimers at once, and each lane in its order': async (s) => {
    const effect = fresh();
    const lanes = Array.from({ length: 20 }, () => randomUUID());
    const all = lanes.flatMap((lane) => Array.from({ length: 10 }, (_, n) => item(s, effect, { lane, order: order(n) })));
    await s.queue.enqueue(all);
    const seen: Claimed[] = [];
    const running = new Set<string>();
    const overlaps: string[] = [];
    const worker = async (queue: WorkQueue): Promise<void> => {
      for (let idle = 0; seen.length < all.length && idle < 500;) {
        const claimed = await queue.claim(effect, 3, LEASE);
        idle = claimed.length > 0 ? 0 : idle + 1;
        for (const c of claimed) {
          if (running.has(c.lane)) overlaps.push(c.lane);
          running.add(c.lane);
          seen.push(c);
        }
        for (const c of claimed) running.delete(c.lane);
        await queue.done(claimed);
      }
    };
    await Promise.all([s.queue, s.again, s.queue, s.again, s.queue, s.again].map(worker));
    expect(ids(seen).toSorted()).toEqual(ids(all).toSorted());
    expect(overlaps).toEqual([]);
    for (const lane of lanes) {
      const orders = seen.filter((c) => c.lane === lane).map((c) => c.order);
      expect(orders).toEqual(orders.toSorted());
    }
  },

  'leaves no lane without a head when items come while others are done': async (s) => {
    const effect = fresh();
    const lanes = Array.from({ length: 5 }, () => randomUUID());
    const total = 150;
    const enqueue = async (queue: WorkQueue, from: number): Promise<void> => {
      for (let n = from; n < total; n += 3) await queue.enqueue([item(s, effect, { lane: lanes[n % lanes.length]!, order: order(n) })]);
    };
    let finished = 0;
    const work = async (queue: WorkQueue): Promise<void> => {
      for (let idle = 0; finished < total && idle < 2000;) {
        const claimed = await queue.claim(effect, 10, LEASE);
        idle = claimed.length > 0 ? 0 : idle + 1;
        await queue.done(claimed);
        finished += claimed.length;
      }
    };
    await Promise.all([enqueue(s.queue, 0), enqueue(s.again, 1), enqueue(s.queue, 2), work(s.queue), work(s.again)]);
    expect(finished).toBe(total);
    expect((await s.queue.depth()).map((d) => d.effect)).not.toContain(effect);
  },

  'takes more than one statement holds': async (s) => {
    const effect = fresh();
    const all = Array.from({ length: 600 }, () => item(s, effect));
    await s.queue.enqueue(all);
    const claimed = await s.queue.claim(effect, 2000, LEASE);
    expect(ids(claimed).toSorted()).toEqual(ids(all).toSorted());
    for (const c of claimed) await s.queue.hold(c, effect);
    expect(await s.again.release(effect)).toBe(all.length);
    const again = await s.queue.claim(effect, 2000, LEASE);
    expect(again).toHaveLength(all.length);
    await s.queue.done(again);
    expect((await s.queue.depth()).map((d) => d.effect)).not.toContain(effect);
  },

  'counts what waits and what is held for each company by itself': async (s) => {
    const [effect, ours, theirs] = [fresh(), randomUUID(), randomUUID()];
    const of = (tenant: string) => item(s, effect, { tenant, lane: randomUUID() });
    const held = of(ours);
    await s.queue.enqueue([held]);
    await s.queue.hold(await one(s.queue, effect), fresh());
    await s.queue.enqueue([of(ours), of(ours), of(theirs)]);
    const counts = await s.again.perTenant();
    expect([counts.get(ours), counts.get(theirs), counts.get(randomUUID())]).toEqual([
      { waiting: 2, held: 1 },
      { waiting: 1, held: 0 },
      undefined,
    ]);
  },

  'wakes who waits when an item is enqueued, released, or next in its lane, by any process': async (s) => {
    const effect = fresh();
    const lane = randomUUID();
    const stop = new AbortController();
    const woken = async (by: () => Promise<unknown>): Promise<boolean> => {
      await none(s.queue, effect);
      const waiting = s.queue.wait(effect, 60_000, stop.signal);
      await by();
      return settlesWithin(waiting, 3_000);
    };
    const line = [1, 2].map((n) => item(s, effect, { lane, order: order(n) }));
    try {
      expect(await woken(() => s.again.enqueue(line))).toBe(true);
      const first = await one(s.again, effect);
      expect(await woken(() => s.again.done([first]))).toBe(true);
      const second = await one(s.again, effect);
      await s.again.hold(second, effect);
      expect(await woken(() => s.again.release(effect))).toBe(true);
      expect((await one(s.queue, effect)).id).toBe(line[1]!.id);
    } finally {
      stop.abort();
    }
  },

  'does not miss what comes between the look and the wait': async (s) => {
    const effect = fresh();
    const stop = new AbortController();
    try {
      await none(s.queue, effect);
      await s.queue.enqueue([item(s, effect)]);
      expect(await settlesWithin(s.queue.wait(effect, 60_000, stop.signal), 3_000)).toBe(true);
    } finally {
      stop.abort();
    }
  },

  'waits for the next due time, the end of a lease, its own time, or an abort': async (s) => {
    const effect = fresh();
    const stop = new AbortController();
    const waits = (ms: number) => settlesWithin(s.queue.wait(effect, ms, stop.signal), 2_000);
    try {
      await none(s.queue, effect);
      expect(await waits(20)).toBe(true);
      await s.queue.enqueue([item(s, effect, { due: after(s.clock, 30) })]);
      await none(s.queue, effect);
      expect(await waits(60_000)).toBe(true);
      s.clock.advance(30);
      expect(await s.again.claim(effect, 10, 30)).toHaveLength(1);
      await none(s.queue, effect);
      expect(await waits(60_000)).toBe(true);
      s.clock.advance(30);
      await one(s.queue, effect);
      const idle = fresh();
      await none(s.queue, idle);
      const waiting = s.queue.wait(idle, 60_000, stop.signal);
      expect(await settlesWithin(waiting, 30)).toBe(false);
      stop.abort();
      expect(await settlesWithin(waiting, 2_000)).toBe(true);
    } finally {
      stop.abort();
    }
  },
};
