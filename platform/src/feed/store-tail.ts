import type { Position } from '@master-ia/schemas/contract.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { Feed } from '../ports/feed.ts';

const PARTITION = 'log';

/** The embedded feed: the store's own tail, in one partition; cursors are positions. A page without events of the asked domains is only told as `passed`. */
export const storeTailFeed = (store: Pick<EventStore, 'tail'>): Feed => ({
  partitionOf: () => PARTITION,
  run: async (_group, domains, o, signal) => {
    const wanted = new Set(domains);
    let from = (await o.start(PARTITION)) as Position | 'start';
    while (!signal.aborted) {
      const leg = new AbortController();
      await store.tail(
        from,
        async (events, upTo) => {
          const batch = events.filter((e) => wanted.has(e.domain));
          const answer = batch.length === 0 ? 'done' : await o.on(PARTITION, batch, upTo);
          if (answer === 'done') {
            if (batch.at(-1)?.position !== upTo) await o.passed?.(PARTITION, upTo, upTo);
            return;
          }
          from = answer.seek as Position | 'start';
          leg.abort();
        },
        AbortSignal.any([signal, leg.signal]),
        o.max === undefined ? {} : { max: o.max },
      );
    }
  },
});
