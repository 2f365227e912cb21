const LONGEST_PAUSE_MS = 5;

/**
 * Begins `perSecond` pieces of work at random moments (Poisson), whether earlier ones have ended or not; each gets the moment for which it was planned, so that lateness of ours is not hidden.
 * Resolves when all have ended.
 */
export const openLoop = async (perSecond: number, ms: number, work: (planned: number, i: number) => Promise<void>): Promise<void> => {
  const until = performance.now() + ms;
  const under = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  let next = performance.now();
  for (let i = 0; next < until;) {
    const now = performance.now();
    if (next > now) {
      await new Promise((done) => setTimeout(done, Math.min(LONGEST_PAUSE_MS, next - now)));
      continue;
    }
    const done: Promise<void> = work(next, i++)
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => under.delete(done));
    under.add(done);
    next += (-Math.log(1 - Math.random()) * 1000) / perSecond;
    if (failure) break;
  }
  await Promise.all(under);
  if (failure) throw failure.error;
};
