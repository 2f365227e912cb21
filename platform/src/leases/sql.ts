import type { Leases } from '../ports/leases.ts';
import type { Database, Sql } from '../ports/sql.ts';
import { keepLease } from './keep.ts';

const ACQUIRE = `
  insert into work.lease as l (name, epoch, until) values ($1, 1, clock_timestamp() + $2 * interval '1 millisecond')
  on conflict (name) do update set epoch = l.epoch + 1, until = excluded.until where l.until <= clock_timestamp()
  returning epoch`;
const RENEW = `update work.lease set until = clock_timestamp() + $3 * interval '1 millisecond' where name = $1 and epoch = $2 and until > clock_timestamp()`;
const RELEASE = `update work.lease set until = '-infinity' where name = $1 and epoch = $2`;

/** Leases as rows of work.lease, by the database's clock. Taking one is durable, or a crash could give an epoch twice; renewing it is not. */
export const sqlLeases = (o: { readonly db: Database }): Leases => ({
  async acquire(name, ttlMs) {
    const askedAt = performance.now();
    const { rows } = await o.db.query<{ epoch: string }>(ACQUIRE, [name, ttlMs], { name: 'lease_acquire' });
    const epoch = Number(rows[0]?.epoch ?? 0);
    if (epoch === 0) return null;
    return keepLease({
      epoch,
      ttlMs,
      askedAt,
      renew: async () => (await o.db.query(RENEW, [name, epoch, ttlMs], { name: 'lease_renew', durable: false })).rowCount === 1,
      release: async () => {
        await o.db.query(RELEASE, [name, epoch], { name: 'lease_release', durable: false });
      },
    });
  },
});

/** Inside a transaction: whether the holder of this epoch still is the last one who took the lease; nobody can take it before the transaction ends. */
export const holdsLease = async (q: Sql, name: string, epoch: number): Promise<boolean> =>
  (await q.query('select 1 from work.lease where name = $1 and epoch = $2 for share', [name, epoch], { name: 'lease_holds' })).rowCount ===
  1;
