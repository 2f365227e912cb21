import type { Raw } from '../ports/event-store.ts';
import type { Sql } from '../ports/sql.ts';
import { columns, toRaw, type EventRow } from './rows.ts';

/** Part of a stream: from a revision on, at most `max` events (null: all). */
export type Slice = { readonly stream: string; readonly from: number; readonly max: number | null };
type Waiting = {
  readonly slices: readonly Slice[];
  readonly resolve: (events: readonly (readonly Raw[])[]) => void;
  readonly reject: (e: unknown) => void;
};

const FORWARDS = `
  select r.i, ${columns('e')}
  from unnest($1::text[], $2::int[], $3::int[]) with ordinality r (stream, revision, max, i)
  cross join lateral (select * from log.event l where l.stream = r.stream and l.revision >= r.revision order by l.revision limit r.max) e
  order by r.i, e.revision`;
/** Streams per statement, and statements at a time: what comes meanwhile shares the next one. */
const MAX_SLICES = 200;
const MAX_BUSY = 2;

/** Reads of the same turn of the event loop share one round trip. */
export const streamLoader = (db: Sql): ((slices: readonly Slice[]) => Promise<readonly (readonly Raw[])[]>) => {
  let queue: Waiting[] = [];
  let scheduled = false;
  let busy = 0;

  const load = async (batch: readonly Waiting[]): Promise<void> => {
    const slices = batch.flatMap((w) => w.slices);
    try {
      const values = [slices.map((s) => s.stream), slices.map((s) => s.from), slices.map((s) => s.max)];
      const { rows } = await db.query<EventRow & { i: string }>(FORWARDS, values, { name: 'log_read' });
      const found: Raw[][] = slices.map(() => []);
      for (const row of rows) found[Number(row.i) - 1]!.push(toRaw(row));
      let at = 0;
      for (const w of batch) w.resolve(found.slice(at, (at += w.slices.length)));
    } catch (e) {
      for (const w of batch) w.reject(e);
    }
  };
  const work = (): void => {
    scheduled = false;
    while (queue.length > 0 && busy < MAX_BUSY) {
      let n = 0;
      let size = 0;
      while (n < queue.length && (n === 0 || size + queue[n]!.slices.length <= MAX_SLICES)) size += queue[n++]!.slices.length;
      const batch = queue.slice(0, n);
      queue = queue.slice(n);
      busy++;
      void load(batch).finally(() => {
        busy--;
        if (queue.length > 0) work();
      });
    }
  };
  return (slices) =>
    slices.length === 0
      ? Promise.resolve([])
      : new Promise((resolve, reject) => {
          queue.push({ slices, resolve, reject });
          if (!scheduled && busy < MAX_BUSY) {
            scheduled = true;
            setImmediate(work);
          }
        });
};
