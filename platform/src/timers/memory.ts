import type { Clock } from '../ports/clock.ts';
import type { Timer, Timers } from '../ports/timers.ts';
import { bell } from '../runtime/bell.ts';

type Entry = { readonly timer: Timer; ready: number; given: boolean };

/** The timers of one process, for tests: lost when it ends. */
export const memoryTimers = (o: { readonly clock: Clock }): Timers => {
  const entries = new Map<string, Entry>();
  const rung = bell();
  let last: { readonly since: number; readonly next: Date | null } | undefined;
  const next = (): Date | null => (entries.size === 0 ? null : new Date(Math.min(...[...entries.values()].map((e) => e.ready))));
  return {
    async set(timers) {
      // Through JSON, as a database keeps them.
      for (const t of timers)
        entries.set(t.id, {
          timer: { ...t, data: JSON.parse(JSON.stringify(t.data ?? null)) as unknown },
          ready: t.due.getTime(),
          given: false,
        });
      rung.ring();
    },
    async cancel(ids) {
      for (const id of ids) entries.delete(id);
    },
    async due(max, leaseMs) {
      const now = o.clock.now().getTime();
      const since = rung.count('');
      const due = [...entries.values()]
        .filter((e) => e.ready <= now)
        .sort((a, b) => a.timer.due.getTime() - b.timer.due.getTime() || (a.timer.id < b.timer.id ? -1 : 1))
        .slice(0, max);
      for (const e of due) {
        e.ready = now + leaseMs;
        e.given = true;
      }
      last = { since, next: due.length < max ? next() : new Date(now) };
      return due.map((e) => e.timer);
    },
    async done(ids) {
      for (const id of ids) if (entries.get(id)?.given === true) entries.delete(id);
    },
    async nextDue() {
      return next();
    },
    async wait(ms, signal) {
      if (last === undefined) return;
      await rung.wait('', last.since, Math.min(ms, last.next === null ? ms : last.next.getTime() - o.clock.now().getTime()), signal);
    },
  };
};
