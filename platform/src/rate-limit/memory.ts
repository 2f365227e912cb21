import type { Clock } from '../ports/clock.ts';
import type { Bucket, RateLimit } from '../ports/rate-limit.ts';

type Level = { tokens: number; at: number };
/** A longer wait is not told: whoever comes back asks again. */
const MAX_WAIT_MS = 3_600_000;

/** Token buckets of this process. `share` 1/n: what each of n processes takes of a limit; a bucket holds one token at least. Buckets that are full again are forgotten. */
export const memoryRateLimit = (o: { readonly clock: Clock; readonly share?: number; readonly max?: number }): RateLimit => {
  const share = o.share ?? 1;
  const max = o.max ?? 50_000;
  const levels = new Map<string, Level>();
  const burstOf = (b: Bucket): number => Math.max(1, b.burst * share);

  const level = (b: Bucket, now: number): Level => {
    const known = levels.get(b.key);
    if (!known) return { tokens: burstOf(b), at: now };
    // A clock that was set back refills nothing.
    const passed = Math.max(0, now - known.at);
    return { tokens: Math.min(burstOf(b), known.tokens + (passed / 1000) * b.perSecond * share), at: Math.max(now, known.at) };
  };
  const makeRoom = (): void => {
    if (levels.size <= max) return;
    // The ones not taken from longest are the fullest.
    for (const key of levels.keys()) {
      if (levels.size <= max * 0.9) return;
      levels.delete(key);
    }
  };

  return {
    take: async (buckets) => {
      const now = o.clock.now().getTime();
      const asked = new Map<string, { readonly bucket: Bucket; count: number }>();
      for (const bucket of buckets) {
        const same = asked.get(bucket.key);
        if (same) same.count++;
        else asked.set(bucket.key, { bucket, count: 1 });
      }
      const found = [...asked.values()].map(({ bucket, count }) => ({ bucket, count, level: level(bucket, now) }));
      let afterMs = 0;
      for (const { bucket, count, level: l } of found) {
        // 1e-9: adding up fractions of tokens must not make one come a millisecond late.
        const short = count - l.tokens - 1e-9;
        if (short > 0) afterMs = Math.max(afterMs, Math.ceil((short / (bucket.perSecond * share)) * 1000));
      }
      if (afterMs > 0) return { ok: false, afterMs: Math.min(afterMs, MAX_WAIT_MS) };
      for (const { bucket, count, level: l } of found) {
        levels.delete(bucket.key);
        levels.set(bucket.key, { tokens: Math.max(0, l.tokens - count), at: l.at });
      }
      makeRoom();
      return { ok: true };
    },
  };
};
