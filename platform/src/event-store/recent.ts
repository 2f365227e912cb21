import type { Raw } from '../ports/event-store.ts';

const MAX_EVENTS = 2_000;
const MAX_CHARACTERS = 4 * 1024 * 1024;
const PAGE = 500;

const numberOf = (e: Raw): number => Number(e.position);
const sizeOf = (e: Raw): number => e.payload.length + e.metadata.length;

/** The end of the log in memory, shared by the followers of a process: what it appended itself is not read back, what others appended is read once. */
export type Recent = {
  /** At most `max` events after a position. */
  page(after: number, max: number): Promise<readonly Raw[]>;
  /** Events that were just appended after position `after`: nothing follows them yet. */
  grown(after: number, events: readonly Raw[]): void;
  /** The newest position known. */
  end(): number;
  /** Reads under way may have looked too early: whoever asks from now on starts another. */
  stale(): void;
};

/** `trustMs`: how long the end stays the end without a look, when nobody has told of more. */
export const recentEvents = (read: (after: number, max: number) => Promise<readonly Raw[]>, trustMs = 0): Recent => {
  let events: Raw[] = [];
  let characters = 0;
  /** Positions are numbered without gaps: `events` holds `end - events.length + 1` to `end`. */
  let end = 0;
  const reads = new Map<number, Promise<readonly Raw[]>>();
  /** When `end` was last known to be the end of the log. */
  let confirmedAt = -Infinity;

  const add: Recent['grown'] = (after, list) => {
    if (after + list.length <= end) return;
    // What came earlier than its predecessors is left to be read.
    if (after > end && events.length > 0 && list.length < PAGE) {
      confirmedAt = -Infinity;
      return;
    }
    if (after > end || events.length === 0) {
      events = [...list];
      characters = 0;
      for (const e of list) characters += sizeOf(e);
    } else {
      for (const e of list.slice(end - after)) {
        events.push(e);
        characters += sizeOf(e);
      }
    }
    end = after + list.length;
    let drop = 0;
    for (; events.length - drop > MAX_EVENTS || (characters > MAX_CHARACTERS && drop < events.length); drop++)
      characters -= sizeOf(events[drop]!);
    if (drop > 0) events = events.slice(drop);
  };
  const fetch = (after: number): Promise<readonly Raw[]> => {
    const under = reads.get(after);
    if (under) return under;
    const began = performance.now();
    const fresh = read(after, PAGE)
      .then((list) => {
        if (list.length > 0 && numberOf(list[0]!) === after + 1) add(after, list);
        // A read that became stale under way says nothing of the end.
        else if (list.length === 0 && after === end && reads.get(after) === fresh) confirmedAt = began;
        return list;
      })
      .finally(() => {
        if (reads.get(after) === fresh) reads.delete(after);
      });
    reads.set(after, fresh);
    return fresh;
  };
  return {
    page: async (after, max) => {
      const start = end - events.length;
      if (after >= start && after < end) return events.slice(after - start, after - start + max);
      if (after === end && performance.now() - confirmedAt < trustMs) return [];
      return (await fetch(after)).slice(0, max);
    },
    end: () => end,
    grown: (after, list) => {
      add(after, list);
      reads.clear();
      if (end === after + list.length) confirmedAt = performance.now();
    },
    stale: () => {
      reads.clear();
      confirmedAt = -Infinity;
    },
  };
};
