import type { Lease, Leases } from '../../ports/leases.ts';
import { dyingMemoryLeases } from '../../leases/testing.ts';
import type { LeasesSubject } from '../leases.contract.ts';

type Broken = { readonly by: string; readonly make: () => LeasesSubject };
const broken = (by: string, breakIt: (sound: Leases) => Leases): Broken => ({
  by,
  make: () => {
    const sound = dyingMemoryLeases();
    return {
      a: breakIt(sound.a),
      b: breakIt(sound.b),
      dying: async () => {
        const d = await sound.dying();
        return { leases: breakIt(d.leases), cut: d.cut };
      },
    };
  },
});
/** An adapter that changes the leases it gives. */
const gives =
  (change: (l: Lease, sound: Leases, name: string) => Lease) =>
  (sound: Leases): Leases => ({
    acquire: async (name, ttlMs) => {
      const lease = await sound.acquire(name, ttlMs);
      return lease && change(lease, sound, name);
    },
  });
const never = new AbortController().signal;

export const brokenLeases: Readonly<Record<string, Broken>> = {
  'lets everybody hold': broken('has one holder at a time', () => ({
    acquire: async () => ({ epoch: 1, signal: never, release: async () => undefined }),
  })),
  'has one lease for all names': broken('keeps names apart', (sound) => ({ acquire: (_name, ttlMs) => sound.acquire('one', ttlMs) })),
  'cannot release': broken(
    'goes to the next one at once when it is released, with a greater epoch every time',
    gives((l) => ({ ...l, release: async () => undefined })),
  ),
  'begins again at epoch 1': broken(
    'goes to the next one at once when it is released, with a greater epoch every time',
    gives((l) => ({ ...l, epoch: 1 })),
  ),
  'does not renew': broken('stays with a living holder for longer than its time', (sound) => ({
    acquire: async (name, ttlMs) => {
      const lease = await sound.acquire(name, ttlMs);
      if (lease !== null) setTimeout(() => void lease.release(), ttlMs);
      return lease;
    },
  })),
  'never leaves a dead holder': broken('leaves a dead holder, who knows it before anybody else holds it', (sound) => ({
    acquire: (name) => sound.acquire(name, 1e9),
  })),
  'does not tell a holder that the lease is lost': broken(
    'leaves a dead holder, who knows it before anybody else holds it',
    gives((l) => ({ ...l, signal: never })),
  ),
  'lets a deposed holder release what another one holds': broken(
    'is not given away by a holder that was deposed',
    (() => {
      const holders = new Map<string, Lease>();
      return gives((l, _sound, name) => {
        holders.set(name, l);
        return { ...l, release: async () => holders.get(name)!.release() };
      });
    })(),
  ),
};
