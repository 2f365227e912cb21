import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ERASED, type Subject } from '@master-ia/schemas/contract.ts';
import { SubjectErased } from '../crypto/event-codec.ts';
import { subjectName, type KeyVault } from '../ports/key-vault.ts';
import { MediaTooLarge, type MediaStore } from '../ports/media-store.ts';
import { systemClock } from '../runtime/clock.ts';
import { uuidFrom } from '../runtime/ids.ts';
import type { Clock } from '../ports/clock.ts';

type Medium = { readonly subject: Subject; readonly mime: string; readonly sha256: string; readonly at: Date; readonly bytes: Buffer };

/** Media that are gone with the process: for tests. `kept`: bytes of all of them. */
export const memoryMediaStore = (o: { readonly keys: KeyVault; readonly clock?: Clock }): MediaStore & { kept(): number } => {
  const media = new Map<string, Medium>();
  const used = new Set<string>();
  const idOf = (tenant: string, id: string): string => `${tenant}|${id}`;
  const erased = async (tenant: string, s: Subject): Promise<boolean> => (await o.keys.keys(tenant, [s])).get(subjectName(s)) === ERASED;
  /** By medium, then author. */
  const uploads = new Map<string, Map<string, Date>>();
  const info: MediaStore['info'] = async (tenant, id) => {
    const m = media.get(idOf(tenant, id));
    return m ? { id, subject: m.subject, mime: m.mime, size: m.bytes.length, sha256: m.sha256, at: m.at } : null;
  };
  return {
    put: async (tenant, subject, body, { maxBytes, mime, author }) => {
      body.on('error', () => undefined);
      await o.keys.ensure(tenant, [subject]);
      if (await erased(tenant, subject)) throw new SubjectErased(subjectName(subject));
      const parts: Buffer[] = [];
      let size = 0;
      for await (const part of body as AsyncIterable<Buffer>) {
        size += part.length;
        if (size > maxBytes) throw new MediaTooLarge(`more than ${maxBytes} bytes`);
        parts.push(part);
      }
      const bytes = Buffer.concat(parts);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const id = uuidFrom(tenant, subjectName(subject), sha256);
      const at = (o.clock ?? systemClock).now();
      if (author !== undefined) uploads.set(idOf(tenant, id), new Map([...(uploads.get(idOf(tenant, id)) ?? []), [author, at]]));
      const known = media.get(idOf(tenant, id));
      media.set(idOf(tenant, id), known ? { ...known, at } : { subject, mime, sha256, at, bytes });
      return { id, sha256, size };
    },
    info,
    uploaded: async (tenant, id, author) => {
      const known = await info(tenant, id);
      const at = uploads.get(idOf(tenant, id))?.get(author);
      return known && at ? { ...known, at } : null;
    },
    get: async (tenant, id, range) => {
      if (range && !(Number.isSafeInteger(range.from) && range.from >= 0 && (range.to ?? range.from) >= range.from))
        throw new RangeError('not a range of bytes');
      const m = media.get(idOf(tenant, id));
      if (!m || (await erased(tenant, m.subject))) return null;
      const part = m.bytes.subarray(range?.from ?? 0, (range?.to ?? m.bytes.length) + 1);
      return { size: m.bytes.length, body: Readable.from(part.length > 0 ? [part] : [], { objectMode: false }) };
    },
    delete: async (tenant, id, only) => {
      const key = idOf(tenant, id);
      if (only && (used.has(key) || (media.get(key)?.at ?? only.putBefore) >= only.putBefore)) return;
      media.delete(key);
      used.delete(key);
      uploads.delete(key);
    },
    unused: async (putBefore, max) =>
      [...media]
        .filter(([key, m]) => !used.has(key) && m.at < putBefore)
        .sort(([, a], [, b]) => a.at.getTime() - b.at.getTime())
        .slice(0, max)
        .map(([key]) => ({ tenant: key.split('|')[0]!, id: key.split('|')[1]! })),
    use: async (list) => {
      for (const m of list) if (media.has(idOf(m.tenant, m.id))) used.add(idOf(m.tenant, m.id));
    },
    kept: () => [...media.values()].reduce((sum, m) => sum + m.bytes.length, 0),
  };
};
