import type { AnyEvent, View } from '../kernel/projection.ts';
import type { Sql } from '../ports/sql.ts';
import { bloom } from './bloom.ts';
import { collect, collectSums, noChanges } from './changes.ts';
import { apply, find, plan, remember, viewState, type Planned } from './fold.ts';
import { UNKNOWN, type Entry } from './row-cache.ts';
import { buildWrite, load, loadedName, reviveLoaded, type Loaded, type Statement, type Wanted } from './statements.ts';

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
type Wanting = ReadonlyMap<string, Wanted>;
const nameOf = (table: number, tenant: string, id: string): string => `${table}|${tenant}|${id}`;
export type Prepared = {
  readonly planned: readonly Planned[];
  readonly wanted: Wanting;
  readonly loading: Promise<readonly Loaded[]> | undefined;
  /** Rows written since: what was loaded of them may be old. */
  readonly stale: Set<string>;
};

export const writeBehind = (
  view: View,
  schema: string,
  q: Sql,
  o: { readonly rows: number; readonly expected: number; readonly measured?: (rows: number, ms: number) => void },
): WriteBehind => {
  const state = viewState(view, false);
  const changes = [...view.on.values()].flat();
  // Rows that are only ever replaced gain nothing from waiting.
  const keep = view.tables.map((_, i) => (changes.some((c) => c.table === i && c.kind === 'row') ? o.rows : 0));
  const stored = view.tables.map((_, i) => (changes.some((c) => c.table === i && c.kind !== 'add') ? bloom(o.expected) : undefined));
  /** Rows whose write is under way, by name. */
  let leaving = new Map<string, Entry>();
  const outstanding = new Set<Prepared>();
  let under: Promise<unknown> = Promise.resolve();
  let failed: Error | undefined;
  let written = 0;

  const run = async (s: Statement | undefined, rows: number): Promise<void> => {
    if (!s) return;
    const began = performance.now();
    await q.query(s.text, s.values, { name: s.name, durable: false });
    o.measured?.(rows, performance.now() - began);
  };
  const loadRows = async (wanted: Wanting): Promise<readonly Loaded[]> => {
    const s = load(view, schema, [...wanted.values()]);
    return (await q.query<Loaded>(s.text, s.values, { name: s.name })).rows;
  };
  /** Rows of the database come into memory, unless something newer is there. */
  const arrive = (wanted: Wanting, rows: readonly Loaded[], stale?: ReadonlySet<string>): void => {
    const found = new Map(rows.map((l) => [loadedName(view, l), l]));
    for (const [name, w] of wanted) {
      if (state.tables[w.table]!.rows.get(w.tenant, w.id) || leaving.has(name) || stale?.has(name)) continue;
      const l = found.get(name);
      remember(state, w.table, w.tenant, w.id, w.key, l && reviveLoaded(view, l), l?.r.last_position ?? '');
    }
  };
  /** What must be loaded; the rest is in memory, new, or on its way out and taken back. */
  const lookFor = (planned: readonly Planned[]): Wanting => {
    const wanted = new Map<string, Wanted>();
    find(state, planned, (table, tenant, id, key) => {
      const name = nameOf(table, tenant, id);
      const back = leaving.get(name);
      if (back) state.tables[table]!.rows.add(back);
      else if (stored[table]!.mayHave(name)) wanted.set(name, { table, tenant, id, key });
      else return remember(state, table, tenant, id, key, undefined, '');
      return back;
    });
    return wanted;
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
      const loading = wanted.size > 0 ? loadRows(wanted) : undefined;
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
      if (again.size > 0) arrive(again, await loadRows(again));
      for (const p of planned) {
        try {
          apply(state, p);
        } catch (e) {
          throw new FoldFailed(
            `${view.name}: ${p.event.type} at ${p.event.meta.position} of ${p.event.meta.key}: ${e instanceof Error ? e.message : String(e)}`,
            { cause: e },
          );
        }
      }
    },
    write: async (all = false) => {
      await under;
      if (failed !== undefined) throw failed;
      const fresh = noChanges(view);
      const changed = noChanges(view);
      const out = new Map<string, Entry>();
      let rows = 0;
      state.tables.forEach((t, i) => {
        const known = stored[i];
        t.rows.evict(all ? 0 : keep[i]!, (entry) => {
          if (entry.row === entry.stored) return;
          const name = nameOf(i, entry.tenant, entry.id);
          const isNew = entry.stored === undefined || (entry.stored === UNKNOWN && !known!.mayHave(name));
          collect(view, isNew ? fresh : changed, i, entry);
          known!.add(name);
          entry.stored = entry.row;
          out.set(name, entry);
          for (const p of outstanding) p.stale.add(name);
          rows++;
        });
        if (all || t.sums.size > o.rows) {
          collectSums(changed[i]!, t.sums.values());
          rows += t.sums.size;
          t.sums.clear();
        }
      });
      leaving = out;
      written += rows;
      under = run(buildWrite(view, schema, fresh, changed), rows).then(
        () => {
          leaving = new Map();
        },
        (e: unknown) => {
          failed = e instanceof Error ? e : new Error(String(e));
        },
      );
    },
    settled: async () => {
      await under;
      if (failed !== undefined) throw failed;
    },
  };
};
