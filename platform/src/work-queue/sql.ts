import type { Clock } from '../ports/clock.ts';
import type { Database } from '../ports/sql.ts';
import type { Claimed, WorkItem, WorkQueue } from '../ports/work-queue.ts';
import { bell } from '../runtime/bell.ts';
import { batcher } from './batcher.ts';

/** Channel of NOTIFY; the payload is the effect that may have something due. */
const CHANNEL = 'work_queue';
/** Items per statement: more would hold the one session of the embedded database for longer than 20 ms. */
const BATCH = 500;

type ClaimRow = {
  readonly id: string | null;
  readonly tenant: string;
  readonly stream: string;
  readonly lane: string;
  readonly ord: string;
  readonly priority: number;
  readonly due: Date | null;
  readonly attempts: number;
  readonly epoch: string;
};
type Held = { readonly id: string; readonly epoch: number };

/**
 * The queue in schema `work`. Due times and leases go by the given clock. Concurrent `enqueue` and `done` calls share statements. Tables and functions: migration 0002.
 */
export const openSqlWorkQueue = async (o: { readonly db: Database; readonly clock: Clock }): Promise<WorkQueue> => {
  const { db, clock } = o;
  const rung = bell();
  await db.listen(CHANNEL, (effect) => {
    rung.ring(effect === '' ? undefined : effect);
  });
  /** What the last claim of an effect left: when more may be due, and how often the bell had rung before it looked. */
  const left = new Map<string, { readonly since: number; readonly next: Date | null }>();

  const call = async (name: string, text: string, values: readonly unknown[]): Promise<void> => {
    await db.query(text, values, { name, durable: false });
  };
  const enqueue = batcher<WorkItem>(
    (items) =>
      call(
        'queue_add',
        'select work.queue_add($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::int[], $8::timestamptz[], $9::timestamptz)',
        [
          items.map((i) => i.id),
          items.map((i) => i.effect),
          items.map((i) => i.tenant),
          items.map((i) => i.stream),
          items.map((i) => i.lane),
          items.map((i) => i.order),
          items.map((i) => i.priority),
          items.map((i) => i.due.toISOString()),
          clock.now(),
        ],
      ),
    BATCH,
  );
  const done = batcher<Held>(
    (items) => call('queue_done', 'select work.queue_done($1::uuid[], $2::bigint[])', [items.map((i) => i.id), items.map((i) => i.epoch)]),
    BATCH,
  );
  const putBack = (item: Held, due: Date | null, hold: string | null): Promise<void> =>
    call('queue_put_back', 'select work.queue_put_back($1, $2, $3, $4)', [item.id, item.epoch, due, hold]);

  return {
    enqueue,
    done,
    later: (item, due) => putBack(item, due, null),
    hold: (item, hold) => putBack(item, null, hold),
    async claim(effect, max, leaseMs) {
      const since = rung.count(effect);
      const now = clock.now();
      const { rows } = await db.query<ClaimRow>(
        'select * from work.queue_claim($1, $2, $3, $4)',
        [effect, max, now, new Date(now.getTime() + leaseMs)],
        { name: 'queue_claim', durable: false },
      );
      const claimed: Claimed[] = [];
      for (const r of rows) {
        if (r.id === null) left.set(effect, { since, next: r.due });
        else {
          const { id, tenant, stream, lane, priority, attempts } = r;
          claimed.push({ id, effect, tenant, stream, lane, order: r.ord, priority, due: r.due!, attempts, epoch: Number(r.epoch) });
        }
      }
      return claimed;
    },
    async wait(effect, ms, signal) {
      const last = left.get(effect);
      // Nobody has looked yet: something may be due.
      if (last === undefined) return;
      const until = last.next === null ? ms : last.next.getTime() - clock.now().getTime();
      await rung.wait(effect, last.since, Math.min(ms, until), signal);
    },
    async release(hold) {
      const { rows } = await db.query<{ n: number }>('select count(*)::int as n from work.queue_item where hold = $1', [hold]);
      // Not more than were there: an item that is held again meanwhile waits for the next release.
      let waiting = rows[0]?.n ?? 0;
      let released = 0;
      while (waiting > 0) {
        const part = await db.query<{ n: number }>(
          'select work.queue_release($1, $2, $3) as n',
          [hold, Math.min(waiting, BATCH), clock.now()],
          {
            name: 'queue_release',
            durable: false,
          },
        );
        const n = part.rows[0]?.n ?? 0;
        released += n;
        waiting = n === 0 ? 0 : waiting - n;
      }
      return released;
    },
    async depth() {
      const { rows } = await db.query<{ effect: string; waiting: number; held: number }>(
        `select effect, count(*) filter (where hold is null)::int as waiting, count(hold)::int as held from work.queue_item group by effect order by effect`,
      );
      return rows;
    },
    async perTenant() {
      const { rows } = await db.query<{ tenant: string; waiting: number; held: number }>(
        `select tenant::text, count(*) filter (where hold is null)::int as waiting, count(hold)::int as held from work.queue_item group by tenant`,
        [],
        { name: 'queue_per_tenant' },
      );
      return new Map(rows.map(({ tenant, ...counts }) => [tenant, counts]));
    },
  };
};
