/**
 * Gathers calls into one: what is asked in the same moment, or while a batch is under way, goes together, at most `max` and (unless it is one alone) `maxWeight` at a time.
 * A failed batch fails all of its calls.
 */
export const batcher = <I, O>(o: {
  readonly max: number;
  readonly weight?: (item: I) => number;
  readonly maxWeight?: number;
  readonly run: (items: readonly I[]) => Promise<readonly O[]>;
}): ((item: I) => Promise<O>) => {
  type Waiting = { readonly item: I; readonly done: (answer: O) => void; readonly failed: (e: unknown) => void };
  const waiting: Waiting[] = [];
  let running = false;

  const take = (): Waiting[] => {
    let n = 0;
    for (let weight = 0; n < Math.min(waiting.length, o.max); n++) {
      weight += o.weight?.(waiting[n]!.item) ?? 0;
      if (n > 0 && weight > (o.maxWeight ?? Infinity)) break;
    }
    return waiting.splice(0, n);
  };
  const drain = async (): Promise<void> => {
    // Not at once: the callers of this moment come together.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = take();
      try {
        const answers = await o.run(batch.map((w) => w.item));
        batch.forEach((w, i) => w.done(answers[i]!));
      } catch (e) {
        for (const w of batch) w.failed(e);
      }
    }
    running = false;
  };
  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed });
      if (running) return;
      running = true;
      void drain();
    });
};
