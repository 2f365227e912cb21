import type { KeyObject } from 'node:crypto';
import { open, seal } from '../crypto/sealing.ts';
import type { MediaRef } from '../ports/media-store.ts';
import type { Database } from '../ports/sql.ts';

/** What the index says of a medium; sealed under the subject's key, so that nobody can point an id to another file. */
export type MediaEntry = { readonly file: string; readonly size: number; readonly sha256: string; readonly mime: string };
export type IndexedMedia = { readonly subject: string; readonly file: string; readonly box: string; readonly at: Date };
/** `vault.media`. */
export interface MediaIndex {
  /** `false`: the id is there already, and is as new as if it came now. `author`: it is an upload of theirs; null: of nobody. Durable when it resolves. */
  add(tenant: string, id: string, m: IndexedMedia, author: string | null): Promise<boolean>;
  /** When this author has uploaded it last. */
  uploadedAt(tenant: string, id: string, author: string): Promise<Date | undefined>;
  find(tenant: string, id: string): Promise<IndexedMedia | undefined>;
  /** `putBefore`: only when it is not used and was put by nobody since. Answers whether it is gone now by this. */
  remove(tenant: string, id: string, putBefore?: Date): Promise<boolean>;
  unused(putBefore: Date, max: number): Promise<readonly MediaRef[]>;
  use(media: readonly MediaRef[]): Promise<void>;
  /** Which of the files belong to a medium. */
  known(files: readonly string[]): Promise<ReadonlySet<string>>;
}
const aad = (tenant: string, id: string): string => JSON.stringify(['media', tenant, id]);
export const sealEntry = (key: KeyObject, tenant: string, id: string, e: MediaEntry): string =>
  seal(key, JSON.stringify(e), aad(tenant, id));
export const openEntry = (key: KeyObject, tenant: string, id: string, box: string): MediaEntry =>
  JSON.parse(open(key, box, aad(tenant, id))) as MediaEntry;

export const sqlMediaIndex = (db: Database): MediaIndex => ({
  add: async (tenant, id, m, author) => {
    const { rows } = await db.query<{ added: boolean }>(
      `with put as (
         insert into vault.media as m (tenant, id, subject, file, box, at) values ($1, $2, $3, $4, $5, $6)
         on conflict (tenant, id) do update set at = greatest(m.at, excluded.at) returning m.tenant, m.id, m.file = $4::uuid as added
       ), upload as (
         insert into vault.media_upload as u (tenant, id, author, at) select tenant, id, $7, $6 from put where $7::text is not null
         on conflict (tenant, id, author) do update set at = greatest(u.at, excluded.at)
       )
       select added from put`,
      [tenant, id, m.subject, m.file, m.box, m.at, author],
    );
    return rows[0]!.added;
  },
  uploadedAt: async (tenant, id, author) => {
    const { rows } = await db.query<{ at: Date }>(
      'select at from vault.media_upload where tenant = $1 and id = $2 and author = $3',
      [tenant, id, author],
      { name: 'media_uploaded' },
    );
    return rows[0]?.at;
  },
  find: async (tenant, id) => {
    const { rows } = await db.query<IndexedMedia>(
      'select subject, file::text, box, at from vault.media where tenant = $1 and id = $2',
      [tenant, id],
      { name: 'media_find' },
    );
    return rows[0];
  },
  remove: async (tenant, id, putBefore) => {
    const { rowCount } = await db.query(
      'delete from vault.media where tenant = $1 and id = $2 and ($3::timestamptz is null or (at < $3 and not used))',
      [tenant, id, putBefore ?? null],
    );
    return rowCount === 1;
  },
  unused: async (putBefore, max) => {
    const { rows } = await db.query<MediaRef>(
      'select tenant::text, id::text from vault.media where not used and at < $1 order by at limit $2',
      [putBefore, max],
    );
    return rows;
  },
  use: async (media) => {
    await db.query(
      'update vault.media m set used = true from unnest($1::uuid[], $2::uuid[]) u (tenant, id) where m.tenant = u.tenant and m.id = u.id and not m.used',
      [media.map((m) => m.tenant), media.map((m) => m.id)],
    );
  },
  known: async (files) => {
    const { rows } = await db.query<{ file: string }>('select file::text from vault.media where file = any($1::uuid[])', [files]);
    return new Set(rows.map((r) => r.file));
  },
});

/** For tests: gone with the process. */
export const memoryMediaIndex = (): MediaIndex => {
  const media = new Map<string, IndexedMedia>();
  const used = new Set<string>();
  /** By medium, then author. */
  const uploads = new Map<string, Map<string, Date>>();
  const idOf = (tenant: string, id: string): string => `${tenant}|${id}`;
  return {
    uploadedAt: async (tenant, id, author) => uploads.get(idOf(tenant, id))?.get(author),
    add: async (tenant, id, m, author) => {
      if (author !== null) uploads.set(idOf(tenant, id), new Map([...(uploads.get(idOf(tenant, id)) ?? []), [author, m.at]]));
      const known = media.get(idOf(tenant, id));
      media.set(idOf(tenant, id), known ? { ...known, at: m.at } : m);
      return !known;
    },
    find: async (tenant, id) => media.get(idOf(tenant, id)),
    remove: async (tenant, id, putBefore) => {
      const m = media.get(idOf(tenant, id));
      if (!m || (putBefore && (used.has(idOf(tenant, id)) || m.at >= putBefore))) return false;
      used.delete(idOf(tenant, id));
      uploads.delete(idOf(tenant, id));
      return media.delete(idOf(tenant, id));
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
    known: async (files) => {
      const all = new Set([...media.values()].map((m) => m.file));
      return new Set(files.filter((f) => all.has(f)));
    },
  };
};
