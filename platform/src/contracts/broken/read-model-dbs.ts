import type { ReadModelDb } from '../../ports/sql.ts';
import type { PostgresDatabase } from '../../postgres/database.ts';
import { openReadModelDb } from '../../postgres/read-model-db.ts';

const ROLE = `select set_config('role', 'mia_app', true)`;
const tenantOf = (tenant: string, local: boolean) => [`select set_config('app.tenant', $1, ${local})`, [tenant]] as const;
const uuid = (tenant: string): void => {
  if (!/^[0-9a-f-]{36}$/.test(tenant)) throw new TypeError('a tenant is a uuid');
};
type Make = (db: PostgresDatabase) => ReadModelDb;
/** Runs reads and transactions alike after `before`, in a transaction. */
const after = (db: PostgresDatabase, before: (q: Pick<PostgresDatabase, 'query'>, tenant: string) => Promise<unknown>): ReadModelDb => {
  const tx: ReadModelDb['tx'] = async (as, fn) => {
    if (as !== 'system') uuid(as.tenant);
    return db.tx(async (q) => {
      if (as !== 'system') await before(q, as.tenant);
      return fn(q);
    });
  };
  return { tx, query: (as, text, values, o) => tx(as, async (q) => (await q.query<never>(text, values, o)).rows) };
};

/** Read-model databases with one fault each, and the case that must find it. */
export const brokenReadModelDbs: Readonly<Record<string, { readonly by: string; readonly make: Make }>> = {
  'leaks the rows of other tenants': {
    by: 'shows a tenant its own rows only',
    make: (db) => after(db, async (q, tenant) => q.query(...tenantOf(tenant, true))),
  },
  'remembers the first tenant of a connection': {
    by: 'keeps many tenants apart that read at once over the same connections',
    make: (db) =>
      after(db, async (q, tenant) => {
        await q.query(ROLE);
        await q.query(`select set_config('app.tenant', coalesce(nullif(current_setting('app.tenant', true), ''), $1), false)`, [tenant]);
      }),
  },
  'writes without row-level security': {
    by: 'changes no row of another tenant and makes none',
    make: (db) => ({ ...openReadModelDb(db), tx: (_as, fn) => db.tx(fn) }),
  },
  'leaves the tenant behind': {
    by: 'leaves no role and no tenant behind on a connection',
    make: (db) =>
      after(db, async (q, tenant) => {
        await q.query(ROLE);
        await q.query(...tenantOf(tenant, false));
      }),
  },
  'leaves the role behind': {
    by: 'leaves no role and no tenant behind on a connection',
    make: (db) =>
      after(db, async (q, tenant) => {
        await q.query(`select set_config('role', 'mia_app', false)`);
        await q.query(...tenantOf(tenant, true));
      }),
  },
  'reads as the owner': {
    by: 'runs as a role that is neither an owner nor above row-level security',
    make: (db) => after(db, async (q, tenant) => q.query(...tenantOf(tenant, true))),
  },
  'writes the tenant into the statement': {
    by: 'takes a tenant for a uuid and nothing else',
    make: (db) => {
      const good = openReadModelDb(db);
      const trusting: ReadModelDb['tx'] = (as, fn) =>
        as === 'system'
          ? good.tx(as, fn)
          : db.tx(async (q) => q.query(`select set_config('app.tenant', '${as.tenant.replaceAll("'", "''")}', true)`).then(() => fn(q)));
      return { tx: trusting, query: (as, text, values, o) => trusting(as, async (q) => (await q.query<never>(text, values, o)).rows) };
    },
  },
  'keeps what a failed transaction wrote': {
    by: 'undoes a transaction that fails, and a failed read hurts no other',
    make: (db) => ({ ...openReadModelDb(db), tx: (as, fn) => (as === 'system' ? fn(db) : openReadModelDb(db).tx(as, fn)) }),
  },
  'needs several round trips': {
    by: 'reads in one round trip',
    make: (db) =>
      after(db, async (q, tenant) => {
        await q.query(ROLE);
        await q.query(...tenantOf(tenant, true));
      }),
  },
};
