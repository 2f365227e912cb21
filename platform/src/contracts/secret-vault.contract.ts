import { randomUUID } from 'node:crypto';
import type { SecretVault } from '../ports/key-vault.ts';
import type { Cases } from './suite.ts';

/** `again` is the same vault as another process has it open. */
export type SecretVaultSubject = { readonly secrets: SecretVault; readonly again: SecretVault };

export const secretVaultCases: Cases<SecretVaultSubject> = {
  'keeps every version, and answers the newest or the one asked for': async ({ secrets, again }) => {
    const tenant = randomUUID();
    const odd = 'EAAG… ção 😀 "quoted"\n';
    expect([await secrets.put(tenant, 'token', odd), await again.put(tenant, 'token', 'second')]).toEqual([1, 2]);
    for (const vault of [secrets, again]) {
      expect(await vault.get(tenant, 'token')).toBe('second');
      expect(await vault.get(tenant, 'token', 1)).toBe(odd);
      expect(await vault.get(tenant, 'token', 2)).toBe('second');
    }
  },

  'answers null for what is not there': async ({ secrets }) => {
    const tenant = randomUUID();
    await secrets.put(tenant, 'token', 'x');
    expect(await secrets.get(tenant, 'other')).toBeNull();
    expect(await secrets.get(tenant, 'token', 2)).toBeNull();
    expect(await secrets.get(tenant, 'token', 0)).toBeNull();
    expect(await secrets.get(randomUUID(), 'token')).toBeNull();
  },

  'keeps an empty secret apart from none': async ({ secrets }) => {
    const tenant = randomUUID();
    await secrets.put(tenant, 'token', '');
    expect(await secrets.get(tenant, 'token')).toBe('');
  },

  'loses no version that is written at the same time as others': async ({ secrets, again }) => {
    const tenant = randomUUID();
    const put = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => ({ i, version: await (i % 2 ? secrets : again).put(tenant, 'token', `value ${i}`) })),
    );
    expect(put.map((p) => p.version).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    for (const { i, version } of put) expect(await secrets.get(tenant, 'token', version)).toBe(`value ${i}`);
  },

  'forgets every version of a deleted secret, and never gives its numbers again': async ({ secrets, again }) => {
    const [tenant, other] = [randomUUID(), randomUUID()];
    for (const t of [tenant, other]) await secrets.put(t, 'token', 'first');
    await secrets.put(tenant, 'token', 'second');
    await secrets.put(tenant, 'kept', 'kept');
    await secrets.delete(tenant, 'token');
    for (const vault of [secrets, again])
      expect([await vault.get(tenant, 'token'), await vault.get(tenant, 'token', 1)]).toEqual([null, null]);
    expect(await secrets.put(tenant, 'token', 'third')).toBe(3);
    expect([await secrets.get(tenant, 'token'), await secrets.get(tenant, 'token', 1)]).toEqual(['third', null]);
    expect([await secrets.get(tenant, 'kept'), await secrets.get(other, 'token')]).toEqual(['kept', 'first']);
  },
};
