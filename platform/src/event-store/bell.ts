/** Wakes whoever waits for something new. `count` read before looking makes that a ring between look and wait is not missed. */
export type Bell = { count(): number; ring(): void; wait(since: number, ms: number, signal: AbortSignal): Promise<void> };

export const bell = (): Bell => {
  let count = 0;
  const waiting = new Set<() => void>();
  return {
    count: () => count,
    ring: () => {
      count++;
      for (const wake of [...waiting]) wake();
    },
    wait: (since, ms, signal) =>
      new Promise((resolve) => {
        if (count !== since || signal.aborted) return resolve();
        const wake = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', wake);
          waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        signal.addEventListener('abort', wake);
        waiting.add(wake);
      }),
  };
};
/** A pause that an abort ends. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> => bell().wait(0, ms, signal);
