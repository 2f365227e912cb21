type Work = (signal: AbortSignal) => Promise<void>;

/** Runs `works` until aborted, and `keep` until the last of them has ended: what they have under way waits for what it keeps. An error of any is thrown at once. */
export const keptUntilEnded = async (keep: Work, works: readonly Work[], signal: AbortSignal): Promise<void> => {
  const over = new AbortController();
  await Promise.all([keep(over.signal), Promise.all(works.map((work) => work(signal))).finally(() => over.abort())]);
};
