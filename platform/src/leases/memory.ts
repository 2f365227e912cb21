import type { Leases } from '../ports/leases.ts';
import { keepLease } from './keep.ts';

/** The leases of one process, for tests. Several adapters over one `table` behave like several processes over one database. */
export const memoryLeases = (table: Pick<Map<string, { epoch: number; until: number }>, 'get' | 'set'> = new Map()): Leases => ({
  async acquire(name, ttlMs) {
    // Timers that are due run first: after a pause of the process, a holder whose time is over learns it before the next one begins.
    await new Promise(setImmediate);
    const askedAt = performance.now();
    const row = table.get(name) ?? { epoch: 0, until: 0 };
    if (row.until > askedAt) return null;
    table.set(name, row);
    row.until = askedAt + ttlMs;
    const epoch = ++row.epoch;
    return keepLease({
      epoch,
      ttlMs,
      askedAt,
      renew: async () => {
        const now = performance.now();
        const kept = table.get(name);
        if (kept?.epoch !== epoch || kept.until <= now) return false;
        kept.until = now + ttlMs;
        return true;
      },
      release: async () => {
        const kept = table.get(name);
        if (kept?.epoch === epoch) kept.until = 0;
      },
    });
  },
});
