import { randomUUID } from 'node:crypto';
import type { Timer, Timers } from '../ports/timers.ts';
import type { FakeClock } from '../runtime/clock.ts';
import { settlesWithin } from './gather.ts';
import type { Cases } from './suite.ts';

/** `again` are the same timers as another process would open them; both go by `clock`. */
export type TimersSubject = { readonly timers: Timers; readonly again: Timers; readonly clock: FakeClock };

const LEASE = 30_000;
const ids = (timers: readonly Timer[]): readonly string[] => timers.map((t) => t.id);
/** Timers that are due in so many milliseconds; taken away again when the case is over. */
const withTimers = async (
  { timers, clock }: TimersSubject,
  dues: readonly number[],
  run: (made: readonly Timer[]) => Promise<void>,
): Promise<void> => {
  const made = dues.map((ms): Timer => ({
    id: randomUUID(),
    name: 'WakeConversation',
    tenant: '11111111-1111-4111-8111-111111111111',
    due: new Date(clock.now().getTime() + ms),
    data: { ms },
  }));
  try {
    await timers.set(made);
    await run(made);
  } finally {
    await timers.cancel(ids(made));
  }
};
const moved = (t: Timer, ms: number): Timer => ({ ...t, due: new Date(t.due.getTime() + ms) });

export const timersCases: Cases<TimersSubject> = {
  'gives what is due as it was set, earliest first, and nothing before': (s) =>
    withTimers(s, [-5, 1000, -10, 2000], async ([second, third, first, fourth]) => {
      const odd: Timer = { ...third!, name: 'Other', data: { text: 'ação 😀', list: [1, null, { z: 0, a: 0 }] } };
      await s.timers.set([odd]);
      expect(await s.again.due(10, LEASE)).toEqual([first, second]);
      s.clock.advance(999);
      expect(await s.again.due(10, LEASE)).toEqual([]);
      s.clock.advance(1);
      expect(await s.timers.due(10, LEASE)).toEqual([odd]);
      s.clock.advance(1000);
      expect(await s.timers.due(10, LEASE)).toEqual([fourth]);
    }),

  'gives not more than asked for': (s) =>
    withTimers(s, [-3, -2, -1], async (made) => {
      expect(ids(await s.timers.due(2, LEASE))).toEqual(ids(made.slice(0, 2)));
      expect(ids(await s.timers.due(2, LEASE))).toEqual(ids(made.slice(2)));
    }),

  'gives a timer again only when its lease has ended, until it is done': (s) =>
    withTimers(s, [-1], async ([t]) => {
      expect(await s.timers.due(10, LEASE)).toEqual([t]);
      s.clock.advance(LEASE - 1);
      expect(await s.again.due(10, LEASE)).toEqual([]);
      s.clock.advance(1);
      expect(await s.again.due(10, LEASE)).toEqual([t]);
      await s.again.done([t!.id]);
      s.clock.advance(LEASE);
      expect(await s.timers.due(10, LEASE)).toEqual([]);
    }),

  'moves a timer that is set again, earlier and later; the last one of a call counts': (s) =>
    withTimers(s, [1000, -1], async ([early, late]) => {
      const [sooner, later] = [moved(early!, -1000), moved(late!, 5000)];
      await s.again.set([moved(early!, 99_000), late!, sooner, later]);
      expect(await s.timers.due(10, LEASE)).toEqual([sooner]);
      s.clock.advance(4999);
      expect(await s.timers.due(10, LEASE)).toEqual([later]);
    }),

  'forgets what is cancelled, given out or not': (s) =>
    withTimers(s, [-1, -1, 1000], async (made) => {
      await s.timers.due(1, LEASE);
      await s.again.cancel([...ids(made), randomUUID()]);
      s.clock.advance(LEASE);
      expect(await s.timers.due(10, LEASE)).toEqual([]);
    }),

  'keeps a timer that was set again before it was done': (s) =>
    withTimers(s, [-1], async ([t]) => {
      await s.timers.due(10, LEASE);
      const next = moved(t!, 5000);
      await s.again.set([next]);
      await s.timers.done([t!.id]);
      s.clock.advance(5000);
      expect(await s.timers.due(10, LEASE)).toEqual([next]);
    }),

  'lets nobody finish a timer that is not (or no more) given to him': (s) =>
    withTimers(s, [-1], async ([t]) => {
      await s.timers.done([t!.id]);
      expect(await s.timers.due(10, LEASE)).toEqual([t]);
      s.clock.advance(LEASE);
      // Moved and due again, now in another process.
      await s.again.set([t!]);
      expect(await s.again.due(10, LEASE)).toEqual([t]);
      if (s.timers !== s.again) await s.timers.done([t!.id]);
      s.clock.advance(LEASE);
      expect(await s.again.due(10, LEASE)).toEqual([t]);
    }),

  'gives no timer to two processes': (s) =>
    withTimers(
      s,
      Array.from({ length: 300 }, (_, n) => -n - 1),
      async (made) => {
        const given = (await Promise.all(Array.from({ length: 40 }, (_, n) => (n % 2 ? s.timers : s.again).due(10, LEASE)))).flat();
        const rest = await s.timers.due(1000, LEASE);
        expect(ids([...given, ...rest]).toSorted()).toEqual(ids(made).toSorted());
      },
    ),

  'takes more than one statement holds': (s) =>
    withTimers(s, new Array<number>(600).fill(-1), async (made) => {
      const due = await s.timers.due(5000, LEASE);
      expect(ids(due).toSorted()).toEqual(ids(made).toSorted());
      await s.timers.done(ids(due));
      expect(await s.timers.nextDue()).toBeNull();
    }),

  'tells when the next one can be given': (s) =>
    withTimers(s, [5000, 1000], async ([, next]) => {
      expect(await s.again.nextDue()).toEqual(next!.due);
      s.clock.advance(1000);
      await s.timers.due(10, 2000);
      expect(await s.again.nextDue()).toEqual(new Date(s.clock.now().getTime() + 2000));
      await s.timers.done([next!.id]);
      expect(await s.again.nextDue()).toEqual(new Date(s.clock.now().getTime() + 4000));
    }),

  'wakes who waits when a timer is set by any process, also between the look and the wait': async (s) => {
    const stop = new AbortController();
    try {
      expect(await s.timers.due(10, LEASE)).toEqual([]);
      const waiting = s.timers.wait(60_000, stop.signal);
      await withTimers(s, [-1], async () => {
        expect(await settlesWithin(waiting, 3_000)).toBe(true);
        await s.timers.due(10, LEASE);
      });
      expect(await s.timers.due(10, LEASE)).toEqual([]);
      await withTimers({ ...s, timers: s.again }, [-1], async () => {
        expect(await settlesWithin(s.timers.wait(60_000, stop.signal), 3_000)).toBe(true);
        await s.timers.due(10, LEASE);
      });
    } finally {
      stop.abort();
    }
  },

  'waits for the next due time, its own time, or an abort': async (s) => {
    const stop = new AbortController();
    try {
      expect(await s.timers.due(10, LEASE)).toEqual([]);
      expect(await settlesWithin(s.timers.wait(20, stop.signal), 2_000)).toBe(true);
      await withTimers(s, [30], async () => {
        expect(await s.timers.due(10, LEASE)).toEqual([]);
        expect(await settlesWithin(s.timers.wait(60_000, stop.signal), 2_000)).toBe(true);
        s.clock.advance(30);
        expect(await s.timers.due(10, LEASE)).toHaveLength(1);
      });
      expect(await s.timers.due(10, LEASE)).toEqual([]);
      const waiting = s.timers.wait(60_000, stop.signal);
      stop.abort();
      expect(await settlesWithin(waiting, 2_000)).toBe(true);
    } finally {
      stop.abort();
    }
  },
};
