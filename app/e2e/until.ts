import { setTimeout as pause } from 'node:timers/promises';

/** Between two looks at a condition, in ms. */
const LOOK_MS = 50;

/** Waits until `check` answers something else than false, null or undefined, and answers it. Throws, with what was waited for, after `ms`. */
export const until = async <T>(what: string, check: () => Promise<T> | T, ms = 10_000): Promise<Exclude<T, false | null | undefined>> => {
  const end = performance.now() + ms;
  let last: unknown;
  for (;;) {
    try {
      const found = await check();
      if (found !== false && found !== null && found !== undefined) return found as Exclude<T, false | null | undefined>;
      last = found;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) throw new Error(`${what}: not within ${ms} ms${last instanceof Error ? ` (${last.message})` : ''}`);
    await pause(LOOK_MS);
  }
};

/** The promise, or an error that names what took longer than `ms`. */
export const within = async <T>(what: string, ms: number, promise: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, failed) => {
    timer = setTimeout(() => failed(new Error(`${what}: not within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
};
