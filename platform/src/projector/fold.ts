import type { AnyEvent, AnyTable, Change, Row, View } from '../kernel/projection.ts';
import { NO_TYPES, UNKNOWN, entryOf, keyText, rowCache, type Entry, type RowCache } from './row-cache.ts';

export type Sum = { readonly tenant: string; row: Record<string, unknown>; position: string };
export type TableState = {
  readonly table: AnyTable;
  readonly rows: RowCache;
  readonly sums: Map<string, Sum>;
  /** Changed since the last write; empty when that is not followed. */
  dirty: Entry[];
};
/** Rows of a view in memory, by table. `follow`: what changes is listed, with the events that changed it. */
export type ViewState = { readonly view: View; readonly tables: readonly TableState[]; readonly follow: boolean };
export const viewState = (view: View, follow = true): ViewState => ({
  view,
  tables: view.tables.map((table) => ({ table, rows: rowCache(), sums: new Map(), dirty: [] })),
  follow,
});

/** A change with the rows it is about; `entries` are those that were in memory when it was looked at. */
export type Op = {
  readonly change: Change;
  readonly keys: readonly Row[];
  readonly ids: readonly string[];
  readonly entries: (Entry | undefined)[];
};
/** An event with the rows that it needs. */
export type Planned = { readonly event: AnyEvent; readonly ops: readonly Op[] };

const NOTHING: readonly never[] = [];
const NO_ENTRIES: undefined[] = [];
/** Which rows an event touches. Throws what a view's `keys` throws. */
export const plan = (view: View, event: AnyEvent): Planned => {
  const changes = view.on.get(event.type);
  if (changes === undefined) throw new Error(`${view.name} does not know the event ${event.type}`);
  if (changes.length === 0) return { event, ops: NOTHING };
  const ops: Op[] = [];
  for (const change of changes) {
    if (change.kind === 'add') {
      ops.push({ change, keys: NOTHING, ids: NOTHING, entries: NO_ENTRIES });
      continue;
    }
    const keys = change.keys(event);
    if (keys.length === 0) continue;
    const table = view.tables[change.table]!;
    ops.push({
      change,
      keys,
      ids: keys.length === 1 ? [keyText(table, keys[0]!)] : keys.map((k) => keyText(table, k)),
      entries: [undefined],
    });
  }
  return { event, ops };
};

/** Finds the rows of events in memory. Calls back for every row that a fold will ask for and memory does not have: an answer is the row's entry from now on. */
export const find = (
  state: ViewState,
  planned: readonly Planned[],
  want: (table: number, tenant: string, id: string, key: Row) => Entry | undefined,
): void => {
  for (const { event, ops } of planned)
    for (const { change, ids, keys, entries } of ops) {
      if (change.kind === 'add') continue;
      const { rows } = state.tables[change.table]!;
      for (let i = 0; i < ids.length; i++) {
        if (entries[i]?.held) continue;
        entries[i] =
          rows.get(event.meta.tenant, ids[i]!) ??
          (change.kind === 'row' ? want(change.table, event.meta.tenant, ids[i]!, keys[i]!) : undefined);
      }
    }
};

/** Takes a row as the database has it into memory. */
export const remember = (
  state: ViewState,
  table: number,
  tenant: string,
  id: string,
  key: Row,
  stored: Row | undefined,
  position: string,
): Entry => {
  const entry = entryOf(tenant, id, key, stored, position);
  state.tables[table]!.rows.add(entry);
  return entry;
};

const set = (state: ViewState, t: TableState, entry: Entry, row: Row | undefined, event: AnyEvent): void => {
  entry.row = row;
  entry.position = event.meta.position;
  if (!state.follow) return;
  if (!entry.dirty) {
    entry.dirty = true;
    t.dirty.push(entry);
  }
  if (!entry.types.includes(event.type)) entry.types = [...entry.types, event.type];
};

const sum = (t: TableState, delta: Row, event: AnyEvent): void => {
  const { tenant, position } = event.meta;
  const id = `${tenant}|${keyText(t.table, delta)}`;
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
  for (const entry of t.dirty) if (!entry.dirty) t.rows.remove(entry);
  t.dirty = t.dirty.filter((x) => x.dirty);
};

/** Folds one event. The rows it needs are in memory. When a fold throws, the event has changed nothing (where changes are followed). */
export const apply = (state: ViewState, { event, ops }: Planned): void => {
  // [entry, row, position] as they were, for a fold that throws half-way.
  let undo: (readonly [Entry, Row | undefined, string])[] | undefined;
  let sums: (readonly [TableState, readonly Row[]])[] | undefined;
  try {
    for (const { change, ids, keys, entries } of ops) {
      const t = state.tables[change.table]!;
      if (change.kind === 'add') {
        (sums ??= []).push([t, change.deltas(event)]);
        continue;
      }
      for (let i = 0; i < ids.length; i++) {
        let entry = entries[i];
        if (!entry?.held) entry = t.rows.get(event.meta.tenant, ids[i]!);
        if (entry) entry.used = true;
        else if (change.kind === 'row') throw new Error(`${t.table.name} ${ids[i]!} was not loaded`);
        else {
          entry = entryOf(event.meta.tenant, ids[i]!, keys[i]!, UNKNOWN, '');
          t.rows.add(entry);
        }
        const row = change.kind === 'row' ? change.fold(entry.row, event) : change.make(event);
        if (change.kind === 'row' && row === entry.row) continue;
        if (state.follow) (undo ??= []).push([entry, entry.row, entry.position]);
        set(state, t, entry, row, event);
      }
    }
  } catch (e) {
    for (const [entry, row, position] of undo?.reverse() ?? []) {
      entry.row = row;
      entry.position = position;
      // A row that only this event had brought in: nothing is known of it.
      if (position === '' && entry.stored === UNKNOWN) entry.dirty = false;
    }
    for (const t of state.tables) if (t.dirty.some((x) => !x.dirty)) discard(t);
    throw e;
  }
  if (sums) for (const [t, deltas] of sums) for (const d of deltas) sum(t, d, event);
};

/** Everything folded since the last write is forgotten, as if it had not happened. */
export const revert = (state: ViewState): void => {
  for (const t of state.tables) {
    for (const entry of t.dirty) {
      entry.dirty = false;
      entry.types = NO_TYPES;
      if (entry.stored === UNKNOWN) t.rows.remove(entry);
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
/** Forgets rows down to `max` in each table. Only when nothing is dirty. */
export const trim = (state: ViewState, max: number): void => {
  for (const t of state.tables) t.rows.evict(max, () => undefined);
};
/** Forgets every row. */
export const forget = (state: ViewState): void => {
  for (const t of state.tables) {
    t.rows.clear();
    t.sums.clear();
    t.dirty = [];
  }
};
