import { randomUUID } from 'node:crypto';
import type { Position } from '@master-ia/schemas/contract.ts';
import { ForeignPosition, InvalidEvent, type Appended, type Conflict, type EventStore, type Raw } from '../ports/event-store.ts';
import { silent, type Log } from '../ports/log.ts';
import { acceptAppend } from './accept.ts';
import { bell } from './bell.ts';
import { follow } from './follow.ts';
import { START, fromPosition, toPosition } from './position.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** The whole log in an array: for tests. */
export const memoryEventStore = (o: { readonly storeId?: string; readonly log?: Log } = {}): EventStore => {
  const log: Raw[] = [];
  const streams = new Map<string, Raw[]>();
  const changed = bell();
  const head = (): Position => log.at(-1)?.position ?? START;

  const append: EventStore['append'] = async (stream, expected, events): Promise<Appended | Conflict> => {
    acceptAppend(stream, expected, events);
    if (!events.every((e) => isJson(e.payload) && isJson(e.metadata))) throw new InvalidEvent('a payload is not JSON');
    const known = streams.get(stream) ?? [];
    const from = expected === 'none' ? 0 : expected + 1;
    if (known.length !== from) {
      const last = known[from + events.length - 1];
      const same = events.every((e, i) => known[from + i]?.id === e.id);
      if (last && same) return { ok: true, revision: last.revision, position: last.position, repeated: true };
      return { ok: false, actual: known.length === 0 ? 'none' : known.length - 1 };
    }
    for (const e of events) {
      const raw: Raw = { ...e, at: new Date(e.at), stream, revision: known.length, position: toPosition(log.length + 1) };
      known.push(raw);
      log.push(raw);
    }
    streams.set(stream, known);
    changed.ring();
    return { ok: true, revision: known.length - 1, position: head(), repeated: false };
  };
  const all: EventStore['all'] = async (after, { max, domains }) => {
    const from = fromPosition(after);
    if (from > log.length) throw new ForeignPosition(`${after} is beyond the end of this log, ${head()}`);
    const events: Raw[] = [];
    let at = from;
    for (; at < log.length && events.length < max; at++) {
      const e = log[at]!;
      if (!domains || domains.includes(e.domain)) events.push(e);
    }
    return { events, next: toPosition(at) };
  };
  return {
    storeId: o.storeId ?? randomUUID(),
    append,
    all,
    read: async (stream, { from, back, max }) => {
      const known = streams.get(stream) ?? [];
      return back
        ? known
            .slice(0, from < 0 ? known.length : from + 1)
            .reverse()
            .slice(0, max)
        : known.slice(from, from + max);
    },
    readMany: async (asked) => asked.map(({ stream, from }) => (streams.get(stream) ?? []).slice(from)),
    tail: (after, on, signal, t) =>
      follow(
        { page: (at) => all(at, { max: t?.max ?? 500 }), bell: changed, pollMs: 1_000, log: o.log ?? silent, transient: () => false },
        after,
        on,
        signal,
      ),
    head: async () => head(),
  };
};
