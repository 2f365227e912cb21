import type { Log } from '../ports/log.ts';

/** What the parts may take together to stop; with the moment that each late one still gets a program is gone within 5 s. */
export const STOP_MS = 4_000;

export interface Lifecycle {
  /** Starts a part. When it fails, the parts before it are stopped (last first) and the error is thrown on. */
  start<T>(name: string, start: (signal: AbortSignal) => Promise<T> | T, stop?: (part: T) => Promise<void> | void): Promise<T>;
  /** Aborted as soon as stopping begins: loops and waits end by it. */
  readonly signal: AbortSignal;
  /** Stops the parts, last started first, within {@link STOP_MS} in all. Called again it answers the same. `code` 1: a part failed or hung. */
  stop(reason: string): Promise<{ readonly code: 0 | 1 }>;
}

const within = async (ms: number, work: Promise<void>): Promise<'done' | 'late'> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((done) => {
    timer = setTimeout(() => done('late'), ms);
  });
  try {
    return await Promise.race([work.then(() => 'done' as const), late]);
  } finally {
    clearTimeout(timer);
  }
};

/** Starts parts in order and stops them in the reverse order. */
export const openLifecycle = (o: { readonly log: Log; readonly stopMs?: number }): Lifecycle => {
  const parts: { readonly name: string; readonly stop: () => Promise<void> | void }[] = [];
  const abort = new AbortController();
  let stopping: Promise<{ readonly code: 0 | 1 }> | undefined;

  const stopAll = async (reason: string): Promise<{ readonly code: 0 | 1 }> => {
    abort.abort(new Error(`stopping: ${reason}`));
    o.log.info({ reason }, 'stopping');
    const until = performance.now() + (o.stopMs ?? STOP_MS);
    let code: 0 | 1 = 0;
    for (let part = parts.pop(); part; part = parts.pop()) {
      const { name, stop } = part;
      try {
        // The last parts (the database) still get a moment when an earlier one has used up the time.
        const ms = Math.max(until - performance.now(), 50);
        if ((await within(ms, (async () => stop())())) === 'late') {
          code = 1;
          o.log.error({ part: name }, 'part did not stop in time');
        }
      } catch (error) {
        code = 1;
        o.log.error({ part: name, error }, 'part failed to stop');
      }
    }
    o.log.info({ reason, code }, 'stopped');
    return { code };
  };
  const stop: Lifecycle['stop'] = (reason) => (stopping ??= stopAll(reason));

  return {
    signal: abort.signal,
    stop,
    start: async (name, start, stopPart) => {
      if (abort.signal.aborted) throw abort.signal.reason;
      try {
        const part = await start(abort.signal);
        // Stopping began while this part was starting: the stop has already passed its place.
        if (abort.signal.aborted) {
          await stopPart?.(part);
          throw abort.signal.reason;
        }
        if (stopPart) parts.push({ name, stop: () => stopPart(part) });
        o.log.debug({ part: name }, 'started');
        return part;
      } catch (error) {
        if (!abort.signal.aborted) {
          o.log.error({ part: name, error }, 'part failed to start');
          await stop(`${name} failed to start`);
        }
        throw error;
      }
    },
  };
};

/** The process, as far as a lifecycle needs it. */
export type ProcessLike = Pick<NodeJS.EventEmitter, 'on' | 'off'> & { exit(code: number): void };
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

/**
 * Ends the process when it is told to (a second signal ends it at once), and when an error escaped: nobody knows the state after it.
 * Answers a function that takes the handlers away again.
 */
export const stopWithProcess = (life: Lifecycle, log: Log, proc: ProcessLike = process): (() => void) => {
  let told = false;
  const end = (reason: string, atLeast: 0 | 1): void => {
    if (told) return proc.exit(1);
    told = true;
    void life.stop(reason).then(({ code }) => proc.exit(Math.max(code, atLeast)));
  };
  const handlers: [string, (error: unknown) => void][] = SIGNALS.map((s) => [s, () => end(s, 0)]);
  const escaped = (what: string) => (error: unknown) => {
    log.error({ error: error instanceof Error ? error : new Error(String(error)) }, what);
    // A second one while stopping is logged; the stop that is under way is bounded.
    if (!told) end(what, 1);
  };
  handlers.push(['uncaughtException', escaped('uncaught exception')], ['unhandledRejection', escaped('unhandled rejection')]);
  for (const [event, on] of handlers) proc.on(event, on);
  return () => {
    for (const [event, on] of handlers) proc.off(event, on);
  };
};
