import type { Position } from '@master-ia/schemas/contract.ts';
import type { Raw } from '../ports/event-store.ts';
import type { Feed } from '../ports/feed.ts';
import type { Log } from '../ports/log.ts';
import type { Database } from '../ports/sql.ts';
import type { EventOpener } from './events.ts';
import { ignored, type AnyFactKeeper, type FactChange } from './reaction.ts';

const GROUP = 'facts';

/** Keeps the facts of all domains: one statement a batch writes rows and checkpoint, guarded by compare-and-set, so that a second keeper writes nothing. */
export const factRunner = (
  keepers: readonly AnyFactKeeper[],
  ports: { readonly feed: Feed; readonly db: Database; readonly opener: EventOpener; readonly log: Log; moved(position: Position): void },
) => {
  const handlers = new Map<string, ((e: never) => readonly FactChange[]) | typeof ignored>();
  for (const k of keepers) for (const [type, on] of Object.entries(k.on)) handlers.set(type, on);
  const { db } = ports;
  const checkpoint = async (partition: string): Promise<string> => {
    const { rows } = await db.query<{ cursor: string }>('select cursor from work.checkpoint where name = $1 and partition = $2', [
      GROUP,
      partition,
    ]);
    const cursor = rows[0]?.cursor ?? 'start';
    if (cursor !== 'start') ports.moved(cursor as Position);
    return cursor;
  };
  /** Where this keeper's own writing has come to, per partition. */
  const last = new Map<string, string>();
  const on = async (partition: string, batch: readonly Raw[], cursor: string): Promise<'done' | { seek: string }> => {
    const before = last.get(partition) ?? (await checkpoint(partition));
    const changes: { readonly tenant: string; readonly c: FactChange }[] = [];
    for (const raw of batch) {
      const handler = handlers.get(raw.type);
      if (handler === undefined || handler === ignored) continue;
      try {
        for (const c of handler(ports.opener.closed(raw) as never)) changes.push({ tenant: raw.tenant, c });
      } catch (error) {
        // One unreadable event must not stop every decision of the installation.
        ports.log.error({ error, event: raw.type, position: raw.position }, 'an event could not be folded into facts');
      }
    }
    const rows = new Map<string, { readonly tenant: string; readonly fact: string; readonly key: string; value: unknown }>();
    const at = (tenant: string, c: FactChange) => `${tenant} ${c.fact} ${c.key}`;
    for (const { tenant, c } of changes) rows.set(at(tenant, c), { tenant, fact: c.fact, key: c.key, value: undefined });
    const touched = [...rows.values()];
    if (touched.length > 0) {
      const found = await db.query<{ tenant: string; fact: string; key: string; value: unknown }>(
        'select f.tenant, f.fact, f.key, f.value from unnest($1::uuid[], $2::text[], $3::text[]) u(tenant, fact, key) join work.fact f using (tenant, fact, key)',
        [touched.map((r) => r.tenant), touched.map((r) => r.fact), touched.map((r) => r.key)],
        { name: 'facts_old' },
      );
      for (const r of found.rows) {
        const row = rows.get(`${r.tenant} ${r.fact} ${r.key}`);
        if (row) row.value = r.value;
      }
      for (const { tenant, c } of changes) {
        const row = rows.get(at(tenant, c));
        if (row) row.value = c.change(row.value);
      }
    }
    const kept = touched.filter((r) => r.value !== undefined);
    const gone = touched.filter((r) => r.value === undefined);
    const { rows: written } = await db.query<{ n: string }>(
      `with cp as (
         insert into work.checkpoint (name, partition, cursor) select '${GROUP}', $1, $2 where $3 = 'start'
         on conflict (name, partition) do nothing returning 1
       ), moved as (
         update work.checkpoint set cursor = $2 where name = '${GROUP}' and partition = $1 and cursor = $3 returning 1
       ), ok as (select 1 from cp union all select 1 from moved),
       up as (
         insert into work.fact (tenant, fact, key, value)
         select t, f, k, v::json from unnest($4::uuid[], $5::text[], $6::text[], $7::text[]) u(t, f, k, v) where exists (select 1 from ok)
         on conflict (tenant, fact, key) do update set value = excluded.value
       ), del as (
         delete from work.fact x using unnest($8::uuid[], $9::text[], $10::text[]) u(t, f, k)
         where x.tenant = u.t and x.fact = u.f and x.key = u.k and exists (select 1 from ok)
       )
       select count(*) as n from ok`,
      [
        partition,
        cursor,
        before,
        kept.map((r) => r.tenant),
        kept.map((r) => r.fact),
        kept.map((r) => r.key),
        kept.map((r) => JSON.stringify(r.value)),
        gone.map((r) => r.tenant),
        gone.map((r) => r.fact),
        gone.map((r) => r.key),
      ],
      { name: 'facts_write', durable: false },
    );
    if (Number(written[0]?.n) === 0) {
      const now = await checkpoint(partition);
      last.set(partition, now);
      return { seek: now };
    }
    last.set(partition, cursor);
    ports.moved(cursor as Position);
    return 'done';
  };
  return {
    run: (domains: readonly string[], signal: AbortSignal): Promise<void> =>
      ports.feed.run(GROUP, domains, { start: checkpoint, on, max: 1000 }, signal),
  };
};
