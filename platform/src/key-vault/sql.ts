import type { KeyObject } from 'node:crypto';
import type { KeyVault, SecretVault } from '../ports/key-vault.ts';
import type { RawDeliveries } from '../ports/raw-deliveries.ts';
import type { Database } from '../ports/sql.ts';
import { checkMasterKey, companyKeys } from './company-keys.ts';
import { sqlKeyVault } from './sql-key-vault.ts';
import { sqlRawDeliveries } from './sql-raw-deliveries.ts';
import { sqlSecrets } from './sql-secrets.ts';

export type Vault = {
  readonly keys: KeyVault;
  readonly secrets: SecretVault;
  readonly raw: RawDeliveries;
  readonly close: () => Promise<void>;
};
/** The vault in the schema `vault`: master key → company keys → subject keys. Its commits are durable: open `db` in the lane of the log. Throws `WrongMasterKey`. */
export const openVault = async (o: { readonly db: Database; readonly masterKey: KeyObject; readonly maxKeys?: number }): Promise<Vault> => {
  await checkMasterKey(o.db, o.masterKey);
  const companies = companyKeys(o.db, o.masterKey);
  const { keys, close } = await sqlKeyVault(o.db, companies, o.maxKeys);
  return { keys, secrets: sqlSecrets(o.db, companies), raw: sqlRawDeliveries(o.db, keys), close };
};
