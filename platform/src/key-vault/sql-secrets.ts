import { open, seal } from '../crypto/sealing.ts';
import type { SecretVault } from '../ports/key-vault.ts';
import type { Database } from '../ports/sql.ts';
import type { CompanyKeyring } from './company-keys.ts';
import { aadOf, checkedName, checkedTenant } from './names.ts';

/** Writers of one secret at the same time that are put in a row before giving up. */
const ATTEMPTS = 20;

/** Secrets in `vault.secret`, sealed under the company's key and tied to tenant, name and version. */
export const sqlSecrets = (db: Database, companies: CompanyKeyring): SecretVault => ({
  put: async (tenant, name, value) => {
    const { wrap } = await companies.ensure(checkedTenant(tenant));
    checkedName(name);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { rows } = await db.query<{ next: number }>(
        'select coalesce(max(version), 0) + 1 as next from vault.secret where tenant = $1 and name = $2',
        [tenant, name],
      );
      const version = rows[0]!.next;
      const box = seal(wrap, value, aadOf('secret', tenant, name, version));
      // The version is part of the seal: who comes second seals again under the next one.
      const put = await db.query('insert into vault.secret (tenant, name, version, box) values ($1, $2, $3, $4) on conflict do nothing', [
        tenant,
        name,
        version,
        box,
      ]);
      if (put.rowCount === 1) return version;
    }
    throw new Error(`the secret ${name} is written by too many at once`);
  },
  get: async (tenant, name, version) => {
    checkedTenant(tenant);
    const { rows } = await db.query<{ version: number; box: string | null }>(
      'select version, box from vault.secret where tenant = $1 and name = $2 and ($3::int is null or version = $3) order by version desc limit 1',
      [tenant, checkedName(name), version ?? null],
      { name: 'vault_secret' },
    );
    const row = rows[0];
    if (!row || row.box === null) return null;
    const company = await companies.find(tenant);
    return open(company!.wrap, row.box, aadOf('secret', tenant, name, row.version));
  },
  delete: async (tenant, name) => {
    await db.query('update vault.secret set box = null where tenant = $1 and name = $2 and box is not null', [
      checkedTenant(tenant),
      checkedName(name),
    ]);
  },
});
