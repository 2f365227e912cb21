/** So many run and wait already that one more would wait too long: the same request may succeed in a moment. */
export class TooManyWaiting extends Error {
  override readonly name = 'TooManyWaiting';
}

/** At most `width` tasks at a time, at most `waiting` more in line; for who comes after it throws {@link TooManyWaiting}. */
export const gate = (width: number, waiting: number) => {
  let running = 0;
  const line: (() => void)[] = [];
  return async <T>(task: () => Promise<T>): Promise<T> => {
    if (running >= width) {
      if (line.length >= waiting) throw new TooManyWaiting('too many tasks wait already');
      await new Promise<void>((go) => line.push(go));
    } else running++;
    try {
      return await task();
    } finally {
      // The place goes to the next in line, or is free.
      const next = line.shift();
      if (next) next();
      else running--;
    }
  };
};
