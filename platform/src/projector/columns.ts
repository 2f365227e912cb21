import type { AnyTable, Row } from '../kernel/projection.ts';

/** How a column travels: as one text array, hand-made, because `pg`'s own encoder escapes every element. */
type Column = { readonly name: string; readonly type: string; readonly encode: (value: unknown) => string };

const SPECIAL = /["\\]/;
const quoted = (s: string): string => '"' + (SPECIAL.test(s) ? s.replace(/["\\]/g, '\\$&') : s) + '"';
const plain = (value: unknown): string => String(value);
const encoders: Readonly<Record<string, (value: unknown) => string>> = {
  uuid: plain,
  int: plain,
  smallint: plain,
  bigint: plain,
  boolean: plain,
  'double precision': plain,
  timestamptz: (value) => (value as Date).toISOString(),
  text: (value) => quoted(value as string),
  // Lexemes separated by spaces; made a tsvector by the statement.
  tsvector: (value) => quoted(value as string),
  json: (value) => quoted(JSON.stringify(value)),
};

const columnOf = (name: string, declared: string): Column => {
  const type = declared.replace(/ not null$/, '').trim();
  const encode = encoders[type];
  if (!encode) throw new Error(`column ${name}: the type ${type} is not one that views use`);
  return { name, type, encode };
};

const known = new WeakMap<AnyTable, readonly Column[]>();
/** The table's own columns, in their order, without tenant and position. */
export const columnsOf = (table: AnyTable): readonly Column[] => {
  let columns = known.get(table);
  if (!columns) known.set(table, (columns = Object.entries(table.columns).map(([name, declared]) => columnOf(name, declared))));
  return columns;
};
export const keyColumnsOf = (table: AnyTable): readonly Column[] => table.key.map((k) => columnsOf(table).find((c) => c.name === k)!);

/** The element type of the array parameter that carries a column. */
export const parameterType = (column: Column): string => (column.type === 'tsvector' ? 'text' : column.type);
/** The expression that turns the unnested parameter into the column's value. */
export const valueOf = (column: Column, from: string): string =>
  column.type === 'tsvector' ? `array_to_tsvector(string_to_array(${from}.${column.name}, ' '))` : `${from}.${column.name}`;

/** One column of many rows as an array literal. */
export const arrayOf = (column: Column, rows: readonly Row[]): string => {
  const { name, encode } = column;
  let text = '{';
  for (let i = 0; i < rows.length; i++) {
    const value = rows[i]![name];
    if (i > 0) text += ',';
    text += value === null || value === undefined ? 'NULL' : encode(value);
  }
  return text + '}';
};
/** Plain strings without special characters (uuids, positions) as an array literal. */
export const plainArray = (values: readonly string[]): string => `{${values.join(',')}}`;
export const textArray = (values: readonly string[]): string => `{${values.map(quoted).join(',')}}`;

/** A row of JSON (`to_json`) as a fold knows it; columns that were not asked for are not in it. */
export const revive = (table: AnyTable, json: Readonly<Record<string, unknown>>): Row => {
  const row: Record<string, unknown> = {};
  for (const { name, type } of columnsOf(table)) {
    const value = json[name];
    if (value !== undefined) row[name] = value !== null && type === 'timestamptz' ? new Date(value as string) : value;
  }
  return row;
};

const same = (a: unknown, b: unknown): boolean =>
  a === b ||
  (a instanceof Date && b instanceof Date
    ? a.getTime() === b.getTime()
    : typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));
/** Whether two rows would be stored alike. */
export const sameRow = (table: AnyTable, a: Row, b: Row): boolean =>
  columnsOf(table).every(({ name }) => same(a[name] ?? null, b[name] ?? null));
