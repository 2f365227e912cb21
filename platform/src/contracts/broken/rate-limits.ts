import type { RateLimit } from '../../ports/rate-limit.ts';
import { memoryRateLimit } from '../../rate-limit/memory.ts';
import { fakeClock } from '../../runtime/clock.ts';
import type { RateLimitSubject } from '../rate-limit.contract.ts';

const limit = (broken: (good: RateLimit) => Partial<RateLimit>) => (): RateLimitSubject => {
  const clock = fakeClock();
  const good = memoryRateLimit({ clock });
  return { limit: { ...good, ...broken(good) }, pass: async (ms) => void clock.advance(ms) };
};
export const brokenRateLimits = {
  'tells everybody to come back at once': {
    by: 'gives a burst, then no more, and tells when to come back',
    make: limit((good) => ({ take: async (b) => ((await good.take(b)).ok ? { ok: true } : { ok: false, afterMs: 0 }) })),
  },
  'saves up beyond the burst': {
    by: 'refills as it says, never beyond the burst',
    make: limit((good) => ({ take: (b) => good.take(b.map((x) => ({ ...x, burst: x.burst + 1 }))) })),
  },
  'takes from the buckets one after another': {
    by: 'takes from every bucket or from none',
    make: limit((good) => ({
      take: async (buckets) => {
        for (const b of buckets) {
          const taken = await good.take([b]);
          if (!taken.ok) return taken;
        }
        return { ok: true };
      },
    })),
  },
  'tells the wait of the first bucket': {
    by: 'tells the longest of the waits',
    make: limit((good) => ({
      take: async (buckets) => {
        const taken = await good.take(buckets);
        return taken.ok ? taken : good.take(buckets.slice(0, 1));
      },
    })),
  },
  'has one bucket for all': {
    by: 'keeps keys apart',
    make: limit((good) => ({ take: (b) => good.take(b.map((x) => ({ ...x, key: 'one' }))) })),
  },
  'looks before it takes': {
    by: 'lets nobody slip through at the same time',
    make: limit(() => {
      let left = 20;
      return {
        take: async () => {
          const seen = left;
          await Promise.resolve();
          left = seen - 1;
          return seen > 0 ? { ok: true } : { ok: false, afterMs: 1 };
        },
      };
    }),
  },
  'refuses what has no limit': {
    by: 'allows what has no limit',
    make: limit((good) => ({ take: async (b) => (b.length === 0 ? { ok: false, afterMs: 1 } : good.take(b)) })),
  },
};
