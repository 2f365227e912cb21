import { channelTable } from '@master-ia/schemas/channels/tables.ts';
import { contactDocTable, contactTable } from '@master-ia/schemas/contacts/tables.ts';
import type { Table } from '@master-ia/schemas/contract.ts';
import { inboxLabelTable, inboxTable, labelTable, messageDocTable, threadTable } from '@master-ia/schemas/conversations/tables.ts';
import { channelDeliveryTable, deliveryProblemTable } from '@master-ia/schemas/ingest/tables.ts';
import { templateTable } from '@master-ia/schemas/templates/tables.ts';
import { accountTable, apiKeyTable, companyTable, memberTable } from '@master-ia/schemas/tenancy/tables.ts';
import { tenantLexeme } from '@master-ia/schemas/search-words.ts';
import type { View } from '@master-ia/platform/kernel/projection.ts';
import type { Database } from '@master-ia/platform/ports/sql.ts';
import { createTables, publish } from '@master-ia/platform/projector/catalog.ts';

const SCHEMA = 'rm_test';
const MINE = "nullif(current_setting('app.tenant', true), '')::uuid";
/** Words of all, in the company's own documents: what the product's functions answer, without their bounds. */
const matching = (table: string, words: string): string =>
  `d.tenant_id = ${MINE} and cardinality(${words}) > 0 and d.doc @@ (select string_agg('''' || w || ''':*', ' & ')::tsquery from unnest(${words}) w) and d.doc @@ ('''#t' || replace((${MINE})::text, '-', '') || '''')::tsquery and '${table}' <> ''`;

/** Every table that the gateway reads, made from its definition as the projections make it, and the two searches. */
const everything: View = {
  name: 'test',
  version: 1,
  order: 'key',
  tables: [
    companyTable,
    accountTable,
    memberTable,
    apiKeyTable,
    channelTable,
    contactTable,
    contactDocTable,
    inboxTable,
    inboxLabelTable,
    labelTable,
    threadTable,
    messageDocTable,
    templateTable,
    channelDeliveryTable,
    deliveryProblemTable,
  ] as View['tables'],
  on: new Map(),
  derived: [],
  notify: {},
  alsoVisible: { account: 'exists (select 1 from $schema.member m where m.user_id = account.user_id and m.tenant_id = $tenant)' },
  functions: [
    {
      signature: 'search_contacts(text[], text, int, text, uuid)',
      create: (
        schema,
      ) => `create function rm.search_contacts(words text[], digits text, most int, after_name text, after_id uuid) returns table (contact_id uuid, sort_name text)
        language sql stable security definer as $f$ select c.contact_id, c.sort_name from ${schema}.contact_doc d join ${schema}.contact c using (tenant_id, contact_id)
        where ${matching('contact', 'words')} order by 2, 1 limit most $f$`,
    },
    {
      signature: 'search_messages(text[], int, timestamptz, uuid)',
      create: (
        schema,
      ) => `create function rm.search_messages(words text[], most int, before_at timestamptz, before_id uuid) returns table (message_id uuid, conversation_id uuid, at timestamptz)
        language sql stable security definer as $f$ select d.message_id, d.conversation_id, d.at from ${schema}.message_doc d
        where ${matching('message', 'words')} order by d.at desc, d.message_id limit most $f$`,
    },
  ],
};

export const openReadModels = (db: Database): Promise<void> =>
  db.tx(async (q) => {
    await q.query('select 1');
    await createTables(q, everything, SCHEMA);
    await publish(q, everything, SCHEMA);
  });

/** A row of a company in a read model. Documents are given as words. */
export const putRow = async <R extends object>(db: Database, tenant: string, t: Table<R>, row: R): Promise<void> => {
  const columns = Object.entries(t.columns) as [keyof R & string, string][];
  const values = columns.map(([name, type]) => {
    const value: unknown = row[name];
    if (type.startsWith('tsvector')) return `${String(value)} ${tenantLexeme(tenant)}`;
    return type.startsWith('json') && value !== null ? JSON.stringify(value) : value;
  });
  const places = columns.map(([, type], i) =>
    type.startsWith('tsvector') ? `array_to_tsvector(string_to_array($${String(i + 3)}, ' '))` : `$${String(i + 3)}`,
  );
  await db.query(
    `insert into ${SCHEMA}.${t.name} (tenant_id, last_position, ${columns.map(([name]) => name).join(', ')}) values ($1, $2, ${places.join(', ')})
     on conflict (tenant_id, ${t.key.join(', ')}) do update set ${columns.map(([name]) => `${name} = excluded.${name}`).join(', ')}`,
    [tenant, '0'.repeat(20), ...values],
  );
};
export const putFact = async (db: Database, tenant: string, fact: string, key: string, value: unknown): Promise<void> => {
  await db.query(
    'insert into work.fact (tenant, fact, key, value) values ($1, $2, $3, $4) on conflict (tenant, fact, key) do update set value = excluded.value',
    [tenant, fact, key, JSON.stringify(value)],
  );
};
