type Call<T> = { readonly items: readonly T[]; readonly resolve: () => void; readonly reject: (e: unknown) => void };

/**
 * Joins calls: those that come while one is under way go together in the next one, at most `max` items at a time. A joint run that fails
 * is tried again call by call, so that one bad item fails its own call only.
 */
export const batcher = <T>(run: (items: readonly T[]) => Promise<void>, max: number): ((items: readonly T[]) => Promise<void>) => {
  let queue: Call<T>[] = [];
  let busy = false;

  const inParts = async (items: readonly T[]): Promise<void> => {
    for (let at = 0; at < items.length; at += max) await run(items.slice(at, at + max));
  };
  const settle = (call: Call<T>): Promise<void> => inParts(call.items).then(call.resolve, call.reject);
  const take = (): readonly Call<T>[] => {
    let n = 0;
    let items = 0;
    while (n < queue.length && (n === 0 || items + queue[n]!.items.length <= max)) items += queue[n++]!.items.length;
    const calls = queue.slice(0, n);
    queue = queue.slice(n);
    return calls;
  };
  const work = async (): Promise<void> => {
    while (queue.length > 0) {
      const calls = take();
      if (calls.length === 1) await settle(calls[0]!);
      else
        await run(calls.flatMap((c) => c.items)).then(
          () => {
            for (const c of calls) c.resolve();
          },
          async () => {
            for (const c of calls) await settle(c);
          },
        );
    }
    busy = false;
  };
  return (items) =>
    new Promise((resolve, reject) => {
      if (items.length === 0) {
        resolve();
        return;
      }
      queue.push({ items, resolve, reject });
      if (busy) return;
      busy = true;
      setImmediate(() => void work());
    });
};
