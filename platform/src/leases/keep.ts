import type { Lease } from '../ports/leases.ts';

/** Renewals per time to live: two may fail before the lease is lost. */
const RENEWALS = 3;
/** The holder stops this part of the time early: timers are late by a millisecond and more, and clocks run apart. */
const EARLY = 0.05;

/**
 * Renews a lease until it is released or lost. `askedAt` (ms, `performance.now()`) is when the request was sent that gave it: what was granted ends
 * not before askedAt + ttl, so the signal aborts shortly before, while nobody else can have it.
 */
export const keepLease = (o: {
  readonly epoch: number;
  readonly ttlMs: number;
  readonly askedAt: number;
  /** false: somebody else has it. A rejection is tried again until the time is over. */
  readonly renew: () => Promise<boolean>;
  readonly release: () => Promise<void>;
}): Lease => {
  const lost = new AbortController();
  let over = false;
  let deadline: NodeJS.Timeout;
  let renewal: NodeJS.Timeout;
  const end = (): void => {
    over = true;
    clearTimeout(deadline);
    clearTimeout(renewal);
  };
  const lose = (): void => {
    end();
    lost.abort(new Error('the lease was lost'));
  };
  const holdFrom = (askedAt: number): void => {
    clearTimeout(deadline);
    deadline = setTimeout(lose, askedAt + o.ttlMs * (1 - EARLY) - performance.now()).unref();
  };
  const renewSoon = (): void => {
    renewal = setTimeout(() => {
      const askedAt = performance.now();
      o.renew().then(
        (held) => {
          if (over) return;
          if (!held) {
            lose();
            return;
          }
          holdFrom(askedAt);
          renewSoon();
        },
        () => {
          if (!over) renewSoon();
        },
      );
    }, o.ttlMs / RENEWALS).unref();
  };
  holdFrom(o.askedAt);
  renewSoon();
  return {
    epoch: o.epoch,
    signal: lost.signal,
    release: async () => {
      if (over) return;
      end();
      await o.release();
    },
  };
};
