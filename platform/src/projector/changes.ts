import type { Row, View } from '../kernel/projection.ts';
import { sameRow } from './columns.ts';
import type { Sum, ViewState } from './fold.ts';
import { UNKNOWN, keyText, type Entry } from './row-cache.ts';

/** What is to be written of one table. The three run beside each other, one element per row. */
export type TableChanges = {
  readonly upserts: { readonly tenants: string[]; readonly positions: string[]; readonly rows: Row[] };
  readonly deletes: { readonly tenants: string[]; readonly rows: Row[] };
  readonly adds: { readonly tenants: string[]; readonly positions: string[]; readonly rows: Row[] };
};
const empty = (): TableChanges => ({
  upserts: { tenants: [], positions: [], rows: [] },
  deletes: { tenants: [], rows: [] },
  adds: { tenants: [], positions: [], rows: [] },
});

const upsert = (c: TableChanges, tenant: string, position: string, row: Row): void => {
  c.upserts.tenants.push(tenant);
  c.upserts.positions.push(position);
  c.upserts.rows.push(row);
};
const remove = (c: TableChanges, tenant: string, key: Row): void => {
  c.deletes.tenants.push(tenant);
  c.deletes.rows.push(key);
};

/** Derived rows tell no position: whether one was rewritten in between depends on how events were batched, and rows must not. */
const NO_POSITION = '';

/** Adds a row's change and those of the rows derived from it. */
export const collect = (view: View, changes: readonly TableChanges[], table: number, entry: Entry): void => {
  const { row, stored, tenant, position } = entry;
  if (row === stored) return;
  const own = changes[table]!;
  if (row === undefined) remove(own, tenant, entry.key);
  else upsert(own, tenant, position, row);
  for (const d of view.derived) {
    if (d.from !== table) continue;
    const to = view.tables[d.to]!;
    const before = new Map(stored === undefined || stored === UNKNOWN ? [] : d.rows(stored, tenant).map((r) => [keyText(to, r), r]));
    for (const r of row === undefined ? [] : d.rows(row, tenant)) {
      const id = keyText(to, r);
      const old = before.get(id);
      before.delete(id);
      if (!old || !sameRow(to, old, r)) upsert(changes[d.to]!, tenant, NO_POSITION, r);
    }
    for (const r of before.values()) remove(changes[d.to]!, tenant, r);
  }
};

/** Adds sums of a table. */
export const collectSums = (c: TableChanges, sums: Iterable<Sum>): void => {
  for (const s of sums) {
    c.adds.tenants.push(s.tenant);
    c.adds.positions.push(s.position);
    c.adds.rows.push(s.row);
  }
};

/** What the fold has changed since the last write, by table. */
export const changesOf = (state: ViewState): readonly TableChanges[] => {
  const changes = state.tables.map(empty);
  state.tables.forEach((t, i) => {
    for (const entry of t.dirty) collect(state.view, changes, i, entry);
    collectSums(changes[i]!, t.sums.values());
  });
  return changes;
};
export const noChanges = (view: View): readonly TableChanges[] => view.tables.map(empty);
