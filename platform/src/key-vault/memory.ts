import type { KeyObject } from 'node:crypto';
import { ERASED, type Erased } from '@master-ia/schemas/contract.ts';
import { SubjectErased } from '../crypto/event-codec.ts';
import { hmacHex, newKey, openBytes, sealBytes } from '../crypto/sealing.ts';
import { subjectName, type KeyVault, type SecretVault } from '../ports/key-vault.ts';
import type { RawDeliveries } from '../ports/raw-deliveries.ts';
import { rawSubject } from './names.ts';

/** Keys that are gone with the process: for tests. */
export const memoryKeyVault = (): KeyVault => {
  const keys = new Map<string, KeyObject | Erased>();
  const hmacs = new Map<string, KeyObject>();
  const idOf = (tenant: string, subject: string): string => `${tenant}|${subject}`;
  return {
    ensure: async (tenant, subjects) => {
      for (const s of subjects) {
        const id = idOf(tenant, subjectName(s));
        if (!keys.has(id)) keys.set(id, newKey());
      }
    },
    keys: async (tenant, subjects) => new Map(subjects.map((s) => [subjectName(s), keys.get(idOf(tenant, subjectName(s))) ?? ERASED])),
    cached: (tenant, subject) => keys.get(idOf(tenant, subject)),
    destroy: async (tenant, subjects) => {
      for (const s of subjects) keys.set(idOf(tenant, subjectName(s)), ERASED);
    },
    hmac: async (tenant, text) => {
      let key = hmacs.get(tenant);
      if (!key) hmacs.set(tenant, (key = newKey()));
      return hmacHex(key, text);
    },
  };
};

export const memorySecretVault = (): SecretVault => {
  const secrets = new Map<string, (string | null)[]>();
  const versions = (tenant: string, name: string): (string | null)[] => {
    const id = `${tenant}|${name}`;
    const known = secrets.get(id) ?? [];
    secrets.set(id, known);
    return known;
  };
  return {
    put: async (tenant, name, value) => versions(tenant, name).push(value),
    get: async (tenant, name, version) =>
      (version === undefined ? versions(tenant, name).at(-1) : versions(tenant, name)[version - 1]) ?? null,
    delete: async (tenant, name) => void versions(tenant, name).fill(null),
  };
};

export const memoryRawDeliveries = (keys: KeyVault): RawDeliveries => {
  const deliveries = new Map<
    string,
    { readonly tenant: string; readonly at: Date; readonly subject: ReturnType<typeof rawSubject>; readonly box: Buffer }
  >();
  const told = new Map<string, ReadonlySet<string>>();
  const of = (tenant: string, contactId: string): readonly string[] =>
    [...deliveries]
      .filter(([id, d]) => d.tenant === tenant && told.get(id)?.has(contactId))
      .sort(([, a], [, b]) => a.at.getTime() - b.at.getTime())
      .map(([id]) => id);
  const keyOf = async (tenant: string, subject: ReturnType<typeof rawSubject>) =>
    (await keys.keys(tenant, [subject])).get(subjectName(subject))!;
  return {
    put: async ({ id, tenant, channelId, at, body }) => {
      const subject = rawSubject(channelId, at);
      await keys.ensure(tenant, [subject]);
      const key = await keyOf(tenant, subject);
      if (key === ERASED) throw new SubjectErased(subjectName(subject));
      if (!deliveries.has(id)) deliveries.set(id, { tenant, at, subject, box: sealBytes(key, body, `${tenant}|${id}`) });
    },
    get: async (tenant, id) => {
      const found = deliveries.get(id);
      if (found?.tenant !== tenant) return null;
      const key = await keyOf(tenant, found.subject);
      return key === ERASED ? null : openBytes(key, found.box, `${tenant}|${id}`);
    },
    tellOf: async (of) => {
      for (const d of of) if (deliveries.get(d.id)?.tenant === d.tenant) told.set(d.id, new Set(told.get(d.id)).add(d.contactId));
    },
    ofContact: async (tenant, contactId, max) => of(tenant, contactId).slice(0, max),
    deleteOfContact: async (tenant, contactId) => {
      const gone = of(tenant, contactId);
      for (const id of gone) deliveries.delete(id);
      return gone.length;
    },
    purge: async (before) => {
      const old = [...deliveries].filter(([, d]) => d.at < before);
      for (const [id] of old) deliveries.delete(id);
      return old.length;
    },
  };
};
