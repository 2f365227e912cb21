import { ERASED } from '@master-ia/schemas/contract.ts';
import { openBytes, sealBytes } from '../crypto/sealing.ts';
import { SubjectErased } from '../crypto/event-codec.ts';
import { subjectName, type KeyVault } from '../ports/key-vault.ts';
import type { RawDeliveries } from '../ports/raw-deliveries.ts';
import type { Database } from '../ports/sql.ts';
import { isUuid } from '../runtime/ids.ts';
import { batcher } from './batcher.ts';
import { InvalidName, aadOf, checkedName, checkedTenant, rawSubject } from './names.ts';

const PUT = `
  insert into vault.raw_delivery (id, tenant, channel, at, subject, body)
  select id, tenant, channel, at, subject, decode(body, 'base64')
  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::text[], $6::text[]) as d (id, tenant, channel, at, subject, body)
  on conflict do nothing`;
const PURGE = 'delete from vault.raw_delivery where id in (select id from vault.raw_delivery where at < $1 order by at limit 500)';
const FORGET = `
  update vault.subject_key set wrapped = null, destroyed_at = now()
  where subject like 'raw:%' and right(subject, 7) < to_char($1::timestamptz at time zone 'UTC', 'YYYY-MM') and wrapped is not null`;

type Sealed = {
  readonly id: string;
  readonly tenant: string;
  readonly channel: string;
  readonly at: Date;
  readonly subject: string;
  readonly body: string;
};
const aad = (tenant: string, id: string): string => aadOf('raw', tenant, id);

/** Sealed bytes in `vault.raw_delivery`. */
export const sqlRawDeliveries = (db: Database, keys: KeyVault): RawDeliveries => {
  const putOne = batcher<Sealed, undefined>({
    max: 200,
    weight: (d) => d.body.length,
    maxWeight: 4_000_000,
    run: async (batch) => {
      // In one order everywhere: two batches with the same deliveries must not wait for each other in a circle.
      const all = [...batch].sort((a, b) => (a.id < b.id ? -1 : 1));
      const column = <K extends keyof Sealed>(name: K): readonly Sealed[K][] => all.map((d) => d[name]);
      await db.query(PUT, [column('id'), column('tenant'), column('channel'), column('at'), column('subject'), column('body')], {
        name: 'vault_raw_put',
      });
      return batch.map(() => undefined);
    },
  });
  return {
    put: async ({ id, tenant, channelId, at, body }) => {
      checkedTenant(tenant);
      if (!isUuid(id)) throw new InvalidName('a delivery is named by a uuid in lower case');
      const subject = rawSubject(checkedName(channelId), at);
      const name = subjectName(subject);
      let key = keys.cached(tenant, name);
      if (key === undefined) {
        await keys.ensure(tenant, [subject]);
        key = (await keys.keys(tenant, [subject])).get(name)!;
      }
      if (key === ERASED) throw new SubjectErased(name);
      await putOne({ id, tenant, channel: channelId, at, subject: name, body: sealBytes(key, body, aad(tenant, id)).toString('base64') });
    },
    get: async (tenant, id) => {
      if (!isUuid(id)) return null;
      const { rows } = await db.query<{ subject: string; body: Buffer }>(
        'select subject, body from vault.raw_delivery where id = $2 and tenant = $1',
        [checkedTenant(tenant), id],
        {
          name: 'vault_raw_get',
        },
      );
      const row = rows[0];
      if (!row) return null;
      const key = (await keys.keys(tenant, [{ kind: 'raw', id: row.subject.slice('raw:'.length) }])).get(row.subject);
      return key === undefined || key === ERASED ? null : openBytes(key, row.body, aad(tenant, id));
    },
    purge: async (before) => {
      let dropped = 0;
      // In slices: one long statement would hold everything else up on the embedded database.
      for (;;) {
        const { rowCount } = await db.query(PURGE, [before]);
        dropped += rowCount;
        if (rowCount === 0) break;
      }
      await db.query(FORGET, [before]);
      return dropped;
    },
  };
};
