import type { Appended, Conflict, Expected, RawEvent } from '../ports/event-store.ts';

export type Append = { readonly stream: string; readonly expected: Expected; readonly events: readonly RawEvent[] };
export type Answer = Appended | Conflict;
type Waiting = {
  readonly append: Append;
  readonly size: number;
  readonly resolve: (a: Answer) => void;
  readonly reject: (e: unknown) => void;
};

/** Events and bytes per flush: more would hold the one session of the embedded database for longer than 20 ms. */
const MAX_EVENTS = 250;
const MAX_BYTES = 1024 * 1024;

const sizeOf = (a: Append): number => a.events.reduce((n, e) => n + e.payload.length + e.metadata.length, 0);

/**
 * Gathers the appends that come while a flush is under way into the next one. A flush that fails is tried again item by item, so that one bad event
 * fails alone, unless `hopeless` says that the trouble is not an item's.
 */
export const appendBatcher = (
  flush: (items: readonly Append[]) => Promise<readonly Answer[]>,
  hopeless: (e: unknown) => boolean,
): ((a: Append) => Promise<Answer>) => {
  let queue: Waiting[] = [];
  let busy = false;

  const take = (): readonly Waiting[] => {
    let n = 0;
    let events = 0;
    let bytes = 0;
    for (; n < queue.length; n++) {
      const w = queue[n]!;
      events += w.append.events.length;
      bytes += w.size;
      if (n > 0 && (events > MAX_EVENTS || bytes > MAX_BYTES)) break;
    }
    const batch = queue.slice(0, n);
    queue = queue.slice(n);
    return batch;
  };
  const send = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const answers = await flush(batch.map((w) => w.append));
      batch.forEach((w, i) => w.resolve(answers[i]!));
    } catch (e) {
      if (batch.length === 1 || hopeless(e)) for (const w of batch) w.reject(e);
      else for (const w of batch) await send([w]);
    }
  };
  const work = async (): Promise<void> => {
    while (queue.length > 0) await send(take());
    busy = false;
  };
  return (append) =>
    new Promise((resolve, reject) => {
      queue.push({ append, size: sizeOf(append), resolve, reject });
      if (busy) return;
      busy = true;
      setImmediate(() => void work());
    });
};
