import { randomUUID, type KeyObject } from 'node:crypto';
import { ERASED, type Erased, type Subject } from '@master-ia/schemas/contract.ts';
import { subjectName, type KeyVault } from '../ports/key-vault.ts';
import { eventually } from './eventually.ts';
import type { Cases } from './suite.ts';

/** `again` is the same vault as another process has it open. */
export type KeyVaultSubject = { readonly keys: KeyVault; readonly again: KeyVault };

const contact = (): Subject => ({ kind: 'contact', id: randomUUID() });
const exported = (key: KeyObject | Erased | undefined): string =>
  key === undefined || key === ERASED ? 'no key' : key.export().toString('hex');
const keyOf = async (vault: KeyVault, tenant: string, s: Subject) => (await vault.keys(tenant, [s])).get(subjectName(s));

export const keyVaultCases: Cases<KeyVaultSubject> = {
  'makes a key once and gives everybody the same': async ({ keys, again }) => {
    const [tenant, s] = [randomUUID(), contact()];
    await Promise.all([keys.ensure(tenant, [s, s]), keys.ensure(tenant, [s]), again.ensure(tenant, [s])]);
    const key = await keyOf(keys, tenant, s);
    expect(key).toMatchObject({ type: 'secret', symmetricKeySize: 32 });
    await keys.ensure(tenant, [s]);
    for (const vault of [keys, again]) expect(exported(await keyOf(vault, tenant, s))).toBe(exported(key));
  },

  'gives every subject of every company a key of its own': async ({ keys }) => {
    const tenants = [randomUUID(), randomUUID()];
    const id = randomUUID();
    const subjects: Subject[] = [{ kind: 'contact', id }, { kind: 'user', id }, contact()];
    const seen = new Set<string>();
    for (const t of tenants) {
      await keys.ensure(t, subjects);
      for (const s of subjects) seen.add(exported(await keyOf(keys, t, s)));
    }
    expect(seen.size).toBe(6);
  },

  'tells a key that was never made as ERASED, until it is made': async ({ keys }) => {
    const [tenant, s] = [randomUUID(), contact()];
    expect(await keyOf(keys, tenant, s)).toBe(ERASED);
    expect(keys.cached(tenant, subjectName(s))).toBeUndefined();
    await keys.ensure(tenant, [s]);
    expect(await keyOf(keys, tenant, s)).toMatchObject({ type: 'secret' });
  },

  'has a loaded key at hand without waiting, for its company only': async ({ keys }) => {
    const [tenant, s] = [randomUUID(), contact()];
    await keys.ensure(tenant, [s]);
    const key = await keyOf(keys, tenant, s);
    expect(keys.cached(tenant, subjectName(s))).toBe(key);
    expect(keys.cached(randomUUID(), subjectName(s))).toBeUndefined();
  },

  'makes and gives many at once': async ({ keys, again }) => {
    const tenant = randomUUID();
    const subjects = Array.from({ length: 1_200 }, contact);
    await Promise.all([keys.ensure(tenant, subjects), again.ensure(tenant, [...subjects].reverse())]);
    const [mine, theirs] = await Promise.all([keys.keys(tenant, subjects), again.keys(tenant, subjects)]);
    const different = subjects.filter((s) => {
      const a = mine.get(subjectName(s));
      const b = theirs.get(subjectName(s));
      return a === ERASED || exported(a) !== exported(b);
    });
    expect(different).toEqual([]);
  },

  'never makes a destroyed key again, whoever asks': async ({ keys, again }) => {
    const tenant = randomUUID();
    const [s, other] = [contact(), contact()];
    for (const vault of [keys, again]) {
      await vault.ensure(tenant, [s, other]);
      await vault.keys(tenant, [s, other]);
    }
    await keys.destroy(tenant, [s]);
    expect(await keyOf(keys, tenant, s)).toBe(ERASED);
    // The other process has the key in memory: it hears of it.
    await eventually(async () => expect(await keyOf(again, tenant, s)).toBe(ERASED));
    for (const vault of [keys, again]) {
      await vault.ensure(tenant, [s]);
      expect(await keyOf(vault, tenant, s)).toBe(ERASED);
      expect(vault.cached(tenant, subjectName(s)) ?? ERASED).toBe(ERASED);
      expect(await keyOf(vault, tenant, other)).toMatchObject({ type: 'secret' });
    }
  },

  'keeps a key destroyed that is made at the same time, and one destroyed before it was made': async ({ keys, again }) => {
    const tenant = randomUUID();
    const subjects = Array.from({ length: 20 }, contact);
    await Promise.all(subjects.flatMap((s, i) => [(i % 2 ? keys : again).ensure(tenant, [s]), keys.destroy(tenant, [s])]));
    for (const vault of [keys, again]) {
      await eventually(async () => {
        await vault.ensure(tenant, subjects);
        const found = await vault.keys(tenant, subjects);
        expect(subjects.filter((s) => found.get(subjectName(s)) !== ERASED)).toEqual([]);
      });
    }
  },

  'destroys for one company only': async ({ keys }) => {
    const [a, b, s] = [randomUUID(), randomUUID(), contact()];
    await keys.ensure(a, [s]);
    await keys.ensure(b, [s]);
    await keys.destroy(a, [s]);
    expect(await keyOf(keys, b, s)).toMatchObject({ type: 'secret' });
  },

  'hashes an address the same way for ever, and differently in every company': async ({ keys, again }) => {
    const [a, b] = [randomUUID(), randomUUID()];
    const [first, ...others] = await Promise.all([
      keys.hmac(a, '+5511987654321'),
      again.hmac(a, '+5511987654321'),
      keys.hmac(a, '+5511987654321'),
    ]);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(others).toEqual([first, first]);
    expect(await keys.hmac(b, '+5511987654321')).not.toBe(first);
    expect(await keys.hmac(a, '+5511987654322')).not.toBe(first);
  },
};
