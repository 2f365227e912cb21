export type Planned = { readonly lanes: readonly string[]; run(): Promise<void> };

/**
 * Plans at most `parallel` items at a time and runs each as soon as all that stand before it in one of its lanes have run: items of one lane run in
 * their order, others beside each other. An error ends its lane; it is thrown when everything that has begun has ended.
 */
export const inLanes = async <T>(items: readonly T[], parallel: number, plan: (item: T) => Promise<Planned>): Promise<void> => {
  const last = new Map<string, Promise<void>>();
  let placed: Promise<unknown> = Promise.resolve();
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) {
      // Its lanes are known when it is planned, and its place in them when all before it are.
      const place = Promise.all([plan(item), placed]).then(([planned]) => {
        const done = Promise.all(planned.lanes.map((lane) => last.get(lane) ?? Promise.resolve())).then(() => planned.run());
        for (const lane of planned.lanes) last.set(lane, done);
        return { done };
      });
      placed = place;
      await (
        await place
      ).done;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(parallel, items.length) }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
};
