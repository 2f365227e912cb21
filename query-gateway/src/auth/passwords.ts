import { INSTALLATION } from '@master-ia/schemas/contract.ts';
import type { Ids } from '@master-ia/platform/ports/clock.ts';
import type { KeyVault, SecretVault } from '@master-ia/platform/ports/key-vault.ts';
import type { Database } from '@master-ia/platform/ports/sql.ts';
import { HttpProblem } from '../http/problem.ts';
import { isUnavailable } from '../http/unavailable.ts';
import type { PasswordThrottle } from './throttle.ts';

export const PASSWORD_MAX = 1000;
export const PASSWORD_MIN = 10;

export type PasswordPorts = {
  readonly db: Database;
  readonly vault: Pick<KeyVault, 'hmac'>;
  readonly secrets: Pick<SecretVault, 'get'>;
  readonly ids: Ids;
  /** Behind one gate for the whole process. */
  readonly passwords: { hash(password: string): Promise<string>; check(password: string, hash: string): Promise<boolean> };
  readonly throttle: PasswordThrottle;
};

/** Whether an address and a password belong together. An unknown address takes the same steps and the same time as a known one. */
export const passwordCheck = (ports: PasswordPorts) => {
  const { db, ids } = ports;
  let dummy: Promise<string> | undefined;
  const nobody = (): Promise<string> => (dummy ??= ports.passwords.hash(ids.secret(16)));
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
    try {
      const right = await ports.passwords.check(password, against);
      return stored !== null && right;
    } catch (error) {
      // Too many are checked already.
      throw isUnavailable(error) ? new HttpProblem(429, 'too_many_attempts', { retryAfterMs: 1000 }) : error;
    }
  };
  /** Throws 401 `wrong_credentials`, 429 `too_many_attempts`. */
  const ofUser = async (userId: string, password: string, address: string): Promise<void> => {
    await ports.throttle.take(userId, address);
    if (!(await check(password, (await setOf(userId)).stored))) throw wrong();
    await ports.throttle.succeeded(userId);
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
    ofUser,
    /** The code of the refusal when this is not the password that the person has; null: it is, or there is none yet. Guesses are limited as at sign-in. */
    refusalOf: async (userId: string, password: string, address: string): Promise<'password_wrong' | 'too_many_attempts' | null> => {
      if ((await versionOf(userId)) === null) return null;
      try {
        await ofUser(userId, password, address);
        return null;
      } catch (error) {
        if (!(error instanceof HttpProblem)) throw error;
        return error.status === 429 ? 'too_many_attempts' : 'password_wrong';
      }
    },
  };
};
export type PasswordCheck = ReturnType<typeof passwordCheck>;
