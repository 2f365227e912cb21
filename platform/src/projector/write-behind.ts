import type { AnyEvent, View } from '../kernel/projection.ts';
import type { Sql } from '../ports/sql.ts';
import { bloom } from './bloom.ts';
import { collect, noChanges, type TableChanges } from './changes.ts';
import { UNKNOWN, apply, leastUsed, missing, plan, remember, rowId, viewState, type Entry, type Planned } from './fold.ts';
import { buildWrite, load, reviveLoaded, type Loaded, type Wanted } from './statements.ts';

/** An event that could not be folded: it fails the rebuild. */
export class FoldFailed extends Error {
  override readonly name = 'FoldFailed';
}
/**
 * Rows of a version that is being built, kept in memory and written when they have not been touched for long, so that most are inserted once, after everything that happened to them.
 * What was never written is known without asking (a Bloom filter), and need not be looked for.
 */
export type WriteBehind = {
  readonly view: View;
  /** Which rows events touch; begins to load those that were written and have left memory. */
  prepare(events: readonly AnyEvent[]): Prepared;
  /** Folds prepared events, in order of preparation. Throws {@link FoldFailed}. */
  fold(prepared: Prepared): Promise<void>;
  /** Writes what memory has too much of; all of it when `all`. Resolves when at most this write is under way; `settled` awaits it. */
  write(all?: boolean): Promise<void>;
  settled(): Promise<void>;
  /** Rows written so far. */
  readonly written: () => number;
};
export type Prepared = {
  readonly planned: readonly Planned[];
  readonly wanted: readonly Wanted[];
  readonly loading: Promise<readonly Loaded[]> | undefined;
  /** Rows written since: what was loaded of them may be old. */
  readonly stale: Set<string>;
};

export const writeBehind = (view: View, schema: string, q: Sql, o: { readonly rows: number; readonly expected: number; readonly measured?: (rows: number, ms: number) => void }): WriteBehind => {
  const state = viewState(view);
  const changes = [...view.on.values()].flat();
  // Rows that are only ever replaced gain nothing from waiting.
  const keep = view.tables.map((_, i) => (changes.some((c) => c.table === i && c.kind === 'row') ? o.rows : 0));
  const stored = view.tables.map((_, i) => (changes.some((c) => c.table === i && c.kind !== 'add') ? bloom(o.expected) : undefined));
  /** Evicted rows whose write is under way, by table. */
  let leaving: readonly Map<string, Entry>[] = view.tables.map(() => new Map());
  const outstanding = new Set<Prepared>();
  let under: Promise<unknown> = Promise.resolve();
  let failed: unknown;
  let written = 0;

  const run = async (s: { readonly name: string; readonly text: string; readonly values: readonly unknown[] } | undefined, rows: number): Promise<void> => {
    if (!s) return;
    const began = performance.now();
    await q.query(s.text, s.values, { name: s.name, durable: false });
    o.measured?.(rows, performance.now() - began);
  };
  const loadRows = async (wanted: readonly Wanted[]): Promise<readonly Loaded[]> => {
    const s = load(view, schema, wanted);
    return (await q.query<Loaded>(s.text, s.values, { name: s.name })).rows;
  };
  /** Rows of the database come into memory, unless something newer is there. */
  const arrive = (wanted: readonly Wanted[], rows: readonly Loaded[], stale?: ReadonlySet<string>): void => {
    const found = new Map(rows.map((l) => [`${l.t}|${rowId(view.tables[l.t]!, l.r.tenant_id, l.r)}`, l]));
    for (const w of wanted) {
      if (state.tables[w.table]!.rows.has(w.id) || leaving[w.table]!.has(w.id) || stale?.has(`${w.table}|${w.id}`)) continue;
      const l = found.get(`${w.table}|${w.id}`);
      remember(state, w.table, w.id, w.tenant, w.key, l && reviveLoaded(view, l), l?.r.last_position ?? '');
    }
  };
  /** What must be loaded; the rest is new, or on its way out and taken back. */
  const lookFor = (planned: readonly Planned[]): Wanted[] => {
    const wanted = new Map<string, Wanted>();
    missing(state, planned, (table, id, tenant, key) => {
      const back = leaving[table]!.get(id);
      if (back) state.tables[table]!.rows.set(id, back);
      else if (stored[table]!.mayHave(id)) wanted.set(`${table}|${id}`, { table, id, tenant, key });
      else remember(state, table, id, tenant, key, undefined, '');
    });
    return [...wanted.values()];
  };

  return {
    view,
    written: () => written,
    prepare: (events) => {
      const planned: Planned[] = [];
      for (const e of events) {
        if ((view.on.get(e.type)?.length ?? 0) === 0) continue;
        const p = plan(view, e);
        if (p.ops.length > 0) planned.push(p);
      }
      const wanted = lookFor(planned);
      const loading = wanted.length > 0 ? loadRows(wanted) : undefined;
      loading?.catch(() => undefined);
      const prepared = { planned, wanted, loading, stale: new Set<string>() };
      if (loading) outstanding.add(prepared);
      return prepared;
    },
    fold: async (prepared) => {
      const { planned, wanted, loading, stale } = prepared;
      if (loading) arrive(wanted, await loading, stale);
      outstanding.delete(prepared);
      // Rows that left memory since the preparation.
      const again = lookFor(planned);
      if (again.length > 0) arrive(again, await loadRows(again));
      for (const p of planned) {
        try {
          apply(state, p);
        } catch (e) {
          throw new FoldFailed(`${view.name}: ${p.event.type} at ${p.event.meta.position} of ${p.event.meta.key}: ${e instanceof Error ? e.message : String(e)}`, { cause: e });
        }
      }
      // What is dirty is told by each row; the list would keep rows alive that were written.
      for (const t of state.tables) t.dirty = [];
    },
    write: async (all = false) => {
      await under;
      if (failed !== undefined) throw failed;
      const fresh = noChanges(view);
      const changed = noChanges(view);
      const out: Map<string, Entry>[] = view.tables.map(() => new Map());
      let rows = 0;
      state.tables.forEach((t, i) => {
        const known = stored[i];
        const leave = (id: string, entry: Entry): void => {
          if (entry.row === entry.stored) return;
          const isNew = entry.stored === undefined || (entry.stored === UNKNOWN && !known!.mayHave(id));
          collect(view, isNew ? fresh : changed, i, entry);
          known!.add(id);
          entry.stored = entry.row;
          entry.dirty = false;
          out[i]!.set(id, entry);
          for (const p of outstanding) p.stale.add(`${i}|${id}`);
          rows++;
        };
        leastUsed(t, all ? 0 : keep[i]!, leave);
        if (all || t.sums.size > o.rows) {
          sums(changed[i]!, t.sums.values());
          rows += t.sums.size;
          t.sums.clear();
        }
      });
      leaving = out;
      written += rows;
      under = run(buildWrite(view, schema, fresh, changed), rows).then(
        () => {
          leaving = view.tables.map(() => new Map());
        },
        (e: unknown) => {
          failed = e;
        },
      );
    },
    settled: async () => {
      await under;
      if (failed !== undefined) throw failed;
    },
  };
};

const sums = (c: TableChanges, of: Iterable<{ readonly tenant: string; readonly position: string; readonly row: Record<string, unknown> }>): void => {
  for (const s of of) {
    c.adds.tenants.push(s.tenant);
    c.adds.positions.push(s.position);
    c.adds.rows.push(s.row);
  }
};
