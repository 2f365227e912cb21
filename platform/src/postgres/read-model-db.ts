import type { ReadModelDb } from '../ports/sql.ts';
import type { PostgresDatabase } from './database.ts';
import type { Prefix } from './prefixed-query.ts';
import { APP_ROLE } from './row-level-security.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Both settings end with the transaction: a pooled connection is never left under a tenant. */
const under = (tenant: string): Prefix => {
  if (!UUID.test(tenant)) throw new TypeError('a tenant is a uuid');
  return {
    name: 'mia_tenant',
    text: `select set_config('role', '${APP_ROLE}', true), set_config('app.tenant', $1, true)`,
    values: [tenant],
  };
};

/** Read models over a pool. Tables are opened to tenants by `tenantPolicy`; their commits need no sync, as they are made again from the log. */
export const openReadModelDb = (db: PostgresDatabase): ReadModelDb => ({
  tx: async (as, fn) => db.tx(fn, { durable: false, ...(as === 'system' ? {} : { prefix: [under(as.tenant)] }) }),
  query: async <R>(as: { readonly tenant: string }, text: string, values?: readonly unknown[], o?: { readonly name?: string }) =>
    (await db.query<R>(text, values, { ...o, prefix: [under(as.tenant)] })).rows,
});
