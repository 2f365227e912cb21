import type { Position } from '@master-ia/schemas/contract.ts';
import type { Raw } from '../ports/event-store.ts';
import type { Log } from '../ports/log.ts';
import { pause, type Bell } from './bell.ts';

type Page = { readonly events: readonly Raw[]; readonly next: Position };
const LONGEST_PAUSE_MS = 2_000;

/** `EventStore.tail` over any store that reads pages and rings: pages until there are none, then waits; `pollMs` bounds what a lost ring costs. */
export const follow = async (
  store: {
    readonly page: (after: Position | 'start') => Promise<Page>;
    readonly bell: Bell;
    readonly pollMs: number;
    readonly log: Log;
    readonly transient: (e: unknown) => boolean;
  },
  after: Position | 'start',
  on: (batch: readonly Raw[], upTo: Position) => Promise<void>,
  signal: AbortSignal,
): Promise<void> => {
  let at = after;
  let failures = 0;
  const failed = (e: unknown, what: string): Promise<void> => {
    const wait = Math.min(25 * 2 ** failures++, LONGEST_PAUSE_MS);
    store.log.warn({ err: e, at, wait }, what);
    return pause(wait, signal);
  };
  while (!signal.aborted) {
    const rung = store.bell.count();
    let page: Page;
    try {
      page = await store.page(at);
      failures = 0;
    } catch (e) {
      if (!store.transient(e)) throw e;
      await failed(e, 'the event store cannot be read for now');
      continue;
    }
    if (page.events.length === 0) {
      await store.bell.wait(rung, store.pollMs, signal);
      continue;
    }
    while (!signal.aborted) {
      try {
        await on(page.events, page.next);
        at = page.next;
        failures = 0;
        break;
      } catch (e) {
        await failed(e, 'a follower failed and gets the same batch again');
      }
    }
  }
};
