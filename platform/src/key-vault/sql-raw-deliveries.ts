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
// Row by row, whatever the planner thinks of the sizes: the deliveries of a batch are a few of very many.
const TELL_OF = `
  insert into vault.raw_delivery_contact (tenant, contact, delivery)
  select u.tenant, u.contact, d.id from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as u (tenant, contact, delivery)
  cross join lateral (select id from vault.raw_delivery r where r.id = u.delivery and r.tenant = u.tenant limit 1) d
  on conflict do nothing`;
const OF_CONTACT = `
  select d.id::text from vault.raw_delivery_contact c join vault.raw_delivery d on d.id = c.delivery
  where c.tenant = $1 and c.contact = $2 order by d.at, d.id limit $3`;
const DELETE_OF_CONTACT = `
  delete from vault.raw_delivery where id in (select delivery from vault.raw_delivery_contact where tenant = $1 and contact = $2 limit 500)`;
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
/** In slices: one long statement would hold everything else up on the embedded database. */
const inSlices = async (db: Database, text: string, values: readonly unknown[]): Promise<number> => {
  for (let all = 0; ;) {
    const { rowCount } = await db.query(text, values);
    all += rowCount;
    if (rowCount === 0) return all;
  }
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
    tellOf: async (of) => {
      const known = of.filter((d) => isUuid(d.id) && isUuid(d.contactId)).sort((a, b) => (a.id < b.id ? -1 : 1));
      if (known.length === 0) return;
      // Said again from the log when it is lost.
      await db.query(TELL_OF, [known.map((d) => checkedTenant(d.tenant)), known.map((d) => d.contactId), known.map((d) => d.id)], {
        name: 'vault_raw_tell_of',
        durable: false,
      });
    },
    ofContact: async (tenant, contactId, max) => {
      if (!isUuid(contactId)) return [];
      const { rows } = await db.query<{ id: string }>(OF_CONTACT, [checkedTenant(tenant), contactId, max]);
      return rows.map((r) => r.id);
    },
    deleteOfContact: async (tenant, contactId) =>
      isUuid(contactId) ? inSlices(db, DELETE_OF_CONTACT, [checkedTenant(tenant), contactId]) : 0,
    purge: async (before) => {
      const dropped = await inSlices(db, PURGE, [before]);
      await db.query(FORGET, [before]);
      return dropped;
    },
  };
};
