import type { View } from '../kernel/projection.ts';
import type { Database, Sql } from '../ports/sql.ts';
import { dropVersion, publish, versions, type Version } from './catalog.ts';

/** How long the live version stands still at most while the last events are folded; a switch that dies lets go by itself. */
const HOLD = '2 seconds';
/** A reader that holds the old views open does not hold up everybody behind it: the switch steps back and tries again. */
const LOCK_TIMEOUT = '200ms';

export type Held = { readonly position: string; readonly cursor: string; readonly partition: string };

/** Nobody folds into the live version from here on, for a moment; where it stands. Empty: it has folded nothing yet. */
export const hold = async (db: Database, live: Version): Promise<readonly Held[]> =>
  (
    await db.query<Held>(
      `update work.view_progress set held_until = clock_timestamp() + interval '${HOLD}' where view = $1 and version = $2 returning partition, position, cursor`,
      [live.view, live.version],
    )
  ).rows;
export const letGo = async (q: Sql, live: Version): Promise<void> => {
  await q.query(`update work.view_progress set held_until = null where view = $1 and version = $2 and held_until <> 'infinity'`, [
    live.view,
    live.version,
  ]);
};

/**
 * Makes a built version the live one, in one transaction, if the hold on the live one still stands: progress is taken over (`position`: up to where the new one was folded, never less than the
 * live one; the feed goes on from the live one's cursors), readers' views are pointed to it. false: the hold is over, try again. Older versions go, but for the one that was live.
 */
export const switchTo = async (
  db: Database,
  view: View,
  next: Version,
  live: Version,
  held: readonly Held[],
  position: string,
  o: { readonly keepOld: boolean; readonly partition: string },
): Promise<boolean> =>
  db.tx(async (q) => {
    await q.query(`select set_config('lock_timeout', '${LOCK_TIMEOUT}', true)`);
    const still = await q.query<Held>(
      `select partition, position, cursor from work.view_progress where view = $1 and version = $2 and held_until > clock_timestamp() and held_until <> 'infinity' for update`,
      [live.view, live.version],
    );
    const same = (h: Held): boolean =>
      still.rows.some((s) => s.partition === h.partition && s.position === h.position && s.cursor === h.cursor);
    if (still.rows.length !== held.length || !held.every(same)) return false;
    const places = held.length > 0 ? held : [{ partition: o.partition, cursor: 'start' }];
    for (const p of places) {
      await q.query('insert into work.view_progress (view, version, partition, position, cursor) values ($1, $2, $3, $4, $5)', [
        next.view,
        next.version,
        p.partition,
        position,
        p.cursor,
      ]);
    }
    await q.query(`update work.view_progress set held_until = 'infinity' where view = $1 and version = $2`, [live.view, live.version]);
    await q.query(`update work.view set state = 'retired' where name = $1 and version = $2`, [live.view, live.version]);
    await q.query(`update work.view set state = 'live', live_at = now() where name = $1 and version = $2`, [next.view, next.version]);
    await publish(q, view, next.schema);
    if (!o.keepOld)
      for (const v of await versions(q, view.name)) if (v.state === 'retired' && v.version !== live.version) await dropVersion(q, v);
    return true;
  });
