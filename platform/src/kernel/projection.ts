import type { EventMap, Stored, Table } from '@master-ia/schemas/contract.ts';

/** A row of a read model as the kernel moves it: column name to value (`Date` for timestamps, plain JSON for json). */
export type Row = Readonly<Record<string, unknown>>;
export type AnyTable = {
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
  readonly indexes: readonly string[];
};
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a view handles many event types; each handler was checked where it was written
export type AnyEvent = { readonly type: string; readonly data: any; readonly meta: Stored<EventMap>['meta'] };

/** `row`: folds one keyed row on what it was. `put`: replaces it, whatever it was (nothing is loaded). `add`: commutative. `table` is the index in the view's tables. */
export type Change = { readonly table: number } & (
  | {
      readonly kind: 'row';
      readonly keys: (e: AnyEvent) => readonly Row[];
      readonly fold: (old: Row | undefined, e: AnyEvent) => Row | undefined;
    }
  | { readonly kind: 'put'; readonly keys: (e: AnyEvent) => readonly Row[]; readonly make: (e: AnyEvent) => Row | undefined }
  | { readonly kind: 'add'; readonly deltas: (e: AnyEvent) => readonly Row[] }
);
type Unplaced = Change extends infer C
  ? C extends { readonly table: number }
    ? Omit<C, 'table'> & { readonly table: AnyTable }
    : never
  : never;

export type On<Ev> = {
  /** Folds the rows that the event names: undefined deletes, the old row itself changes nothing. A row is written by events of one key (`Meta.key`). */
  row<R, K extends keyof R & string>(
    t: Table<R, K>,
    keys: (e: Ev) => readonly Pick<R, K>[],
    fold: (old: R | undefined, e: Ev) => R | undefined,
  ): Unplaced;
  /** Like `row` where the old row does not matter: it is not loaded. */
  put<R, K extends keyof R & string>(t: Table<R, K>, keys: (e: Ev) => readonly Pick<R, K>[], make: (e: Ev) => R | undefined): Unplaced;
  /** Commutative: numbers are added, `Date`s take the later one. */
  add<R, K extends keyof R & string>(t: Table<R, K>, deltas: (e: Ev) => readonly R[]): Unplaced;
};
/** The event changes nothing in this view; said, not forgotten. */
export const ignored = Symbol('ignored');

/** Rows of one table computed from a row of another: the kernel writes the difference. */
export type Derived = { readonly from: number; readonly to: number; readonly rows: (row: Row, tenant: string) => readonly Row[] };
type UnplacedDerived = Omit<Derived, 'from' | 'to'> & { readonly from: AnyTable; readonly to: AnyTable };
export const derive = <R, K extends keyof R & string, D, L extends keyof D & string>(
  from: Table<R, K>,
  to: Table<D, L>,
  rows: (row: R, tenant: string) => readonly D[],
): UnplacedDerived => ({
  from,
  to,
  rows: rows as unknown as Derived['rows'],
});

/** A function of schema `rm` that belongs to a view: `create` gets the schema of the version that it reads. Signature: as in `drop function`. */
export type ViewFunction = { readonly signature: string; readonly create: (schema: string) => string };

export type View = {
  readonly name: string;
  readonly version: number;
  /** `key`: events of one `Meta.key` in order, keys in any order. `commutative`: any order. */
  readonly order: 'key' | 'commutative';
  readonly tables: readonly AnyTable[];
  /** Every event type of the domain; ignored ones have no changes. */
  readonly on: ReadonlyMap<string, readonly Change[]>;
  readonly derived: readonly Derived[];
  /** Tables whose changes are told, with the columns that are told before and after. */
  readonly notify: Readonly<Record<string, readonly string[]>>;
  /** Who sees a table's rows, beyond those of the tenant itself: a condition in SQL over the row and schema `$schema`. */
  readonly alsoVisible: Readonly<Record<string, string>>;
  readonly functions: readonly ViewFunction[];
};

/**
 * A pure fold of a domain's events into tables: every event is either `on => [on.row(…), on.put(…), on.add(…)]` or `ignored`; a missing one does not compile.
 * The kernel owns tenant, positions, loading, batching and writing.
 */
export const projection =
  <E extends EventMap>() =>
  (p: {
    readonly name: string;
    readonly version: number;
    readonly order: 'key' | 'commutative';
    readonly tables: readonly AnyTable[];
    readonly on: { readonly [T in keyof E & string]: ((on: On<Stored<E, T>>) => readonly Unplaced[]) | typeof ignored };
    readonly derived?: readonly UnplacedDerived[];
    readonly notify?: Readonly<Record<string, readonly string[]>>;
    readonly alsoVisible?: Readonly<Record<string, string>>;
    readonly functions?: readonly ViewFunction[];
  }): View => {
    if (!/^[a-z][a-z_]*$/.test(p.name)) throw new Error(`a view's name is a noun in snake_case: ${p.name}`);
    const at = (t: AnyTable): number => {
      const i = p.tables.indexOf(t);
      if (i < 0) throw new Error(`${p.name} does not list its table ${t.name}`);
      return i;
    };
    const derived = (p.derived ?? []).map((d) => ({ from: at(d.from), to: at(d.to), rows: d.rows }));
    const kinds = new Map<number, Set<Change['kind']>>();
    const build = builder as unknown as On<AnyEvent>;
    const on = new Map<string, readonly Change[]>();
    for (const [type, handler] of Object.entries<((on: On<AnyEvent>) => readonly Unplaced[]) | typeof ignored>(p.on as never)) {
      const changes = handler === ignored ? [] : handler(build).map((c) => ({ ...c, table: at(c.table) }));
      for (const c of changes) (kinds.get(c.table) ?? kinds.set(c.table, new Set()).get(c.table)!).add(c.kind);
      on.set(type, changes);
    }
    for (const [table, used] of kinds) {
      const { name } = p.tables[table]!;
      if (used.has('add') && used.size > 1) throw new Error(`${p.name}: ${name} is either summed or folded`);
      if (derived.some((d) => d.to === table)) throw new Error(`${p.name}: ${name} is derived and cannot be folded too`);
      if (derived.some((d) => d.from === table) && (used.has('put') || used.has('add')))
        throw new Error(`${p.name}: rows are derived from ${name}, which must be folded by row`);
    }
    for (const [name, columns] of Object.entries(p.notify ?? {})) {
      const t = p.tables.find((x) => x.name === name);
      const unknown = columns.filter((c) => !t || !(c in t.columns));
      if (!t || unknown.length > 0)
        throw new Error(`${p.name} tells of ${name}${unknown.length > 0 ? `.${unknown.join(', ')}` : ''}, which it does not have`);
    }
    return {
      name: p.name,
      version: p.version,
      order: p.order,
      tables: p.tables,
      on,
      derived,
      notify: p.notify ?? {},
      alsoVisible: p.alsoVisible ?? {},
      functions: p.functions ?? [],
    };
  };

const builder = {
  row: (table: AnyTable, keys: unknown, fold: unknown) => ({ kind: 'row', table, keys, fold }),
  put: (table: AnyTable, keys: unknown, make: unknown) => ({ kind: 'put', table, keys, make }),
  add: (table: AnyTable, deltas: unknown) => ({ kind: 'add', table, deltas }),
};
