import { randomUUID } from 'node:crypto';
import { memoryKeyVault, memoryRawDeliveries, memorySecretVault } from '../../key-vault/memory.ts';
import type { KeyVault, SecretVault } from '../../ports/key-vault.ts';
import type { RawDeliveries } from '../../ports/raw-deliveries.ts';
import type { KeyVaultSubject } from '../key-vault.contract.ts';
import type { RawDeliveriesSubject } from '../raw-deliveries.contract.ts';
import type { SecretVaultSubject } from '../secret-vault.contract.ts';

const keyVault = (broken: (good: KeyVault) => Partial<KeyVault>) => (): KeyVaultSubject => {
  const good = memoryKeyVault();
  const bad = { ...good, ...broken(good) };
  return { keys: bad, again: bad };
};
/** Each breaks one promise of the key vault, and names the case that must notice. */
export const brokenKeyVaults = {
  'makes the keys of every company the same': {
    by: 'gives every subject of every company a key of its own',
    make: keyVault((good) => ({
      ensure: (_, s) => good.ensure('one', s),
      keys: (_, s) => good.keys('one', s),
      cached: (_, s) => good.cached('one', s),
    })),
  },
  'gives two processes different keys': {
    by: 'makes a key once and gives everybody the same',
    make: (): KeyVaultSubject => ({ keys: memoryKeyVault(), again: memoryKeyVault() }),
  },
  'makes a destroyed key again': {
    by: 'never makes a destroyed key again, whoever asks',
    make: keyVault(() => {
      let vault = memoryKeyVault();
      let gone = new Set<string>();
      return {
        ensure: async (t, s) => {
          if (s.some((x) => gone.has(x.id))) {
            vault = memoryKeyVault();
            gone = new Set();
          }
          await vault.ensure(t, s);
        },
        keys: (t, s) => vault.keys(t, s),
        cached: (t, s) => vault.cached(t, s),
        destroy: async (t, s) => {
          s.forEach((x) => gone.add(x.id));
          await vault.destroy(t, s);
        },
      };
    }),
  },
  'makes keys when it is only asked for them': {
    by: 'tells a key that was never made as ERASED, until it is made',
    make: keyVault((good) => ({
      keys: async (t, s) => {
        await good.ensure(t, s);
        return good.keys(t, s);
      },
    })),
  },
  'never has a key at hand': {
    by: 'has a loaded key at hand without waiting, for its company only',
    make: keyVault(() => ({ cached: () => undefined })),
  },
  'destroys in every company': {
    by: 'destroys for one company only',
    make: keyVault((good) => {
      const tenants = new Set<string>();
      return {
        ensure: (t, s) => {
          tenants.add(t);
          return good.ensure(t, s);
        },
        destroy: async (_, s) => {
          for (const t of tenants) await good.destroy(t, s);
        },
      };
    }),
  },
  'forgets to destroy what was not made yet': {
    by: 'keeps a key destroyed that is made at the same time, and one destroyed before it was made',
    make: keyVault((good) => ({
      ensure: async (t, s) => {
        await Promise.resolve();
        await good.ensure(t, s);
      },
      destroy: async (t, s) => {
        const known = await good.keys(t, s);
        await good.destroy(
          t,
          s.filter((x) => typeof known.get(`${x.kind}:${x.id}`) === 'object'),
        );
      },
    })),
  },
  'loses the last of many': {
    by: 'makes and gives many at once',
    make: keyVault((good) => ({ ensure: (t, s) => good.ensure(t, s.slice(0, 500)) })),
  },
  'hashes alike in every company': {
    by: 'hashes an address the same way for ever, and differently in every company',
    make: keyVault((good) => ({ hmac: (_, text) => good.hmac('one', text) })),
  },
};

const secretVault = (broken: (good: SecretVault) => Partial<SecretVault>) => (): SecretVaultSubject => {
  const good = memorySecretVault();
  const bad = { ...good, ...broken(good) };
  return { secrets: bad, again: bad };
};
export const brokenSecretVaults = {
  'overwrites the version before': {
    by: 'keeps every version, and answers the newest or the one asked for',
    make: secretVault((good) => ({ get: (t, n) => good.get(t, n) })),
  },
  'answers an empty text for nothing': {
    by: 'answers null for what is not there',
    make: secretVault((good) => ({ get: async (t, n, v) => (await good.get(t, n, v)) ?? '' })),
  },
  'takes an empty secret for none': {
    by: 'keeps an empty secret apart from none',
    make: secretVault((good) => ({ get: async (t, n, v) => (await good.get(t, n, v)) || null })),
  },
  'gives two writers the same version': {
    by: 'loses no version that is written at the same time as others',
    make: secretVault((good) => ({ put: async (t, n, v) => Math.ceil((await good.put(t, n, v)) / 2) })),
  },
  'counts from 1 again after a deletion': {
    by: 'forgets every version of a deleted secret, and never gives its numbers again',
    make: secretVault(() => {
      let vault = memorySecretVault();
      return {
        put: (t, n, v) => vault.put(t, n, v),
        get: (t, n, v) => vault.get(t, n, v),
        delete: async () => {
          vault = memorySecretVault();
        },
      };
    }),
  },
};

const rawDeliveries = (broken: (good: RawDeliveries, keys: KeyVault) => Partial<RawDeliveries>) => (): RawDeliveriesSubject => {
  const keys = memoryKeyVault();
  const good = memoryRawDeliveries(keys);
  const bad = { ...good, ...broken(good, keys) };
  return { raw: bad, again: bad, keys };
};
export const brokenRawDeliveries = {
  'stores text instead of bytes': {
    by: 'gives the exact bytes back',
    make: rawDeliveries((good) => ({ put: (d) => good.put({ ...d, body: Buffer.from(d.body.toString()) }) })),
  },
  'keeps the last bytes of an id': {
    by: 'keeps the first bytes of an id',
    make: rawDeliveries((good) => {
      const newest = new Map<string, string>();
      return {
        put: (d) => {
          const id = randomUUID();
          newest.set(d.id, id);
          return good.put({ ...d, id });
        },
        get: (t, id) => good.get(t, newest.get(id) ?? id),
      };
    }),
  },
  'gives a delivery to every company': {
    by: 'answers null for an unknown id, a malformed one and that of another company',
    make: rawDeliveries((good) => {
      const owners = new Map<string, string>();
      return {
        put: (d) => {
          owners.set(d.id, d.tenant);
          return good.put(d);
        },
        get: (t, id) => good.get(owners.get(id) ?? t, id),
      };
    }),
  },
  'loses some of a burst': {
    by: 'takes many at once, of several companies, channels and months',
    make: rawDeliveries((good) => {
      let n = 0;
      return { put: async (d) => (++n % 100 === 0 ? undefined : good.put(d)) };
    }),
  },
  'drops whole months': {
    by: 'drops what is older than a moment, and nothing else',
    make: rawDeliveries((good) => ({
      purge: (before) => good.purge(new Date(Date.UTC(before.getUTCFullYear(), before.getUTCMonth() + 1, 1))),
    })),
  },
  'finds what tells of a contact for every company': {
    by: 'knows which deliveries tell of a contact, oldest first, however often it was said',
    make: rawDeliveries((good) => {
      let newest = '';
      return {
        tellOf: (of) => {
          newest = of[0]?.tenant ?? newest;
          return good.tellOf(of.map((d) => ({ ...d, tenant: newest })));
        },
      };
    }),
  },
  'answers the newest first': {
    by: 'knows which deliveries tell of a contact, oldest first, however often it was said',
    make: rawDeliveries((good) => ({ ofContact: async (t, c, max) => [...(await good.ofContact(t, c, max))].reverse() })),
  },
  'deletes only the oldest that tells of a contact': {
    by: 'deletes what tells of a contact, and nothing else',
    make: rawDeliveries((good) => {
      const left = new Set<string>();
      return {
        deleteOfContact: async (t, c) => {
          if (left.has(c)) return 0;
          left.add(c);
          return (await good.ofContact(t, c, 1)).length;
        },
      };
    }),
  },
  'remembers of whom a dropped delivery told': {
    by: 'forgets with a dropped delivery of whom it told',
    make: rawDeliveries((good) => {
      const told: string[] = [];
      return {
        tellOf: (of) => {
          told.push(...of.map((d) => d.id));
          return good.tellOf(of);
        },
        ofContact: async () => told,
      };
    }),
  },
  'seals under a key of its own': {
    by: 'cannot read a month of a channel whose key is destroyed',
    make: (): RawDeliveriesSubject => {
      const raw = memoryRawDeliveries(memoryKeyVault());
      return { raw, again: raw, keys: memoryKeyVault() };
    },
  },
};
