import type { KeyObject } from 'node:crypto';
import { open, seal } from '../crypto/sealing.ts';
import type { Database } from '../ports/sql.ts';

/** What the index says of a medium; sealed under the subject's key, so that nobody can point an id to another file. */
export type MediaEntry = { readonly file: string; readonly size: number; readonly sha256: string; readonly mime: string };
export type IndexedMedia = { readonly subject: string; readonly file: string; readonly box: string; readonly at: Date };
/** `vault.media`. */
export interface MediaIndex {
  /** `false`: the id is there already, and is as new as if it came now. Durable when it resolves. */
  add(tenant: string, id: string, m: IndexedMedia): Promise<boolean>;
  find(tenant: string, id: string): Promise<IndexedMedia | undefined>;
  remove(tenant: string, id: string): Promise<void>;
  /** Which of the files belong to a medium. */
  known(files: readonly string[]): Promise<ReadonlySet<string>>;
}
const aad = (tenant: string, id: string): string => JSON.stringify(['media', tenant, id]);
export const sealEntry = (key: KeyObject, tenant: string, id: string, e: MediaEntry): string =>
  seal(key, JSON.stringify(e), aad(tenant, id));
export const openEntry = (key: KeyObject, tenant: string, id: string, box: string): MediaEntry =>
  JSON.parse(open(key, box, aad(tenant, id))) as MediaEntry;

export const sqlMediaIndex = (db: Database): MediaIndex => ({
  add: async (tenant, id, m) => {
    const { rows } = await db.query<{ added: boolean }>(
      'insert into vault.media as m (tenant, id, subject, file, box, at) values ($1, $2, $3, $4, $5, $6) on conflict (tenant, id) do update set at = greatest(m.at, excluded.at) returning m.file = $4::uuid as added',
      [tenant, id, m.subject, m.file, m.box, m.at],
    );
    return rows[0]!.added;
  },
  find: async (tenant, id) => {
    const { rows } = await db.query<IndexedMedia>(
      'select subject, file::text, box, at from vault.media where tenant = $1 and id = $2',
      [tenant, id],
      { name: 'media_find' },
    );
    return rows[0];
  },
  remove: async (tenant, id) => {
    await db.query('delete from vault.media where tenant = $1 and id = $2', [tenant, id]);
  },
  known: async (files) => {
    const { rows } = await db.query<{ file: string }>('select file::text from vault.media where file = any($1::uuid[])', [files]);
    return new Set(rows.map((r) => r.file));
  },
});

/** For tests: gone with the process. */
export const memoryMediaIndex = (): MediaIndex => {
  const media = new Map<string, IndexedMedia>();
  const idOf = (tenant: string, id: string): string => `${tenant}|${id}`;
  return {
    add: async (tenant, id, m) => {
      const known = media.get(idOf(tenant, id));
      media.set(idOf(tenant, id), known ? { ...known, at: m.at } : m);
      return !known;
    },
    find: async (tenant, id) => media.get(idOf(tenant, id)),
    remove: async (tenant, id) => void media.delete(idOf(tenant, id)),
    known: async (files) => {
      const all = new Set([...media.values()].map((m) => m.file));
      return new Set(files.filter((f) => all.has(f)));
    },
  };
};
