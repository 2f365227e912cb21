/** A position that grows, and who waits for it. */
export type Progress = {
  readonly at: () => string;
  advance(position: string): void;
  reached(position: string, ms: number): Promise<boolean>;
};

export const progress = (): Progress => {
  let at = '';
  const waiting = new Set<{ readonly position: string; readonly wake: () => void }>();
  return {
    at: () => at,
    advance: (position) => {
      if (position <= at) return;
      at = position;
      for (const w of [...waiting]) if (w.position <= at) w.wake();
    },
    reached: (position, ms) =>
      new Promise((resolve) => {
        if (position <= at) return resolve(true);
        const done = (answer: boolean): void => {
          clearTimeout(timer);
          waiting.delete(waiter);
          resolve(answer);
        };
        const waiter = { position, wake: () => done(true) };
        const timer = setTimeout(() => done(false), ms);
        waiting.add(waiter);
      }),
  };
};
