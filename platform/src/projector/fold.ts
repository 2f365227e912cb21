import type { AnyEvent, AnyTable, Change, Row, View } from '../kernel/projection.ts';

/** What the database holds is not known (and was not needed). */
export const UNKNOWN = Symbol('unknown');
/** A row in memory: `row` after the fold, `stored` as the database has it. undefined: there is none. */
export type Entry = {
  readonly tenant: string;
  readonly key: Row;
  row: Row | undefined;
  stored: Row | undefined | typeof UNKNOWN;
  /** Of the last event that changed it. */
  position: string;
  dirty: boolean;
  /** Asked for again since it came, or since it was last passed over. */
  used: boolean;
  /** Types of the events that changed it since it was written, each once. */
  types: readonly string[];
};
export const NO_TYPES: readonly string[] = [];
export type Sum = { readonly tenant: string; row: Record<string, unknown>; position: string };
export type TableState = {
  readonly table: AnyTable;
  /** In the order of {@link leastUsed}. */
  readonly rows: Map<string, Entry>;
  readonly sums: Map<string, Sum>;
  dirty: Entry[];
};
/** Rows of a view in memory, by table. */
export type ViewState = { readonly view: View; readonly tables: readonly TableState[] };
export const viewState = (view: View): ViewState => ({
  view,
  tables: view.tables.map((table) => ({ table, rows: new Map(), sums: new Map(), dirty: [] })),
});

/** Identity of a row in memory. */
export const rowId = (table: AnyTable, tenant: string, key: Row): string => {
  let id = tenant;
  for (const column of table.key) id += `|${String(key[column])}`;
  return id;
};

type Op = { readonly change: Change; readonly keys: readonly Row[]; readonly ids: readonly string[] };
/** An event with the rows that it needs. */
export type Planned = { readonly event: AnyEvent; readonly ops: readonly Op[] };

const NOTHING: readonly Op[] = [];
/** Which rows an event touches. Throws what a view's `keys` throws. */
export const plan = (view: View, event: AnyEvent): Planned => {
  const changes = view.on.get(event.type);
  if (changes === undefined) throw new Error(`${view.name} does not know the event ${event.type}`);
  if (changes.length === 0) return { event, ops: NOTHING };
  const { tenant } = event.meta;
  const ops: Op[] = [];
  for (const change of changes) {
    if (change.kind === 'add') {
      ops.push({ change, keys: [], ids: [] });
      continue;
    }
    const keys = change.keys(event);
    if (keys.length === 0) continue;
    const table = view.tables[change.table]!;
    ops.push({ change, keys, ids: keys.map((k) => rowId(table, tenant, k)) });
  }
  return { event, ops };
};

/** Calls back with every row that a fold will ask for and memory does not have; the same one again as long as memory does not have it. */
export const missing = (state: ViewState, planned: readonly Planned[], want: (table: number, id: string, tenant: string, key: Row) => void): void => {
  for (const { event, ops } of planned)
    for (const { change, ids, keys } of ops) {
      if (change.kind !== 'row') continue;
      const { rows } = state.tables[change.table]!;
      for (let i = 0; i < ids.length; i++) if (!rows.has(ids[i]!)) want(change.table, ids[i]!, event.meta.tenant, keys[i]!);
    }
};

/** Takes a row as the database has it into memory. */
export const remember = (state: ViewState, table: number, id: string, tenant: string, key: Row, stored: Row | undefined, position: string): Entry => {
  const entry: Entry = { tenant, key, row: stored, stored, position, dirty: false, used: false, types: NO_TYPES };
  state.tables[table]!.rows.set(id, entry);
  return entry;
};

const set = (t: TableState, entry: Entry, row: Row | undefined, event: AnyEvent): void => {
  entry.row = row;
  entry.position = event.meta.position;
  if (!entry.dirty) {
    entry.dirty = true;
    t.dirty.push(entry);
  }
  if (!entry.types.includes(event.type)) entry.types = entry.types.length === 0 ? [event.type] : [...entry.types, event.type];
};

const sum = (t: TableState, delta: Row, event: AnyEvent): void => {
  const { tenant, position } = event.meta;
  const id = rowId(t.table, tenant, delta);
  const known = t.sums.get(id);
  if (!known) {
    t.sums.set(id, { tenant, row: { ...delta }, position });
    return;
  }
  for (const [column, value] of Object.entries(delta)) {
    if (t.table.key.includes(column)) continue;
    const old = known.row[column];
    if (typeof value === 'number') known.row[column] = (old as number) + value;
    else if (value instanceof Date) known.row[column] = value > (old as Date) ? value : old;
    else throw new Error(`${t.table.name}.${column}: only numbers and times can be summed`);
  }
  if (position > known.position) known.position = position;
};

const discard = (t: TableState): void => {
  for (const entry of t.dirty) if (!entry.dirty) t.rows.delete(rowId(t.table, entry.tenant, entry.key));
  t.dirty = t.dirty.filter((x) => x.dirty);
};

/** Folds one event. The rows it needs are in memory. When a fold throws, the event has changed nothing. */
export const apply = (state: ViewState, { event, ops }: Planned): void => {
  // [entry, row, position] as they were, for a fold that throws half-way.
  let undo: (readonly [Entry, Row | undefined, string])[] | undefined;
  const sums: (readonly [TableState, readonly Row[]])[] = [];
  try {
    for (const { change, ids, keys } of ops) {
      const t = state.tables[change.table]!;
      if (change.kind === 'add') {
        sums.push([t, change.deltas(event)]);
        continue;
      }
      for (let i = 0; i < ids.length; i++) {
        const id = ids[i]!;
        let entry = t.rows.get(id);
        if (!entry) {
          if (change.kind === 'row') throw new Error(`${t.table.name} ${id} was not loaded`);
          entry = { tenant: event.meta.tenant, key: keys[i]!, row: undefined, stored: UNKNOWN, position: '', dirty: false, used: false, types: NO_TYPES };
          t.rows.set(id, entry);
        } else entry.used = true;
        const row = change.kind === 'row' ? change.fold(entry.row, event) : change.make(event);
        if (change.kind === 'row' && row === entry.row) continue;
        (undo ??= []).push([entry, entry.row, entry.position]);
        set(t, entry, row, event);
      }
    }
  } catch (e) {
    for (const [entry, row, position] of undo?.reverse() ?? []) {
      entry.row = row;
      entry.position = position;
      // A row that only this event had brought in: nothing is known of it.
      if (position === '') entry.dirty = false;
    }
    for (const t of state.tables) if (t.dirty.some((x) => !x.dirty)) discard(t);
    throw e;
  }
  for (const [t, deltas] of sums) for (const d of deltas) sum(t, d, event);
};

/** Everything folded since the last write is forgotten, as if it had not happened. */
export const revert = (state: ViewState): void => {
  for (const t of state.tables) {
    for (const entry of t.dirty) {
      entry.dirty = false;
      entry.types = NO_TYPES;
      if (entry.stored === UNKNOWN) t.rows.delete(rowId(t.table, entry.tenant, entry.key));
      else entry.row = entry.stored;
    }
    t.dirty = [];
    t.sums.clear();
  }
};
/** What was folded is in the database now. */
export const settle = (state: ViewState): void => {
  for (const t of state.tables) {
    for (const entry of t.dirty) {
      entry.dirty = false;
      entry.types = NO_TYPES;
      entry.stored = entry.row;
    }
    t.dirty = [];
    t.sums.clear();
  }
};
/** Hands over rows to forget, oldest first, until `max` are left. One that was used gets another turn: moving a row at every use costs more than all folds. */
export const leastUsed = (t: TableState, max: number, take: (id: string, entry: Entry) => void): void => {
  for (const [id, entry] of t.rows) {
    if (t.rows.size <= max) break;
    t.rows.delete(id);
    if (entry.used) {
      entry.used = false;
      t.rows.set(id, entry);
    } else take(id, entry);
  }
};
/** Forgets rows down to `max` in each table. Only when nothing is dirty. */
export const trim = (state: ViewState, max: number): void => {
  for (const t of state.tables) leastUsed(t, max, () => undefined);
};
/** Forgets every row. */
export const forget = (state: ViewState): void => {
  for (const t of state.tables) {
    t.rows.clear();
    t.sums.clear();
    t.dirty = [];
  }
};
