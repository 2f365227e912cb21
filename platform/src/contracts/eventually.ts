/** Repeats an expectation until it holds, at most `ms`; then it fails as it last failed. For what another process hears of later. */
export const eventually = async (expectation: () => Promise<void> | void, ms = 5_000): Promise<void> => {
  for (const until = performance.now() + ms; ;) {
    try {
      await expectation();
      return;
    } catch (e) {
      if (performance.now() > until) throw e;
      await new Promise((again) => setTimeout(again, 10));
    }
  }
};
