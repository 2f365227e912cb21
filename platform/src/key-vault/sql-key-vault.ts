import type { KeyObject } from 'node:crypto';
import { ERASED, type Erased } from '@master-ia/schemas/contract.ts';
import { hmacHex, newKey, unwrapKey, wrapKey } from '../crypto/sealing.ts';
import { subjectName, type KeyVault } from '../ports/key-vault.ts';
import type { Database } from '../ports/sql.ts';
import { batcher } from './batcher.ts';
import type { CompanyKeyring } from './company-keys.ts';
import { lru } from './lru.ts';
import { aadOf, checkedName, checkedTenant } from './names.ts';

/** Other processes forget a destroyed key when they hear of it; each subject is told as `tenant|subject`. */
const DESTROYED = 'vault_destroyed';
/** Subjects of one statement. */
const BATCH = 500;

const ENSURE = `
  with asked as (select * from unnest($1::uuid[], $2::text[], $3::text[]) as a (tenant, subject, wrapped)),
  made as (
    insert into vault.subject_key (tenant, subject, wrapped) select tenant, subject, wrapped from asked
    on conflict do nothing returning tenant, subject, wrapped)
  select tenant::text, subject, wrapped from made
  union all
  select k.tenant::text, k.subject, k.wrapped from vault.subject_key k join asked using (tenant, subject)`;
const SELECT = `
  select k.tenant::text, k.subject, k.wrapped
  from vault.subject_key k join unnest($1::uuid[], $2::text[]) as a (tenant, subject) using (tenant, subject)`;
const DESTROY = `
  insert into vault.subject_key (tenant, subject, wrapped, destroyed_at) select $1::uuid, s, null, now() from unnest($2::text[]) s
  on conflict (tenant, subject) do update set wrapped = null, destroyed_at = coalesce(vault.subject_key.destroyed_at, now())`;
const ERASE = 'insert into vault.erased_subject (tenant, subject) select $1::uuid, s from unnest($2::text[]) s on conflict do nothing';
const TELL = 'select pg_notify($1, $2 || $$|$$ || s) from unnest($3::text[]) s';

type Asked = { readonly tenant: string; readonly subject: string };
type Found = Asked & { readonly wrapped: string | null };
const idOf = (tenant: string, subject: string): string => `${tenant}|${subject}`;
const distinct = (asked: readonly Asked[]): readonly Asked[] =>
  // In one order everywhere: two processes that make the same keys must not wait for each other in a circle.
  [...new Map(asked.map((a) => [idOf(a.tenant, a.subject), a])).entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, a]) => a);

/** Keys in `vault.subject_key`, opened ones kept in memory (0.8 kB each, at most `maxKeys`). */
export const sqlKeyVault = async (
  db: Database,
  companies: CompanyKeyring,
  maxKeys = 20_000,
): Promise<{ readonly keys: KeyVault; readonly close: () => Promise<void> }> => {
  const opened = lru<KeyObject | Erased>(maxKeys);
  /** Grows whenever a key is destroyed: what was read before must not be remembered after it. */
  let destroyed = 0;

  const openFound = async (rows: readonly Found[], before: number): Promise<ReadonlyMap<string, KeyObject | Erased>> => {
    const keys = new Map<string, KeyObject | Erased>();
    for (const { tenant, subject, wrapped } of rows) {
      const id = idOf(tenant, subject);
      const company = wrapped === null ? undefined : await companies.find(tenant);
      const key = wrapped === null ? ERASED : unwrapKey(company!.wrap, wrapped, aadOf('subject', tenant, subject));
      keys.set(id, key);
      if (key === ERASED || before === destroyed) opened.set(id, key);
    }
    return keys;
  };
  const select = async (asked: readonly Asked[]): Promise<ReadonlyMap<string, KeyObject | Erased>> => {
    const before = destroyed;
    const all = distinct(asked);
    const { rows } = await db.query<Found>(SELECT, [all.map((a) => a.tenant), all.map((a) => a.subject)], { name: 'vault_select' });
    return openFound(rows, before);
  };
  const make = async (asked: readonly Asked[]): Promise<readonly undefined[]> => {
    const before = destroyed;
    const all = distinct(asked);
    const tenants = [...new Set(all.map((a) => a.tenant))];
    const wraps = new Map(await Promise.all(tenants.map(async (t) => [t, (await companies.ensure(t)).wrap] as const)));
    const wrapped = all.map((a) => wrapKey(wraps.get(a.tenant)!, newKey(), aadOf('subject', a.tenant, a.subject)));
    const { rows } = await db.query<Found>(ENSURE, [all.map((a) => a.tenant), all.map((a) => a.subject), wrapped], {
      name: 'vault_ensure',
    });
    const found = await openFound(rows, before);
    // Made by another process since this statement began: not in its snapshot, but there.
    const missed = all.filter((a) => !found.has(idOf(a.tenant, a.subject)));
    if (missed.length > 0 && (await select(missed)).size < missed.length) throw new Error('keys were neither made nor found');
    return asked.map(() => undefined);
  };
  const makeOne = batcher<Asked, undefined>({ max: BATCH, run: make });
  const selectOne = batcher<Asked, KeyObject | Erased | undefined>({
    max: BATCH,
    run: async (asked) => {
      const found = await select(asked);
      return asked.map((a) => found.get(idOf(a.tenant, a.subject)));
    },
  });

  const noteDestroyed = async (): Promise<void> => {
    try {
      const { rows } = await db.query<Asked>('select tenant::text, subject from vault.subject_key where wrapped is null');
      for (const { tenant, subject } of rows) if (opened.get(idOf(tenant, subject))) opened.set(idOf(tenant, subject), ERASED);
    } catch {
      opened.clear();
    }
  };
  const stopListening = await db.listen(DESTROYED, (id) => {
    destroyed++;
    // Empty: the connection was away, anything may have been destroyed meanwhile.
    if (id === '') void noteDestroyed();
    // Never forgotten: whoever saw the key a moment ago finds ERASED, not nothing.
    else opened.set(id, ERASED);
  });

  const keys: KeyVault = {
    ensure: async (tenant, subjects) => {
      checkedTenant(tenant);
      await Promise.all(
        subjects.map(async (s) => {
          const subject = checkedName(subjectName(s));
          if (opened.get(idOf(tenant, subject)) === undefined) await makeOne({ tenant, subject });
        }),
      );
    },
    keys: async (tenant, subjects) => {
      checkedTenant(tenant);
      const found = await Promise.all(
        subjects.map(async (s): Promise<[string, KeyObject | Erased]> => {
          const subject = checkedName(subjectName(s));
          // One that was never made is not remembered: it may be made any moment.
          return [subject, opened.get(idOf(tenant, subject)) ?? (await selectOne({ tenant, subject })) ?? ERASED];
        }),
      );
      return new Map(found);
    },
    cached: (tenant, subject) => opened.get(idOf(tenant, subject)),
    destroy: async (tenant, subjects) => {
      checkedTenant(tenant);
      const names = [...new Set(subjects.map((s) => checkedName(subjectName(s))))].sort();
      if (names.length === 0) return;
      await db.tx(async (q) => {
        await q.query(ERASE, [tenant, names]);
        await q.query(DESTROY, [tenant, names]);
        await q.query(TELL, [DESTROYED, tenant, names]);
      });
      destroyed++;
      for (const name of names) opened.set(idOf(tenant, name), ERASED);
    },
    hmac: async (tenant, text) => hmacHex((await companies.ensure(checkedTenant(tenant))).hmac, text),
  };
  return { keys, close: stopListening };
};
