import type { Row } from '../kernel/projection.ts';
import type { ViewState } from './fold.ts';
import { UNKNOWN } from './row-cache.ts';

/** A changed row as subscribers are told: its key, the columns that the view lists, before and after (null: there is or was none, or it is not known), by which events. */
export type RowNotice = { readonly key: Row; readonly before: Row | null; readonly after: Row | null; readonly types: readonly string[] };
/** Rows of one table and tenant that one batch has changed. Channel: {@link channelOf}. */
export type ChangeNotice = {
  readonly tenant: string;
  readonly view: string;
  readonly table: string;
  readonly position: string;
  readonly changes: readonly RowNotice[];
};
/** Changes may have been missed, or another version serves now: read again. */
export type ResyncNotice = { readonly view: string; readonly resync: true; readonly version: number; readonly position: string };
export type Notice = ChangeNotice | ResyncNotice;
export const channelOf = (view: string): string => `rm.${view}`;

const only = (row: Row, columns: readonly string[]): Row => {
  const some: Record<string, unknown> = {};
  for (const c of columns) some[c] = row[c];
  return some;
};

/** What a batch has changed, for subscribers; to be asked before the fold is settled and published after the commit. */
export const noticesOf = (state: ViewState, position: string): readonly ChangeNotice[] => {
  const { view } = state;
  const notices: ChangeNotice[] = [];
  for (const t of state.tables) {
    const columns = view.notify[t.table.name];
    if (!columns || t.dirty.length === 0) continue;
    const byTenant = new Map<string, RowNotice[]>();
    for (const { tenant, key, row, stored, types } of t.dirty) {
      if (row === stored) continue;
      const changes = byTenant.get(tenant) ?? [];
      byTenant.set(tenant, changes);
      changes.push({
        key,
        before: stored === undefined || stored === UNKNOWN ? null : only(stored, columns),
        after: row === undefined ? null : only(row, columns),
        types,
      });
    }
    for (const [tenant, changes] of byTenant) notices.push({ tenant, view: view.name, table: t.table.name, position, changes });
  }
  return notices;
};
