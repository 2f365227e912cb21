import { randomUUID } from 'node:crypto';
import type { Bucket, RateLimit } from '../ports/rate-limit.ts';
import type { Cases } from './suite.ts';

/** `pass` lets so many milliseconds go by. */
export type RateLimitSubject = { readonly limit: RateLimit; pass(ms: number): Promise<void> };

const bucket = (perSecond: number, burst: number): Bucket => ({ key: randomUUID(), perSecond, burst });
const takeMany = async (limit: RateLimit, buckets: readonly Bucket[], n: number): Promise<number> => {
  let taken = 0;
  for (let i = 0; i < n; i++) if ((await limit.take(buckets)).ok) taken++;
  return taken;
};

export const rateLimitCases: Cases<RateLimitSubject> = {
  'gives a burst, then no more, and tells when to come back': async ({ limit, pass }) => {
    const b = bucket(4, 10);
    expect(await takeMany(limit, [b], 15)).toBe(10);
    const refused = await limit.take([b]);
    expect(refused).toMatchObject({ ok: false });
    const afterMs = refused.ok ? 0 : refused.afterMs;
    expect(afterMs).toBeGreaterThan(0);
    expect(afterMs).toBeLessThanOrEqual(250);
    await pass(afterMs);
    expect(await limit.take([b])).toEqual({ ok: true });
    expect((await limit.take([b])).ok).toBe(false);
  },

  'refills as it says, never beyond the burst': async ({ limit, pass }) => {
    const b = bucket(10, 5);
    expect(await takeMany(limit, [b], 5)).toBe(5);
    await pass(300);
    expect(await takeMany(limit, [b], 5)).toBe(3);
    await pass(60_000);
    expect(await takeMany(limit, [b], 20)).toBe(5);
  },

  'takes from every bucket or from none': async ({ limit }) => {
    const [wide, narrow] = [bucket(0.001, 10), bucket(0.001, 2)];
    expect(await takeMany(limit, [wide, narrow], 5)).toBe(2);
    expect(await takeMany(limit, [wide], 20)).toBe(8);
  },

  'tells the longest of the waits': async ({ limit }) => {
    const [slow, fast] = [bucket(0.5, 1), bucket(100, 1)];
    await limit.take([slow, fast]);
    const refused = await limit.take([fast, slow]);
    expect(refused.ok ? 0 : refused.afterMs).toBeGreaterThan(1_500);
  },

  'keeps keys apart': async ({ limit }) => {
    const [a, b] = [bucket(0.001, 1), bucket(0.001, 1)];
    expect([await limit.take([a]), await limit.take([b]), (await limit.take([a])).ok]).toEqual([{ ok: true }, { ok: true }, false]);
  },

  'lets nobody slip through at the same time': async ({ limit }) => {
    const b = bucket(0.001, 20);
    const taken = await Promise.all(Array.from({ length: 100 }, () => limit.take([b])));
    expect(taken.filter((t) => t.ok)).toHaveLength(20);
  },

  'allows what has no limit': async ({ limit }) => {
    expect(await limit.take([])).toEqual({ ok: true });
  },
};
