import { memoryCache } from '../../cache/memory.ts';
import type { Cache } from '../../ports/cache.ts';
import { fakeClock } from '../../runtime/clock.ts';
import type { CacheSubject } from '../cache.contract.ts';

const cache = (broken: (good: Cache) => Partial<Cache>) => (): CacheSubject => {
  const clock = fakeClock();
  const good = memoryCache({ clock });
  return { cache: { ...good, ...broken(good) }, pass: async (ms) => void clock.advance(ms) };
};
export const brokenCaches = {
  'never lets go of a value': {
    by: 'answers what was loaded until its time is over',
    make: cache((good) => ({ get: (k, _, load) => good.get(k, Infinity, load) })),
  },
  'takes a falsy value for none': {
    by: 'remembers values that are nothing',
    make: cache((good) => ({ get: async (k, ms, load) => (await good.get(k, ms, load)) || load() })),
  },
  'lets everybody load': { by: 'loads once for all who ask at the same time', make: cache(() => ({ get: (_k, _ms, load) => load() })) },
  'mixes keys up': { by: 'keeps keys apart', make: cache((good) => ({ get: (k, ms, load) => good.get(k.slice(0, -1), ms, load) })) },
  'remembers a failure': {
    by: 'tells everybody that a load failed, and tries again after',
    make: cache(() => {
      const kept = new Map<string, Promise<unknown>>();
      return {
        get: <T>(k: string, _: number, load: () => Promise<T>) => {
          const known = kept.get(k) ?? load();
          kept.set(k, known);
          return known as Promise<T>;
        },
      };
    }),
  },
  'drops the exact key only': {
    by: 'forgets every key that begins so, and no other',
    make: cache((good) => ({ drop: async (p) => good.drop(`${p}\0`) })),
  },
  'keeps what was dropped while it was loaded': {
    by: 'does not remember what was dropped while it was loaded',
    make: cache(() => {
      const values = new Map<string, unknown>();
      return {
        get: async <T>(k: string, _: number, load: () => Promise<T>) => {
          if (!values.has(k)) values.set(k, await load());
          return values.get(k) as T;
        },
        drop: async (p) => void values.delete(p),
      };
    }),
  },
};
