import type { AnyTable, Row } from '../kernel/projection.ts';

/** What the database holds is not known (and was not needed). */
export const UNKNOWN = Symbol('unknown');
/** A row in memory: `row` after the fold, `stored` as the database has it. undefined: there is none. */
export type Entry = {
  readonly tenant: string;
  readonly id: string;
  readonly key: Row;
  row: Row | undefined;
  stored: Row | undefined | typeof UNKNOWN;
  /** Of the last event that changed it. */
  position: string;
  dirty: boolean;
  /** Asked for again since it came, or since it was last passed over. */
  used: boolean;
  /** In the cache: otherwise somebody only holds on to it. */
  held: boolean;
  /** Types of the events that changed it since it was written, each once. */
  types: readonly string[];
};
export const NO_TYPES: readonly string[] = [];
export const entryOf = (tenant: string, id: string, key: Row, stored: Entry['stored'], position: string): Entry => ({
  tenant,
  id,
  key,
  row: stored === UNKNOWN ? undefined : stored,
  stored,
  position,
  dirty: false,
  used: false,
  held: false,
  types: NO_TYPES,
});

/** A row's key in one string, within its tenant and table. */
export const keyText = (table: AnyTable, key: Row): string => {
  const [first, ...others] = table.key;
  // One column, a uuid mostly, is taken as it is: its hash is computed once for all tables that look it up.
  let text = String(key[first!]);
  for (const column of others) text += `|${String(key[column])}`;
  return text;
};

export type RowCache = {
  get(tenant: string, id: string): Entry | undefined;
  add(entry: Entry): void;
  remove(entry: Entry): void;
  /** Forgets rows, oldest first, until `max` are left; each is handed over. One that was used gets another turn: cheaper than moving a row at every use. */
  evict(max: number, take: (entry: Entry) => void): void;
  clear(): void;
  readonly size: () => number;
};
export const rowCache = (): RowCache => {
  const tenants = new Map<string, Map<string, Entry>>();
  /** In the order of their coming; some have left already. */
  let queue: Entry[] = [];
  let head = 0;
  let size = 0;
  const remove = (entry: Entry): void => {
    if (!entry.held) return;
    entry.held = false;
    size--;
    const of = tenants.get(entry.tenant)!;
    of.delete(entry.id);
    if (of.size === 0) tenants.delete(entry.tenant);
  };
  return {
    size: () => size,
    get: (tenant, id) => tenants.get(tenant)?.get(id),
    add: (entry) => {
      let of = tenants.get(entry.tenant);
      if (!of) tenants.set(entry.tenant, (of = new Map<string, Entry>()));
      of.set(entry.id, entry);
      entry.held = true;
      size++;
      queue.push(entry);
    },
    remove,
    evict: (max, take) => {
      while (size > max) {
        const entry = queue[head++]!;
        if (!entry.held) continue;
        if (entry.used && max > 0) {
          entry.used = false;
          queue.push(entry);
          continue;
        }
        remove(entry);
        take(entry);
      }
      if (head > queue.length / 2) {
        queue = queue.slice(head);
        head = 0;
      }
    },
    clear: () => {
      for (const of of tenants.values()) for (const entry of of.values()) entry.held = false;
      tenants.clear();
      queue = [];
      head = 0;
      size = 0;
    },
  };
};
