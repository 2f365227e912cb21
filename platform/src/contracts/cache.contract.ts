import { randomUUID } from 'node:crypto';
import type { Cache } from '../ports/cache.ts';
import type { Cases } from './suite.ts';

/** `pass` lets so many milliseconds go by. */
export type CacheSubject = { readonly cache: Cache; pass(ms: number): Promise<void> };

/** A load that counts its calls. */
const counting = <T>(value: (n: number) => T | Promise<T>) => {
  let n = 0;
  return { load: async () => value(++n), calls: () => n };
};
const newKey = (): string => `${randomUUID()}:`;

export const cacheCases: Cases<CacheSubject> = {
  'answers what was loaded until its time is over': async ({ cache, pass }) => {
    const key = newKey();
    const c = counting((n) => ({ n }));
    expect([await cache.get(key, 60_000, c.load), await cache.get(key, 60_000, c.load)]).toEqual([{ n: 1 }, { n: 1 }]);
    await pass(60_001);
    expect(await cache.get(key, 60_000, c.load)).toEqual({ n: 2 });
    expect(c.calls()).toBe(2);
  },

  'remembers values that are nothing': async ({ cache }) => {
    for (const nothing of [null, 0, '', false]) {
      const c = counting(() => nothing);
      const key = newKey();
      expect([await cache.get(key, 60_000, c.load), await cache.get(key, 60_000, c.load)]).toEqual([nothing, nothing]);
      expect(c.calls()).toBe(1);
    }
  },

  'loads once for all who ask at the same time': async ({ cache }) => {
    const key = newKey();
    const gate = Promise.withResolvers<string>();
    const c = counting(() => gate.promise);
    const asked = Array.from({ length: 20 }, () => cache.get(key, 60_000, c.load));
    gate.resolve('one');
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['one']));
    expect(c.calls()).toBe(1);
  },

  'keeps keys apart': async ({ cache }) => {
    const key = newKey();
    expect(await Promise.all(['a', 'b'].map((k) => cache.get(key + k, 60_000, async () => k)))).toEqual(['a', 'b']);
  },

  'tells everybody that a load failed, and tries again after': async ({ cache }) => {
    const key = newKey();
    const c = counting((n) => (n === 1 ? Promise.reject(new Error('no database')) : 'there'));
    const both = await Promise.allSettled([cache.get(key, 60_000, c.load), cache.get(key, 60_000, c.load)]);
    expect(both.map((r) => r.status)).toEqual(['rejected', 'rejected']);
    expect(await cache.get(key, 60_000, c.load).catch(String)).toBe('there');
  },

  'forgets every key that begins so, and no other': async ({ cache }) => {
    const base = newKey();
    const c = counting((n) => n);
    for (const k of ['user:1', 'user:2', 'use', 'company']) await cache.get(base + k, 60_000, c.load);
    await cache.drop(`${base}user:`);
    expect([await cache.get(`${base}use`, 60_000, c.load), await cache.get(`${base}company`, 60_000, c.load)]).toEqual([3, 4]);
    expect([await cache.get(`${base}user:1`, 60_000, c.load), await cache.get(`${base}user:2`, 60_000, c.load)]).toEqual([5, 6]);
  },

  'does not remember what was dropped while it was loaded': async ({ cache }) => {
    const key = newKey();
    const gate = Promise.withResolvers<string>();
    const first = cache.get(key, 60_000, () => gate.promise);
    await cache.drop(key);
    const second = cache.get(key, 60_000, async () => 'new');
    gate.resolve('old');
    expect([await first, await second, await cache.get(key, 60_000, async () => 'newer')]).toEqual(['old', 'new', 'new']);
  },
};
