import { setTimeout as pause } from 'node:timers/promises';
import type { Leases } from '../ports/leases.ts';
import type { Log } from '../ports/log.ts';

/** Renewed while the task runs: who dies holds the others up for so long. */
const LEASE_MS = 60_000;

export type Periodic = {
  /** Of the lease too: of several processes one does it at a time. */
  readonly name: string;
  readonly everyMs: number;
  /** Ends early when the signal aborts; answers how much it did. Does nothing wrong when it is done again, or by two. */
  readonly task: (signal: AbortSignal) => Promise<number>;
};

/** Does a task now and then, held by a lease, until aborted. What fails is done at the next time. */
export const periodically = async (
  p: Periodic,
  ports: { readonly leases: Leases; readonly log: Log },
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    // First the pause: a start has other things to do.
    await pause(p.everyMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      const lease = await ports.leases.acquire(p.name, LEASE_MS);
      if (lease === null) continue;
      try {
        const done = await p.task(AbortSignal.any([signal, lease.signal]));
        if (done > 0) ports.log.info({ task: p.name, done }, 'done');
      } finally {
        await lease.release();
      }
    } catch (error) {
      ports.log.warn({ task: p.name, error }, 'a task of now and then failed');
    }
  }
};
