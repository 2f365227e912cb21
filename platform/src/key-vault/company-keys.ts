import type { KeyObject } from 'node:crypto';
import { newKey, open, seal, SealBroken, unwrapKey, wrapKey } from '../crypto/sealing.ts';
import type { Database } from '../ports/sql.ts';
import { lru } from './lru.ts';
import { aadOf } from './names.ts';

/** The master key is not the one that this database's keys are sealed under. */
export class WrongMasterKey extends Error {
  override readonly name = 'WrongMasterKey';
}
export type CompanyKeys = { readonly wrap: KeyObject; readonly hmac: KeyObject };

const CHECK = 'master key';
/** Seals a text in a new database, opens it in a known one. Throws {@link WrongMasterKey}. */
export const checkMasterKey = async (db: Database, master: KeyObject): Promise<void> => {
  await db.query('insert into vault.master_check (box) values ($1) on conflict do nothing', [seal(master, CHECK, aadOf('master_check'))]);
  const { rows } = await db.query<{ box: string }>('select box from vault.master_check');
  try {
    open(master, rows[0]!.box, aadOf('master_check'));
  } catch (cause) {
    if (!(cause instanceof SealBroken)) throw cause;
    throw new WrongMasterKey('MASTER_KEY is not the key that this installation was made with: nothing could be read with it', { cause });
  }
};

type Stored = { readonly wrapped: string; readonly hmac: string };
/** The keys of companies, opened. `ensure` makes them, `find` does not. */
export const companyKeys = (db: Database, master: KeyObject, max = 10_000) => {
  const known = lru<CompanyKeys>(max);
  const select = async (tenant: string): Promise<CompanyKeys | undefined> => {
    const { rows } = await db.query<Stored>('select wrapped, hmac from vault.company_key where tenant = $1', [tenant], {
      name: 'vault_company',
    });
    const row = rows[0];
    if (!row) return undefined;
    const keys = {
      wrap: unwrapKey(master, row.wrapped, aadOf('company', tenant)),
      hmac: unwrapKey(master, row.hmac, aadOf('company_hmac', tenant)),
    };
    known.set(tenant, keys);
    return keys;
  };
  const find = async (tenant: string): Promise<CompanyKeys | undefined> => known.get(tenant) ?? (await select(tenant));
  const ensure = async (tenant: string): Promise<CompanyKeys> => {
    const there = await find(tenant);
    if (there) return there;
    // Somebody else's keys may win: what is stored is what counts.
    await db.query('insert into vault.company_key (tenant, wrapped, hmac) values ($1, $2, $3) on conflict do nothing', [
      tenant,
      wrapKey(master, newKey(), aadOf('company', tenant)),
      wrapKey(master, newKey(), aadOf('company_hmac', tenant)),
    ]);
    return (await select(tenant))!;
  };
  return { find, ensure };
};
export type CompanyKeyring = ReturnType<typeof companyKeys>;
