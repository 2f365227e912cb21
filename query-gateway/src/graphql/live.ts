import type { PubSub } from '@master-ia/platform/ports/pub-sub.ts';
import type { Log } from '@master-ia/platform/ports/log.ts';
import type { ReadModelDb, Row } from '@master-ia/platform/ports/sql.ts';

/** A row of a read model that changed: as it is now (null: gone), and the columns that its view tells of before and after. */
export type Change<R> = {
  readonly id: string;
  readonly row: R | null;
  readonly before: Row | null;
  readonly after: Row | null;
  readonly types: readonly string[];
  readonly position: string;
};
type Told = { readonly key: Row; readonly before: Row | null; readonly after: Row | null; readonly types: readonly string[] };
type Notice =
  | { readonly tenant: string; readonly view: string; readonly table: string; readonly position: string; readonly changes: readonly Told[] }
  | { readonly view: string; readonly resync: true };
type Listener = (changes: readonly Change<Row>[]) => void;

/** Tables that screens follow: how a changed row is read again. */
const followed: Readonly<Record<string, { readonly view: string; readonly key: string; readonly text: string }>> = {
  inbox: { view: 'inbox', key: 'conversation_id', text: 'select * from rm.inbox where conversation_id = any($1::uuid[])' },
  thread_item: {
    view: 'thread',
    key: 'item_id',
    text: 'select item_id, conversation_id, position, kind, type from rm.thread_item where item_id = any($1::uuid[])',
  },
  contact: { view: 'contacts', key: 'contact_id', text: 'select * from rm.contact where contact_id = any($1::uuid[])' },
  channel: { view: 'channels', key: 'channel_id', text: 'select * from rm.channel where channel_id = any($1::uuid[])' },
};

/** Follows the views' change notices: every changed row is read once per company, then handed to all who follow that table there. */
export const liveRows = (ports: { readonly pubSub: PubSub; readonly readDb: ReadModelDb; readonly log: Log }) => {
  const listeners = new Map<string, Set<Listener>>();
  const place = (table: string, tenant: string): string => `${table} ${tenant}`;

  const tell = async (n: Extract<Notice, { tenant: string }>): Promise<void> => {
    const table = followed[n.table];
    const waiting = listeners.get(place(n.table, n.tenant));
    if (!table || !waiting || waiting.size === 0) return;
    const ids = n.changes.map((x) => String(x.key[table.key]));
    const rows = await ports.readDb.query({ tenant: n.tenant }, table.text, [ids], { name: `live_${n.table}` });
    const found = new Map(rows.map((r) => [String(r[table.key]), r]));
    const changes = n.changes.map((x, i): Change<Row> => ({
      id: ids[i] as string,
      row: found.get(ids[i] as string) ?? null,
      before: x.before,
      after: x.after,
      types: x.types,
      position: n.position,
    }));
    for (const listener of [...waiting]) listener(changes);
  };
  const stops = [...new Set(Object.values(followed).map((f) => f.view))].map((view) => {
    // One notice after the other: a subscriber never sees an older row after a newer one.
    let last = Promise.resolve();
    return ports.pubSub.subscribe(`rm.${view}`, (text) => {
      const n = JSON.parse(text) as Notice;
      // A resync tells that another version of the view serves now, with the same rows: nothing changed for those who follow.
      if ('resync' in n) return;
      last = last.then(() => tell(n)).catch((error: unknown) => ports.log.error({ error, table: n.table }, 'a change could not be told'));
    });
  });
  return {
    follow<R extends Row>(
      table: 'inbox' | 'thread_item' | 'contact' | 'channel',
      tenant: string,
      on: (changes: readonly Change<R>[]) => void,
    ): () => void {
      const key = place(table, tenant);
      const listener = on as Listener;
      const set = listeners.get(key) ?? new Set();
      listeners.set(key, set);
      set.add(listener);
      return () => {
        set.delete(listener);
        if (set.size === 0) listeners.delete(key);
      };
    },
    close: (): void => {
      for (const stop of stops) stop();
    },
  };
};
export type LiveRows = ReturnType<typeof liveRows>;
