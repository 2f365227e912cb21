import type { EventMap, NewEvent, Position, Stored } from '@master-ia/schemas/contract.ts';
import { changesOf } from '../projector/changes.ts';
import { apply, find, forget, plan, remember, settle, viewState, type ViewState } from '../projector/fold.ts';
import { keyText } from '../projector/row-cache.ts';
import { columnsOf } from '../projector/columns.ts';
import { uuidFrom } from '../runtime/ids.ts';
import type { AnyEvent, AnyTable, Row, View } from '../kernel/projection.ts';

export const TENANT = '11111111-1111-4111-8111-111111111111';
/** An event to fold, with what differs of its envelope. Positions are given in order, ten apart, one minute apart. */
export type Given<E extends EventMap> = NewEvent<E> & {
  readonly meta?: Partial<Omit<AnyEvent['meta'], 'position'>> & { readonly position?: string };
};

export const positionOf = (n: number): Position => String(n).padStart(20, '0') as Position;
const START = Date.UTC(2026, 0, 15, 12);

/** Stored events from given ones. Order key: the conversation or whatever the event names first, unless the envelope says otherwise. */
export const stored = <E extends EventMap>(given: readonly Given<E>[]): readonly Stored<E>[] =>
  given.map((g, i) => {
    const data = g.data as Record<string, unknown>;
    const at = g.meta?.at ?? new Date(START + i * 60_000);
    const key = (data['conversationId'] ?? Object.values(data)[0] ?? 'k') as string;
    const meta = {
      id: uuidFrom('event', String(i)),
      tenant: TENANT,
      stream: `s-${key}`,
      revision: i,
      position: positionOf((i + 1) * 10),
      key,
      at,
      occurredAt: at,
      actor: { kind: 'connector', id: 'test' },
      commandId: uuidFrom('command', String(i)),
      correlationId: uuidFrom('command', String(i)),
      ...g.meta,
    };
    return { type: g.type, data: g.data, meta } as unknown as Stored<E>;
  });

/** A database in memory for one view: rows as they would be read back. */
type Memory = Map<string, { readonly tenant: string; readonly position: string; readonly row: Row }>;
const throughJson = (table: AnyTable, row: Row): Row =>
  Object.fromEntries(
    columnsOf(table).map(({ name, type }) => {
      const value = row[name] ?? null;
      return [name, type === 'json' && value !== null ? (JSON.parse(JSON.stringify(value)) as unknown) : value];
    }),
  );

const rowId = (table: AnyTable, tenant: string, key: Row): string => `${tenant}|${keyText(table, key)}`;
const write = (memory: readonly Memory[], state: ViewState): void => {
  changesOf(state).forEach((c, i) => {
    const table = state.view.tables[i]!;
    c.upserts.rows.forEach((row, n) =>
      memory[i]!.set(rowId(table, c.upserts.tenants[n]!, row), {
        tenant: c.upserts.tenants[n]!,
        position: c.upserts.positions[n]!,
        row: throughJson(table, row),
      }),
    );
    c.deletes.rows.forEach((key, n) => memory[i]!.delete(rowId(table, c.deletes.tenants[n]!, key)));
    c.adds.rows.forEach((delta, n) => {
      const id = rowId(table, c.adds.tenants[n]!, delta);
      const old = memory[i]!.get(id)?.row;
      const row = Object.fromEntries(
        Object.entries(delta).map(([k, v]) => [
          k,
          old === undefined || table.key.includes(k)
            ? v
            : typeof v === 'number'
              ? (old[k] as number) + v
              : (old[k] as Date) > (v as Date)
                ? old[k]
                : v,
        ]),
      );
      memory[i]!.set(id, { tenant: c.adds.tenants[n]!, position: c.adds.positions[n]!, row });
    });
  });
  settle(state);
};

/** Folds events in batches of the given sizes (repeated), loading and writing between them as the runner does. */
export const foldAll = (
  view: View,
  events: readonly AnyEvent[],
  sizes: readonly number[],
): ReadonlyMap<string, readonly (Row & { readonly tenant_id: string })[]> => {
  const memory: readonly Memory[] = view.tables.map(() => new Map());
  const state = viewState(view);
  for (let from = 0, n = 0; from < events.length; n++) {
    const batch = events.slice(from, (from += sizes[n % sizes.length]!)).map((e) => plan(view, e));
    find(state, batch, (table, tenant, id, key) => {
      const row = memory[table]!.get(`${tenant}|${id}`);
      return remember(state, table, tenant, id, key, row?.row, row?.position ?? '');
    });
    for (const p of batch) apply(state, p);
    write(memory, state);
    // Every other time the cache is lost.
    if (n % 2 === 1) forget(state);
  }
  return new Map(
    view.tables.map((t, i) => [
      t.name,
      [...memory[i]!.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, r]) => ({ tenant_id: r.tenant, ...r.row })),
    ]),
  );
};

/** The same events with their keys interleaved differently: in order within a key, keys in another order. */
export const interleaved = (events: readonly AnyEvent[]): readonly AnyEvent[] => {
  const keys = [...new Set(events.map((e) => e.meta.key))].reverse();
  return keys.flatMap((k) => events.filter((e) => e.meta.key === k));
};

/**
 * `project(view).given(events).rows(table)`: the rows of a view after the events (without tenant), sorted by key. They are folded in one batch, one by one, in odd batches, twice,
 * and with keys interleaved differently: anything but the same rows throws.
 */
export const project = <E extends EventMap>(view: View) => ({
  given: (given: readonly Given<E>[]) => {
    const events = stored(given);
    const rows = foldAll(view, events, [events.length || 1]);
    const ways: readonly (readonly [string, readonly AnyEvent[], readonly number[]])[] = [
      ['run a second time', events, [events.length || 1]],
      ['one by one', events, [1]],
      ['in batches of 3, 1, 2', events, [3, 1, 2]],
      ['with keys interleaved differently', interleaved(events), [2, 5]],
      ...(view.order === 'commutative' ? [['backwards', [...events].reverse(), [2]] as const] : []),
    ];
    for (const [how, of, sizes] of ways) {
      const again = foldAll(view, of, sizes);
      for (const [table, expected] of rows)
        if (JSON.stringify(again.get(table)) !== JSON.stringify(expected)) {
          throw new Error(
            `${view.name}.${table}, ${how}, has other rows:\n${JSON.stringify(again.get(table), null, 1)}\ninstead of\n${JSON.stringify(expected, null, 1)}`,
          );
        }
    }
    const without = ({ tenant_id: _, ...row }: Row & { readonly tenant_id: string }): Row => row;
    return {
      rows: <R extends object = Row>(table: string): readonly R[] => (rows.get(table) ?? []).map((r) => without(r) as R),
      events,
    };
  },
});
