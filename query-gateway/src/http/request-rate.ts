import type { RateLimit } from '@master-ia/platform/ports/rate-limit.ts';
import type { Identity } from '../graphql/context.ts';
import { HttpProblem } from './problem.ts';

export type Rate = { readonly perSecond: number; readonly burst: number };
/** Requests of one person, of one key, of one address that has not said who it is, and those of one address to the simulator, which is another process. */
export type RequestRates = { readonly session: Rate; readonly key: Rate; readonly stranger: Rate; readonly simulator: Rate };
/** A console that opens a screen asks some twenty questions at once; a program imports in parallel. */
export const REQUEST_RATES: RequestRates = {
  session: { perSecond: 60, burst: 400 },
  key: { perSecond: 300, burst: 1200 },
  stranger: { perSecond: 20, burst: 200 },
  simulator: { perSecond: 100, burst: 1000 },
};

/** Throws 429 when somebody asks too much. */
export const requestRate = (limit: RateLimit, rates: RequestRates) => {
  const take = async (key: string, rate: Rate): Promise<void> => {
    const answer = await limit.take([{ key, ...rate }]);
    if (!answer.ok) throw new HttpProblem(429, 'too_many_requests', { retryAfterMs: answer.afterMs });
  };
  return {
    known: (identity: Identity): Promise<void> =>
      identity.sessionHash === null
        ? take(`requests:key:${identity.actor.id}`, rates.key)
        : take(`requests:session:${identity.sessionHash}`, rates.session),
    stranger: (address: string): Promise<void> => take(`requests:address:${address}`, rates.stranger),
    simulator: (address: string): Promise<void> => take(`requests:simulator:${address}`, rates.simulator),
  };
};
export type RequestRate = ReturnType<typeof requestRate>;
