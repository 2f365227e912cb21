/** How many events to fold at once so that a write takes about `targetMs`: on the embedded database everybody waits for it (batches of at most 20 ms). */
export type BatchSize = { readonly now: () => number; measured(events: number, ms: number): void };

export const batchSize = (o: {
  readonly targetMs: number;
  readonly min: number;
  readonly max: number;
  readonly start: number;
}): BatchSize => {
  let size = o.start;
  return {
    now: () => size,
    measured: (events, ms) => {
      if (ms > o.targetMs) size = Math.max(o.min, Math.floor((Math.min(events, size) * o.targetMs) / ms));
      // Grown only by what was full: a quick small batch says nothing about a large one.
      else if (events >= size && ms < o.targetMs / 2) size = Math.min(o.max, Math.ceil(size * 1.5));
    },
  };
};
