import type { AnyTable, Row, View } from '../kernel/projection.ts';
import type { TableChanges } from './changes.ts';
import { arrayOf, columnsOf, keyColumnsOf, parameterType, plainArray, revive, textArray, valueOf } from './columns.ts';
import { keyText } from './row-cache.ts';

export type Statement = { readonly name: string; readonly text: string; readonly values: readonly unknown[] };
/** Where a view stands: `position` of the last event folded, `cursor` where the feed goes on. */
export type Progress = {
  readonly view: string;
  readonly version: number;
  readonly partition: string;
  readonly from: string;
  readonly position: string;
  readonly cursor: string;
};
export type Parked = {
  readonly key: string;
  readonly position: string;
  readonly eventId: string;
  readonly type: string;
  readonly error: string;
};

/** `insert`: rows that are known not to be there yet (a rebuild); `upsert` otherwise. */
type Kind = 'upsert' | 'insert' | 'delete' | 'add';

const unnest = (alias: string, at: number, names: readonly string[], types: readonly string[]): string =>
  `unnest(${types.map((t, i) => `$${at + i}::${t}[]`).join(', ')}) as ${alias}(${names.join(', ')})`;

const writing = (schema: string, table: AnyTable, kind: Kind, at: number, guard: string): string => {
  const target = `${schema}.${table.name}`;
  const from = (names: readonly string[], types: readonly string[]): string => unnest('u', at, names, types) + guard;
  if (kind === 'delete') {
    const keys = keyColumnsOf(table);
    const names = ['tenant_id', ...keys.map((k) => k.name)];
    return `delete from ${target} t using ${from(names, ['uuid', ...keys.map(parameterType)])} where ${names.map((n) => `t.${n} = u.${n}`).join(' and ')}`;
  }
  const columns = columnsOf(table);
  const names = ['tenant_id', 'last_position', ...columns.map((c) => c.name)];
  const insert =
    `insert into ${target} as t (${names.join(', ')}) select u.tenant_id, u.last_position, ${columns.map((c) => valueOf(c, 'u')).join(', ')} ` +
    `from ${from(names, ['uuid', 'text', ...columns.map(parameterType)])}`;
  if (kind === 'insert') return insert;
  const others = columns.filter((c) => !table.key.includes(c.name));
  const combined = (c: (typeof others)[number]): string =>
    kind === 'upsert'
      ? `excluded.${c.name}`
      : c.type === 'timestamptz'
        ? `greatest(t.${c.name}, excluded.${c.name})`
        : `t.${c.name} + excluded.${c.name}`;
  const position = kind === 'upsert' ? 'excluded.last_position' : 'greatest(t.last_position, excluded.last_position)';
  return `${insert} on conflict (tenant_id, ${table.key.join(', ')}) do update set ${[`last_position = ${position}`, ...others.map((c) => `${c.name} = ${combined(c)}`)].join(', ')}`;
};

type Part = { readonly table: AnyTable; readonly kind: Kind; readonly values: readonly string[] };
const partsOf = (view: View, changes: readonly TableChanges[], fresh: 'insert' | 'upsert'): Part[] =>
  changes.flatMap((c, i): Part[] => {
    const table = view.tables[i]!;
    const parts: Part[] = [];
    for (const [kind, part] of [
      [fresh, c.upserts],
      ['add', c.adds],
    ] as const) {
      if (part.rows.length > 0)
        parts.push({
          table,
          kind,
          values: [plainArray(part.tenants), textArray(part.positions), ...columnsOf(table).map((column) => arrayOf(column, part.rows))],
        });
    }
    if (c.deletes.rows.length > 0)
      parts.push({
        table,
        kind: 'delete',
        values: [plainArray(c.deletes.tenants), ...keyColumnsOf(table).map((column) => arrayOf(column, c.deletes.rows))],
      });
    return parts;
  });
const nameOf = (prefix: string, schema: string, view: View, parts: readonly Part[]): string =>
  `${prefix}_${schema}_${parts.map((p) => `${view.tables.indexOf(p.table)}${p.kind[0]!}`).join('')}`;

const texts = new WeakMap<View, Map<string, string>>();
const remembered = (view: View, name: string, make: () => string): string => {
  const of = texts.get(view) ?? new Map<string, string>();
  texts.set(view, of);
  let text = of.get(name);
  if (!text) of.set(name, (text = make()));
  return text;
};

/**
 * One batch in one statement: the checkpoint is compared and set first, every write hangs on it, and a statement that has lost writes nothing.
 * Answers one row with `moved`: 1 or 0.
 */
export const liveWrite = (
  view: View,
  schema: string,
  changes: readonly TableChanges[],
  p: Progress,
  parked: readonly Parked[],
): Statement => {
  const parts = partsOf(view, changes, 'upsert');
  const name = nameOf('rm', schema, view, parts) + (parked.length > 0 ? 'p' : '');
  const values: unknown[] = [p.position, p.cursor, p.view, p.version, p.partition, p.from, ...parts.flatMap((x) => x.values)];
  if (parked.length > 0) values.push(...(['key', 'position', 'eventId', 'type', 'error'] as const).map((k) => parked.map((x) => x[k])));
  const text = remembered(view, name, () => {
    let at = 7;
    const ctes = parts.map((x, i) => {
      const sql = `w${i} as (${writing(schema, x.table, x.kind, at, ' cross join moved')})`;
      at += x.values.length;
      return sql;
    });
    if (parked.length > 0) {
      ctes.push(
        `w${parts.length} as (insert into work.parked (view, version, key, position, event_id, type, error) ` +
          `select $3, $4, u.* from ${unnest('u', at, ['key', 'position', 'event_id', 'type', 'error'], ['text', 'text', 'uuid', 'text', 'text'])} cross join moved on conflict do nothing)`,
      );
    }
    return (
      `with moved as (update work.view_progress set position = $1, cursor = $2, updated_at = now() where view = $3 and version = $4 and partition = $5 and position = $6 ` +
      `and (held_until is null or held_until < clock_timestamp()) returning 1)${ctes.map((c) => `, ${c}`).join('')} ` +
      `select count(*)::int as moved from moved`
    );
  });
  return { name, text, values };
};

/** Rows of a version that nobody reads yet: no checkpoint, one statement. `fresh`: the rows are not there yet. undefined: nothing to write. */
export const buildWrite = (
  view: View,
  schema: string,
  fresh: readonly TableChanges[],
  changed: readonly TableChanges[],
): Statement | undefined => {
  const parts = [...partsOf(view, fresh, 'insert'), ...partsOf(view, changed, 'upsert')];
  if (parts.length === 0) return undefined;
  const name = nameOf('rb', schema, view, parts);
  const text = remembered(view, name, () => {
    let at = 1;
    const ctes = parts.map((x, i) => {
      const sql = `w${i} as (${writing(schema, x.table, x.kind, at, '')})`;
      at += x.values.length;
      return sql;
    });
    return `with ${ctes.join(', ')} select 1`;
  });
  return { name, text, values: parts.flatMap((x) => x.values) };
};

export type Wanted = { readonly table: number; readonly id: string; readonly tenant: string; readonly key: Row };
/** All wanted rows of a view in one statement; answers rows `{t, r}`: the table's index and the row as JSON with `tenant_id` and `last_position`. */
export const load = (view: View, schema: string, wanted: readonly Wanted[]): Statement => {
  const tables = [...new Set(wanted.map((w) => w.table))].sort((a, b) => a - b);
  const name = `rl_${schema}_${tables.join('')}`;
  const values = tables.flatMap((t) => {
    const of = wanted.filter((w) => w.table === t);
    return [
      plainArray(of.map((w) => w.tenant)),
      ...keyColumnsOf(view.tables[t]!).map((c) =>
        arrayOf(
          c,
          of.map((w) => w.key),
        ),
      ),
    ];
  });
  const text = remembered(view, name, () => {
    let at = 1;
    const selects = tables.map((t) => {
      const table = view.tables[t]!;
      const keys = keyColumnsOf(table);
      const names = ['tenant_id', ...keys.map((k) => k.name)];
      const from = unnest('k', at, names, ['uuid', ...keys.map(parameterType)]);
      at += names.length;
      return `select ${t}::int as t, to_json(r) as r from ${from} join ${schema}.${table.name} r on ${names.map((n) => `r.${n} = k.${n}`).join(' and ')}`;
    });
    return selects.join(' union all ');
  });
  return { name, text, values };
};
export type Loaded = {
  readonly t: number;
  readonly r: Readonly<Record<string, unknown>> & { readonly tenant_id: string; readonly last_position: string };
};
/** `table|tenant|key`. */
export const loadedName = (view: View, l: Loaded): string => `${l.t}|${l.r.tenant_id}|${keyText(view.tables[l.t]!, l.r)}`;
export const reviveLoaded = (view: View, l: Loaded): Row => revive(view.tables[l.t]!, l.r);
