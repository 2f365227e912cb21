import type { Position } from '@master-ia/schemas/contract.ts';
import type { FactStore } from '../ports/facts.ts';
import type { Database } from '../ports/sql.ts';

type Wanted = { readonly tenant: string; readonly fact: string; readonly key: string; done(v: unknown): void; failed(e: unknown): void };

/** Facts in `work.fact`. Reads of one turn of the event loop share a round trip. `moved` is called by whoever keeps the facts. */
export const sqlFactStore = (db: Database): FactStore & { moved(position: Position): void } => {
  let position = '' as Position;
  let waiting: { readonly position: Position; go(): void }[] = [];
  let wanted: Wanted[] = [];
  const flush = async (): Promise<void> => {
    const asked = wanted;
    wanted = [];
    try {
      const { rows } = await db.query<{ i: number; value: unknown }>(
        'select u.i::int, f.value from unnest($1::uuid[], $2::text[], $3::text[]) with ordinality u(tenant, fact, key, i) join work.fact f on f.tenant = u.tenant and f.fact = u.fact and f.key = u.key',
        [asked.map((w) => w.tenant), asked.map((w) => w.fact), asked.map((w) => w.key)],
        { name: 'facts_read' },
      );
      const found = new Map(rows.map((r) => [r.i, r.value]));
      asked.forEach((w, i) => w.done(found.get(i + 1)));
    } catch (error) {
      for (const w of asked) w.failed(error);
    }
  };
  return {
    one: <T>(tenant: string, fact: string, key: string) =>
      new Promise<T | undefined>((done, failed) => {
        if (wanted.length === 0) setImmediate(() => void flush());
        wanted.push({ tenant, fact, key, done: done, failed });
      }),
    position: () => Promise.resolve(position),
    reached: (wish, ms) => {
      if (position >= wish) return Promise.resolve(true);
      return new Promise((answer) => {
        const timer = setTimeout(() => {
          waiting = waiting.filter((w) => w !== me);
          answer(false);
        }, ms);
        const me = {
          position: wish,
          go: () => {
            clearTimeout(timer);
            answer(true);
          },
        };
        waiting.push(me);
      });
    },
    moved: (to) => {
      position = to;
      const ready = waiting.filter((w) => w.position <= to);
      if (ready.length === 0) return;
      waiting = waiting.filter((w) => w.position > to);
      for (const w of ready) w.go();
    },
  };
};
