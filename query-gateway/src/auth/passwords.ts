import { INSTALLATION } from '@master-ia/schemas/contract.ts';
import type { Ids } from '@master-ia/platform/ports/clock.ts';
import type { KeyVault, SecretVault } from '@master-ia/platform/ports/key-vault.ts';
import type { Database } from '@master-ia/platform/ports/sql.ts';
import { HttpProblem } from '../http/problem.ts';
import { gate } from './gate.ts';
import type { PasswordThrottle } from './throttle.ts';

const HASHES_AT_ONCE = 4;
const HASHES_WAITING = 64;
export const PASSWORD_MAX = 1000;
export const PASSWORD_MIN = 10;

export type PasswordPorts = {
  readonly db: Database;
  readonly vault: Pick<KeyVault, 'hmac'>;
  readonly secrets: Pick<SecretVault, 'get'>;
  readonly ids: Ids;
  readonly passwords: { hash(password: string): Promise<string>; check(password: string, hash: string): Promise<boolean> };
  readonly throttle: PasswordThrottle;
};

/** Whether an address and a password belong together. An unknown address takes the same steps and the same time as a known one. */
export const passwordCheck = (ports: PasswordPorts) => {
  const { db, ids } = ports;
  const hashing = gate(HASHES_AT_ONCE, HASHES_WAITING);
  let dummy: Promise<string> | undefined;
  const nobody = (): Promise<string> => (dummy ??= hashing(() => ports.passwords.hash(ids.secret(16))));
  /** The version that was set; null: none. The newest in the vault may be of a change that was never recorded. */
  const versionOf = async (userId: string): Promise<number | null> => {
    const { rows } = await db.query<{ value: { password: number | null } }>(
      "select value from work.fact where tenant = $1 and fact = 'user' and key = $2",
      [INSTALLATION, userId],
      { name: 'password_version' },
    );
    return rows[0]?.value.password ?? null;
  };
  const setOf = async (userId: string): Promise<{ readonly version: number | null; readonly stored: string | null }> => {
    const version = await versionOf(userId);
    const stored = await ports.secrets.get(INSTALLATION, `password:${userId}`, version ?? 1);
    return { version, stored: version === null ? null : stored };
  };
  const wrong = (): HttpProblem => new HttpProblem(401, 'wrong_credentials');
  const check = async (password: string, stored: string | null): Promise<boolean> => {
    const against = stored ?? (await nobody());
    const right = await hashing(() => ports.passwords.check(password, against));
    return stored !== null && right;
  };
  return {
    /** Made before the first stranger comes, so that not even the first answer tells. */
    prepare: async (): Promise<void> => void (await nobody()),
    versionOf,
    hasPassword: async (userId: string): Promise<boolean> => (await setOf(userId)).stored !== null,
    /** The user's id, and the version of the password that was right. Throws 401 `wrong_credentials`, 429 `too_many_attempts`. */
    byEmail: async (
      email: string,
      password: string,
      address: string,
    ): Promise<{ readonly userId: string; readonly version: number | null }> => {
      const hmac = await ports.vault.hmac(INSTALLATION, `email:${email.trim().toLowerCase()}`);
      const emailId = ids.from(INSTALLATION, 'email', hmac);
      await ports.throttle.take(emailId, address);
      const { rows } = await db.query<{ value: { userId: string } }>(
        "select value from work.fact where tenant = $1 and fact = 'email' and key = $2",
        [INSTALLATION, emailId],
        { name: 'sign_in_email' },
      );
      const userId = rows[0]?.value.userId ?? ids.from(INSTALLATION, 'user', emailId);
      const { version, stored } = await setOf(userId);
      if (!(await check(password, stored))) throw wrong();
      await ports.throttle.succeeded(emailId);
      return { userId, version };
    },
    /** Throws as {@link byEmail}. */
    ofUser: async (userId: string, password: string, address: string): Promise<void> => {
      await ports.throttle.take(userId, address);
      if (!(await check(password, (await setOf(userId)).stored))) throw wrong();
      await ports.throttle.succeeded(userId);
    },
  };
};
export type PasswordCheck = ReturnType<typeof passwordCheck>;
