import type { Cache } from '../ports/cache.ts';
import type { Clock } from '../ports/clock.ts';

type Entry = { readonly value: unknown; readonly until: number };
/** A cache of this process: at most `max` values (10,000), the one not asked for longest goes first. A load that fails is not remembered. */
export const memoryCache = (o: { readonly clock: Clock; readonly max?: number }): Cache => {
  const max = o.max ?? 10_000;
  const values = new Map<string, Entry>();
  const loading = new Map<string, Promise<unknown>>();

  const load = async (key: string, ttlMs: number, make: () => Promise<unknown>): Promise<unknown> => {
    const mine: Promise<unknown> = (async () => make())();
    loading.set(key, mine);
    try {
      const value = await mine;
      // Dropped meanwhile: whoever waited gets it, nobody after.
      if (loading.get(key) === mine) {
        values.set(key, { value, until: o.clock.now().getTime() + ttlMs });
        if (values.size > max) values.delete(values.keys().next().value!);
      }
      return value;
    } finally {
      if (loading.get(key) === mine) loading.delete(key);
    }
  };
  return {
    get: async <T>(key: string, ttlMs: number, make: () => Promise<T>): Promise<T> => {
      const known = values.get(key);
      if (known) {
        values.delete(key);
        if (known.until > o.clock.now().getTime()) {
          values.set(key, known);
          return known.value as T;
        }
      }
      return (await (loading.get(key) ?? load(key, ttlMs, make))) as T;
    },
    drop: async (prefix) => {
      for (const map of [values, loading]) for (const key of map.keys()) if (key.startsWith(prefix)) map.delete(key);
    },
  };
};
