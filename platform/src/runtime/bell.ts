/**
 * Wakes whoever waits for something of a topic. Reading `count` before looking for it makes that a ring between the look and the wait is not missed.
 */
export type Bell = {
  /** How often the topic was rung. */
  count(topic: string): number;
  /** Without a topic: all of them. */
  ring(topic?: string): void;
  /** Returns at the first ring after `since`, after `ms`, or when aborted. */
  wait(topic: string, since: number, ms: number, signal: AbortSignal): Promise<void>;
};

/** setTimeout takes 31 bits; a longer wait is only woken earlier. */
const LONGEST_MS = 2 ** 31 - 1;

export const bell = (): Bell => {
  const counts = new Map<string, number>();
  let all = 0;
  const waiting = new Map<string, Set<() => void>>();
  const count = (topic: string): number => all + (counts.get(topic) ?? 0);
  const wake = (topic: string): void => {
    for (const go of [...(waiting.get(topic) ?? [])]) go();
  };
  return {
    count,
    ring: (topic) => {
      if (topic === undefined) {
        all++;
        for (const t of [...waiting.keys()]) wake(t);
      } else {
        counts.set(topic, (counts.get(topic) ?? 0) + 1);
        wake(topic);
      }
    },
    wait: (topic, since, ms, signal) =>
      new Promise((resolve) => {
        if (count(topic) !== since || ms <= 0 || signal.aborted) {
          resolve();
          return;
        }
        const here = waiting.get(topic) ?? new Set();
        waiting.set(topic, here);
        const go = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', go);
          here.delete(go);
          if (here.size === 0 && waiting.get(topic) === here) waiting.delete(topic);
          resolve();
        };
        const timer = setTimeout(go, Math.min(ms, LONGEST_MS));
        signal.addEventListener('abort', go);
        here.add(go);
      }),
  };
};
