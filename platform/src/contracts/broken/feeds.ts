import { memoryEventStore } from '../../event-store/memory.ts';
import { storeTailFeed } from '../../feed/store-tail.ts';
import type { Feed } from '../../ports/feed.ts';
import type { FeedSubject } from '../feed.contract.ts';

/** In memory everything comes at once. */
const PATIENCE_MS = 400;
type On = Parameters<Feed['run']>[2]['on'];
type Start = Parameters<Feed['run']>[2]['start'];
const worse =
  (change: {
    readonly on?: (on: On) => On;
    readonly start?: (group: string, start: Start) => Start;
    readonly domains?: (d: readonly string[]) => readonly string[];
    readonly lateEnd?: number;
    readonly partitionOf?: Feed['partitionOf'];
  }) =>
  (): FeedSubject => {
    const store = memoryEventStore();
    const good = storeTailFeed(store);
    return {
      patienceMs: PATIENCE_MS,
      store,
      feed: {
        partitionOf: (domain, key) => change.partitionOf?.(domain, key) ?? good.partitionOf(domain, key),
        run: async (group, domains, o, signal) => {
          const on = change.on?.(o.on) ?? o.on;
          const start = change.start?.(group, o.start) ?? o.start;
          await good.run(group, change.domains?.(domains) ?? domains, { ...o, on, start }, signal);
          await new Promise((done) => setTimeout(done, change.lateEnd ?? 0));
        },
      },
    };
  };
const seen = new Set<string>();

/** Feeds with one fault each, and the case that must find it. */
export const brokenFeeds: Readonly<Record<string, { readonly by: string; readonly make: () => FeedSubject }>> = {
  'loses the first event of a batch': {
    by: 'delivers what is there and what comes, losing nothing, each key in order',
    make: worse({ on: (on) => (p, batch, cursor) => on(p, batch.length > 1 ? batch.slice(1) : batch, cursor) }),
  },
  'reorders a batch': {
    by: 'delivers what is there and what comes, losing nothing, each key in order',
    make: worse({ on: (on) => (p, batch, cursor) => on(p, [...batch].reverse(), cursor) }),
  },
  'delivers domains that nobody asked for': {
    by: 'delivers the asked domains and no other',
    make: () => {
      const store = memoryEventStore();
      const feed: Feed = {
        partitionOf: () => 'log',
        run: (_g, _d, o, signal) =>
          store.tail(
            'start',
            async (batch, upTo) => void (await o.on('log', batch, upTo)),
            signal,
            o.max === undefined ? {} : { max: o.max },
          ),
      };
      return { store, feed, patienceMs: PATIENCE_MS };
    },
  },
  'forgets all but the first domain': { by: 'delivers the asked domains and no other', make: worse({ domains: (d) => d.slice(0, 1) }) },
  'names a partition that it does not use': {
    by: 'puts events of one key into the partition that it names',
    make: worse({ partitionOf: (_d, key) => `log-${key}` }),
  },
  'gives cursors that are ahead': {
    by: 'goes on after the cursors that it gave',
    make: worse({ on: (on) => (p, batch, cursor) => on(p, batch, String(Number(cursor) + 1).padStart(20, '0')) }),
  },
  'goes on where its group stopped, whatever it is told': {
    by: 'starts where it is told, whatever the group has seen',
    make: worse({
      start: (group, start) => async (p) => {
        const known = seen.has(group);
        seen.add(group);
        return known ? '9'.padStart(20, '0') : start(p);
      },
    }),
  },
  'skips the batch on which a handler throws': {
    by: 'gives a handler that throws the same batch again, and nothing else before it',
    make: worse({ on: (on) => (p, batch, cursor) => on(p, batch, cursor).catch(() => 'done' as const) }),
  },
  'does not go back': {
    by: 'goes back when it is asked to',
    make: worse({ on: (on) => async (p, batch, cursor) => on(p, batch, cursor).then(() => 'done' as const) }),
  },
  'does not wait for a handler': {
    by: 'gives a partition one batch at a time',
    make: worse({
      on: (on) => async (p, batch, cursor) => {
        void on(p, batch, cursor);
        return 'done';
      },
    }),
  },
  'does not stop': { by: 'stops when it is told to', make: worse({ lateEnd: 2 * PATIENCE_MS }) },
};
