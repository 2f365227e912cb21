import type { Timer, Timers } from '../../ports/timers.ts';
import { bell } from '../../runtime/bell.ts';
import { fakeClock } from '../../runtime/clock.ts';
import { memoryTimers } from '../../timers/memory.ts';
import type { TimersSubject } from '../timers.contract.ts';

type Broken = { readonly by: string; readonly make: () => TimersSubject };
const broken = (by: string, breakIt: (sound: Timers) => Partial<Timers>): Broken => ({
  by,
  make: () => {
    const clock = fakeClock();
    const sound = memoryTimers({ clock });
    const timers = { ...sound, ...breakIt(sound) };
    return { timers, again: timers, clock };
  },
});

export const brokenTimers: Readonly<Record<string, Broken>> = {
  'loses timers': broken('gives what is due as it was set, earliest first, and nothing before', () => ({ set: async () => undefined })),
  'gives timers too early': broken('gives what is due as it was set, earliest first, and nothing before', (t) => ({
    set: (timers) => t.set(timers.map((x) => ({ ...x, due: new Date(0) }))),
  })),
  'gives the latest first': broken('gives what is due as it was set, earliest first, and nothing before', (t) => ({
    due: async (max, leaseMs) => (await t.due(max, leaseMs)).toReversed(),
  })),
  'gives everything at once': broken('gives not more than asked for', (t) => ({ due: (_max, leaseMs) => t.due(1000, leaseMs) })),
  'knows no leases': broken('gives a timer again only when its lease has ended, until it is done', (t) => ({
    due: (max) => t.due(max, 0),
  })),
  'forgets a timer once it was given': broken('gives a timer again only when its lease has ended, until it is done', (t) => ({
    due: async (max, leaseMs) => {
      const due = await t.due(max, leaseMs);
      await t.done(due.map((x) => x.id));
      return due;
    },
  })),
  'keeps the first due time': broken('moves a timer that is set again, earlier and later; the last one of a call counts', (t) => {
    const known = new Set<string>();
    return {
      set: async (timers) => {
        const fresh = timers.filter((x) => !known.has(x.id));
        for (const x of fresh) known.add(x.id);
        await t.set(fresh);
      },
    };
  }),
  'cannot cancel': broken('forgets what is cancelled, given out or not', () => ({ cancel: async () => undefined })),
  'finishes a timer that was set again': broken('keeps a timer that was set again before it was done', (t) => ({
    done: (ids) => t.cancel(ids),
  })),
  'lets anybody finish a timer': broken('lets nobody finish a timer that is not (or no more) given to him', (t) => ({
    done: (ids) => t.cancel(ids),
  })),
  'gives the same timers to processes that come together': broken('gives no timer to two processes', (t) => {
    let shared: Promise<readonly Timer[]> | undefined;
    return {
      due: (...args) => {
        shared ??= t.due(...args).finally(() => (shared = undefined));
        return shared;
      },
    };
  }),
  'takes the first 500 only': broken('takes more than one statement holds', (t) => ({ set: (timers) => t.set(timers.slice(0, 500)) })),
  'does not count leases as the next time': broken('tells when the next one can be given', (t) => {
    const dues = new Map<string, Date>();
    return {
      set: async (timers) => {
        for (const x of timers) dues.set(x.id, x.due);
        await t.set(timers);
      },
      nextDue: async () => [...dues.values()].toSorted((x, y) => x.getTime() - y.getTime())[0] ?? null,
    };
  }),
  'hears only what comes while it waits': broken(
    'wakes who waits when a timer is set by any process, also between the look and the wait',
    (t) => {
      const heard = bell();
      return {
        set: async (timers) => {
          await t.set(timers);
          heard.ring();
        },
        wait: (ms, signal) => heard.wait('', heard.count(''), ms, signal),
      };
    },
  ),
  'sleeps over the next due time': broken('waits for the next due time, its own time, or an abort', () => {
    const heard = bell();
    return { wait: (ms, signal) => heard.wait('', heard.count(''), ms, signal) };
  }),
};
