import { brokenCaches } from '../contracts/broken/caches.ts';
import { cacheCases } from '../contracts/cache.contract.ts';
import { describeContract, itCatches } from '../contracts/suite.ts';
import { fakeClock } from '../runtime/clock.ts';
import { memoryCache } from './memory.ts';

describeContract('cache in memory', cacheCases, async () => {
  const clock = fakeClock();
  return { subject: { cache: memoryCache({ clock }), pass: async (ms) => void clock.advance(ms) }, close: async () => undefined };
});
describe('the cache contract', () => itCatches(cacheCases, brokenCaches));

test('the number of values is bounded; the one not asked for longest goes', async () => {
  const cache = memoryCache({ clock: fakeClock(), max: 3 });
  const loaded: string[] = [];
  const get = (key: string) => cache.get(key, 1_000, async () => loaded.push(key));
  for (const key of ['a', 'b', 'c', 'a', 'd', 'a', 'c', 'd', 'b']) await get(key);
  expect(loaded).toEqual(['a', 'b', 'c', 'd', 'b']);
});
