import type { Clock } from '../ports/clock.ts';
import type { Database } from '../ports/sql.ts';
import type { Timer, Timers } from '../ports/timers.ts';
import { bell } from '../runtime/bell.ts';

/** Channel of NOTIFY: some timer was set. */
const CHANNEL = 'work_timer';
/** Timers per statement: more would hold the one session of the embedded database for longer than 20 ms. */
const BATCH = 500;

// No statement is named: a prepared one keeps the plan that it got when the table was empty.
type Row = {
  readonly id: string;
  readonly name: string;
  readonly tenant: string;
  readonly due: Date;
  readonly data: unknown;
  readonly epoch: string;
};

const SET = `
  with moved as (
    insert into work.timer (id, name, tenant, due, data, ready)
    select id, name, tenant, due, data::json, due from unnest($1::text[], $2::text[], $3::uuid[], $4::timestamptz[], $5::text[]) t(id, name, tenant, due, data)
    order by id
    on conflict (id) do update set name = excluded.name, tenant = excluded.tenant, due = excluded.due, data = excluded.data, ready = excluded.ready, epoch = 0
    returning 1
  )
  select pg_notify('${CHANNEL}', '') from (select count(*) from moved) m`;
const CANCEL = `
  delete from work.timer where id in (select id from work.timer where id = any($1::text[]) order by id for update)`;
const DUE = `
  with picked as (select id from work.timer where ready <= $1 order by ready, id limit $2 for update skip locked)
  update work.timer t set ready = $3, epoch = nextval('work.claim_epoch') from picked where t.id = picked.id
  returning t.id, t.name, t.tenant, t.due, t.data, t.epoch`;
const DONE = `
  delete from work.timer t using unnest($1::text[], $2::bigint[]) d(id, epoch) where t.id = d.id and t.epoch = d.epoch`;

const parts = function* <T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += BATCH) yield items.slice(at, at + BATCH);
};

/** Timers in schema `work`. Due times and leases go by the given clock. */
export const openSqlTimers = async (o: { readonly db: Database; readonly clock: Clock }): Promise<Timers> => {
  const { db, clock } = o;
  const rung = bell();
  await db.listen(CHANNEL, () => {
    rung.ring();
  });
  /** The epochs of the timers that were given here, until they are done or their lease has ended. */
  const given = new Map<string, { readonly epoch: string; readonly until: number }>();
  let last: { readonly since: number; readonly next: Date | null } | undefined;

  const nextDue = async (): Promise<Date | null> => {
    const { rows } = await db.query<{ next: Date | null }>('select min(ready) as next from work.timer');
    return rows[0]?.next ?? null;
  };
  return {
    nextDue,
    async set(timers) {
      const unique = [...new Map(timers.map((t): [string, Timer] => [t.id, t])).values()];
      for (const part of parts(unique))
        await db.query(
          SET,
          [
            part.map((t) => t.id),
            part.map((t) => t.name),
            part.map((t) => t.tenant),
            part.map((t) => t.due.toISOString()),
            part.map((t) => JSON.stringify(t.data ?? null)),
          ],
          { durable: false },
        );
    },
    async cancel(ids) {
      for (const part of parts(ids)) await db.query(CANCEL, [part], { durable: false });
    },
    async due(max, leaseMs) {
      const since = rung.count('');
      const now = clock.now();
      const until = now.getTime() + leaseMs;
      for (const [id, g] of given) if (g.until <= now.getTime()) given.delete(id);
      const { rows } = await db.query<Row>(DUE, [now, max, new Date(until)], { durable: false });
      for (const r of rows) given.set(r.id, { epoch: r.epoch, until });
      last = { since, next: rows.length < max ? await nextDue() : now };
      return rows
        .map(({ id, name, tenant, due, data }): Timer => ({ id, name, tenant, due, data }))
        .sort((a, b) => a.due.getTime() - b.due.getTime() || (a.id < b.id ? -1 : 1));
    },
    async done(ids) {
      const mine = ids.flatMap((id) => {
        const g = given.get(id);
        return g === undefined ? [] : [{ id, epoch: g.epoch }];
      });
      for (const part of parts(mine)) {
        await db.query(DONE, [part.map((m) => m.id), part.map((m) => m.epoch)], { durable: false });
        for (const m of part) given.delete(m.id);
      }
    },
    async wait(ms, signal) {
      if (last === undefined) return;
      await rung.wait('', last.since, Math.min(ms, last.next === null ? ms : last.next.getTime() - clock.now().getTime()), signal);
    },
  };
};
