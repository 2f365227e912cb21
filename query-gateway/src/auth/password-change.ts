import { setTimeout as pause } from 'node:timers/promises';
import type { PasswordCheck } from './passwords.ts';
import type { Sessions } from './sessions.ts';

/** Facts follow events by some milliseconds. */
const FACT_WAIT_MS = 2000;
const FACT_LOOK_MS = 15;

/**
 * Runs a change of a person's password; `change` answers whether it was made. Then waits, bounded, until sign-in knows it, and ends the person's sessions
 * but the one to keep (SHA-256 of its secret): whoever had the old password is out.
 */
export const passwordChange =
  (ports: { readonly passwords: Pick<PasswordCheck, 'versionOf'>; readonly sessions: Pick<Sessions, 'endAll'> }) =>
  async (userId: string, keep: string | null, change: () => Promise<boolean>): Promise<void> => {
    const before = await ports.passwords.versionOf(userId);
    if (!(await change())) return;
    for (let waited = 0; waited < FACT_WAIT_MS && (await ports.passwords.versionOf(userId)) === before; waited += FACT_LOOK_MS)
      await pause(FACT_LOOK_MS);
    await ports.sessions.endAll(userId, keep);
  };
export type PasswordChange = ReturnType<typeof passwordChange>;
