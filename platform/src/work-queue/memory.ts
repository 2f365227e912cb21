import type { Clock } from '../ports/clock.ts';
import type { Claimed, WorkItem, WorkQueue } from '../ports/work-queue.ts';
import { bell } from '../runtime/bell.ts';

type Held = { readonly id: string; readonly epoch: number };
type Entry = { readonly item: WorkItem; due: Date; attempts: number; epoch: number; leasedUntil: number; hold: string | null };

const before = (a: Entry, b: Entry): boolean => a.item.order < b.item.order || (a.item.order === b.item.order && a.item.id < b.item.id);
const byUrgency = (a: Entry, b: Entry): number =>
  b.item.priority - a.item.priority || a.due.getTime() - b.due.getTime() || (before(a, b) ? -1 : 1);

/** The queue of one process, for tests: lost when it ends. */
export const memoryWorkQueue = (o: { readonly clock: Clock }): WorkQueue => {
  const entries = new Map<string, Entry>();
  const rung = bell();
  const left = new Map<string, { readonly since: number; readonly next: number | null }>();
  let epochs = 0;

  /** Lanes with work: the first item of each, or nothing while one of its items is leased. */
  const heads = (now: number): readonly Entry[] => {
    const lanes = new Map<string, { head: Entry; running: Entry | undefined }>();
    for (const e of entries.values()) {
      const key = `${e.item.tenant} ${e.item.lane}`;
      const lane = lanes.get(key) ?? { head: e, running: undefined };
      lanes.set(key, lane);
      if (before(e, lane.head)) lane.head = e;
      if (e.leasedUntil > now) lane.running = e;
    }
    return [...lanes.values()].filter((l) => l.running === undefined).map((l) => l.head);
  };
  const claimedBy = ({ id, epoch }: Held): Entry | undefined => {
    const e = entries.get(id);
    return e !== undefined && e.epoch === epoch && epoch !== 0 ? e : undefined;
  };
  const putBack = (item: Held, change: (e: Entry) => void): void => {
    const e = claimedBy(item);
    if (e === undefined) return;
    e.epoch = 0;
    e.leasedUntil = 0;
    change(e);
    rung.ring();
  };

  return {
    async enqueue(items) {
      for (const item of items)
        if (!entries.has(item.id)) entries.set(item.id, { item, due: item.due, attempts: 0, epoch: 0, leasedUntil: 0, hold: null });
      if (items.length > 0) rung.ring();
    },
    async claim(effect, max, leaseMs) {
      const now = o.clock.now().getTime();
      const ready = heads(now).filter((e) => e.item.effect === effect && e.hold === null);
      const due = ready.filter((e) => e.due.getTime() <= now).sort(byUrgency);
      const taken = due.slice(0, max);
      const later = [...ready.map((e) => e.due.getTime()), ...[...entries.values()].map((e) => e.leasedUntil)].filter((t) => t > now);
      const leases = taken.length > 0 ? [now + leaseMs] : [];
      const next = due.length > max || max <= taken.length ? now : Math.min(...later, ...leases);
      left.set(effect, { since: rung.count(effect), next: Number.isFinite(next) ? next : null });
      return taken.map((e): Claimed => {
        e.attempts++;
        e.epoch = ++epochs;
        e.leasedUntil = now + leaseMs;
        return { ...e.item, due: e.due, attempts: e.attempts, epoch: e.epoch };
      });
    },
    async done(items) {
      for (const i of items) if (claimedBy(i) !== undefined) entries.delete(i.id);
      rung.ring();
    },
    async later(item, due) {
      putBack(item, (e) => (e.due = due));
    },
    async hold(item, hold) {
      putBack(item, (e) => (e.hold = hold));
    },
    async release(hold) {
      const held = [...entries.values()].filter((e) => e.hold === hold);
      for (const e of held) e.hold = null;
      const now = o.clock.now();
      const freed = new Set(held.map((e) => `${e.item.tenant} ${e.item.lane}`));
      for (const e of entries.values()) if (e.due < now && freed.has(`${e.item.tenant} ${e.item.lane}`)) e.due = now;
      rung.ring();
      return held.length;
    },
    async wait(effect, ms, signal) {
      const last = left.get(effect);
      if (last === undefined) return;
      await rung.wait(effect, last.since, Math.min(ms, last.next === null ? ms : last.next - o.clock.now().getTime()), signal);
    },
    async depth() {
      const counts = new Map<string, { effect: string; waiting: number; held: number }>();
      for (const { item, hold } of entries.values()) {
        const c = counts.get(item.effect) ?? { effect: item.effect, waiting: 0, held: 0 };
        counts.set(item.effect, c);
        if (hold === null) c.waiting++;
        else c.held++;
      }
      return [...counts.values()].sort((a, b) => (a.effect < b.effect ? -1 : 1));
    },
    async perTenant() {
      const counts = new Map<string, { waiting: number; held: number }>();
      for (const { item, hold } of entries.values()) {
        const c = counts.get(item.tenant) ?? { waiting: 0, held: 0 };
        counts.set(item.tenant, c);
        if (hold === null) c.waiting++;
        else c.held++;
      }
      return counts;
    },
  };
};
