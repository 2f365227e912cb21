import { HttpProblem } from '../http/problem.ts';

/** At most `width` tasks at a time, at most `waiting` more in line; who comes after is asked to come back. A hash takes 19 MiB and some 40 ms. */
export const gate = (width: number, waiting: number) => {
  let running = 0;
  const line: (() => void)[] = [];
  return async <T>(task: () => Promise<T>): Promise<T> => {
    if (running >= width) {
      if (line.length >= waiting) throw new HttpProblem(429, 'too_many_attempts', { retryAfterMs: 1000 });
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
