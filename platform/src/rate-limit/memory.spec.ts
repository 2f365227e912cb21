import fc from 'fast-check';
import { brokenRateLimits } from '../contracts/broken/rate-limits.ts';
import { rateLimitCases } from '../contracts/rate-limit.contract.ts';
import { describeContract, itCatches } from '../contracts/suite.ts';
import { fakeClock } from '../runtime/clock.ts';
import { memoryRateLimit } from './memory.ts';

describeContract('rate limit in memory', rateLimitCases, async () => {
  const clock = fakeClock();
  return { subject: { limit: memoryRateLimit({ clock }), pass: async (ms) => void clock.advance(ms) }, close: async () => undefined };
});
describe('the rate limit contract', () => itCatches(rateLimitCases, brokenRateLimits));

test('whoever waits as told is let through, and no more than the rate ever passes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0.1, max: 500, noNaN: true }), fc.integer({ min: 1, max: 50 }), async (perSecond, burst) => {
      const clock = fakeClock();
      const limit = memoryRateLimit({ clock });
      const began = clock.now().getTime();
      let taken = 0;
      for (let i = 0; i < 200; i++) {
        const answer = await limit.take([{ key: 'k', perSecond, burst }]);
        if (answer.ok) taken++;
        else {
          clock.advance(answer.afterMs);
          expect(await limit.take([{ key: 'k', perSecond, burst }])).toEqual({ ok: true });
          taken++;
        }
      }
      expect(taken).toBeLessThanOrEqual(burst + ((clock.now().getTime() - began) / 1000) * perSecond + 1e-6);
    }),
    { numRuns: 50 },
  );
});
test('each of n processes takes its share', async () => {
  const clock = fakeClock();
  const limit = memoryRateLimit({ clock, share: 1 / 4 });
  const bucket = { key: 'k', perSecond: 80, burst: 40 };
  const burst = async (): Promise<number> => {
    let n = 0;
    while ((await limit.take([bucket])).ok) n++;
    return n;
  };
  expect(await burst()).toBe(10);
  clock.advance(250);
  expect(await burst()).toBe(5);
});
test('a clock that is set back refills nothing and blocks nobody for ever', async () => {
  const clock = fakeClock();
  const limit = memoryRateLimit({ clock });
  const bucket = { key: 'k', perSecond: 1, burst: 1 };
  await limit.take([bucket]);
  clock.advance(-3_600_000);
  expect((await limit.take([bucket])).ok).toBe(false);
  clock.advance(3_601_000);
  expect(await limit.take([bucket])).toEqual({ ok: true });
});
test('the number of buckets is bounded', async () => {
  const limit = memoryRateLimit({ clock: fakeClock(), max: 10 });
  const take = (n: number) => limit.take([{ key: `k${n}`, perSecond: 0.001, burst: 1 }]);
  for (let n = 0; n < 11; n++) await take(n);
  expect([(await take(10)).ok, (await take(0)).ok]).toEqual([false, true]);
});
