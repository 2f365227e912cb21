import { randomUUID } from 'node:crypto';
import type { Lease, Leases } from '../ports/leases.ts';
import { settlesWithin } from './gather.ts';
import type { Cases } from './suite.ts';

/** Three processes over one set of leases; `cut` takes the database away from the third for good, as if its machine had been unplugged. */
export type LeasesSubject = { readonly a: Leases; readonly b: Leases; dying(): Promise<{ readonly leases: Leases; cut(): Promise<void> }> };

/** Time to live in ms: long enough for a busy machine to renew in time. */
const TTL = 1_000;
const LONG = 60_000;
const fresh = () => `lease-${randomUUID()}`;
/** Asks until it is given, for at most `ms`. */
const acquireWithin = async (leases: Leases, name: string, ttlMs: number, ms: number): Promise<Lease | null> => {
  const end = performance.now() + ms;
  for (;;) {
    const lease = await leases.acquire(name, ttlMs);
    if (lease !== null || performance.now() > end) return lease;
    await settlesWithin(new Promise(() => undefined), 5);
  }
};
const held = async (lease: Promise<Lease | null>): Promise<Lease> => {
  const given = await lease;
  expect(given).not.toBeNull();
  return given!;
};

export const leasesCases: Cases<LeasesSubject> = {
  'has one holder at a time': async ({ a, b }) => {
    const name = fresh();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? a : b).acquire(name, LONG)));
    const given = answers.filter((l) => l !== null);
    expect(given).toHaveLength(1);
    expect(await b.acquire(name, LONG)).toBeNull();
    expect(given[0]!.signal.aborted).toBe(false);
    await given[0]!.release();
  },

  'keeps names apart': async ({ a, b }) => {
    const [one, other] = [await held(a.acquire(fresh(), LONG)), await held(b.acquire(fresh(), LONG))];
    await one.release();
    await other.release();
  },

  'goes to the next one at once when it is released, with a greater epoch every time': async ({ a, b }) => {
    const name = fresh();
    const epochs: number[] = [];
    for (const leases of [a, b, b, a]) {
      const lease = await held(leases.acquire(name, LONG));
      epochs.push(lease.epoch);
      await lease.release();
      await lease.release();
    }
    expect(epochs).toEqual([...new Set(epochs)].toSorted((x, y) => x - y));
  },

  'stays with a living holder for longer than its time': async ({ a, b }) => {
    const name = fresh();
    const lease = await held(a.acquire(name, TTL));
    expect(await acquireWithin(b, name, TTL, 2.5 * TTL)).toBeNull();
    expect(lease.signal.aborted).toBe(false);
    await lease.release();
  },

  'leaves a dead holder, who knows it before anybody else holds it': async ({ a, dying }) => {
    const name = fresh();
    const process = await dying();
    const lost = await held(process.leases.acquire(name, TTL));
    await process.cut();
    expect(await a.acquire(name, TTL)).toBeNull();
    const next = await acquireWithin(a, name, LONG, 5 * TTL);
    expect(lost.signal.aborted).toBe(true);
    expect(next?.epoch).toBeGreaterThan(lost.epoch);
    await next?.release();
  },

  'is not given away by a holder that was deposed': async ({ a, b, dying }) => {
    const name = fresh();
    const process = await dying();
    const lost = await held(process.leases.acquire(name, TTL));
    await process.cut();
    const next = await acquireWithin(a, name, LONG, 5 * TTL);
    expect(next).not.toBeNull();
    await lost.release().catch(() => undefined);
    expect(await b.acquire(name, LONG)).toBeNull();
    await next?.release();
  },
};
