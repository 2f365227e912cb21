import type { Cache } from '@master-ia/platform/ports/cache.ts';
import type { Ids } from '@master-ia/platform/ports/clock.ts';
import type { Bucket, RateLimit } from '@master-ia/platform/ports/rate-limit.ts';
import { HttpProblem } from '../http/problem.ts';

const HOUR_S = 3600;
/** Five tries of one account from one address, then one every three minutes: a success gives them back. */
const PAIR = { burst: 5, perSecond: 5 / 900 };
/** All tries from one address, whoever they are for; an office signs in behind one. */
const ADDRESS = { burst: 100, perSecond: 100 / HOUR_S };
/** All tries of one account, from wherever: what many addresses can try together. */
const ACCOUNT = { burst: 50, perSecond: 50 / HOUR_S };
const GENERATION_MS = HOUR_S * 1000;

/** Limits guesses of passwords. `account` is a keyed hash of what was typed, known or not. */
export const passwordThrottle = (ports: { readonly limit: RateLimit; readonly cache: Cache; readonly ids: Ids }) => {
  // A success starts new buckets for the account: the next generation.
  const generation = (account: string): Promise<string> =>
    ports.cache.get(`sign-in:${account}`, GENERATION_MS, async () => ports.ids.random());
  return {
    /** Takes one try; throws 429 when there is none left. */
    take: async (account: string, address: string): Promise<void> => {
      const now = await generation(account);
      const buckets: readonly Bucket[] = [
        { key: `sign-in:pair:${account}:${now}:${address}`, ...PAIR },
        { key: `sign-in:address:${address}`, ...ADDRESS },
        { key: `sign-in:account:${account}:${now}`, ...ACCOUNT },
      ];
      const answer = await ports.limit.take(buckets);
      if (!answer.ok) throw new HttpProblem(429, 'too_many_attempts', { retryAfterMs: answer.afterMs });
    },
    succeeded: (account: string): Promise<void> => ports.cache.drop(`sign-in:${account}`),
  };
};
export type PasswordThrottle = ReturnType<typeof passwordThrottle>;
