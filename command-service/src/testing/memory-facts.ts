import type { EventOpener } from '@master-ia/platform/kernel/events.ts';
import { ignored, type AnyFactKeeper } from '@master-ia/platform/kernel/reaction.ts';
import type { EventStore } from '@master-ia/platform/ports/event-store.ts';
import type { FactStore } from '@master-ia/platform/ports/facts.ts';
import type { Position } from '@master-ia/schemas/contract.ts';

/** Facts in memory, folded from the store whenever they are asked for: never behind, unless `stop` holds them where they are. */
export const memoryFacts = (store: EventStore, opener: EventOpener, keepers: readonly AnyFactKeeper[]) => {
  const rows = new Map<string, unknown>();
  let at: Position | undefined;
  let stopped = false;
  const fold = async (): Promise<void> => {
    if (stopped) return;
    const { events, next } = await store.all(at ?? 'start', { max: 100_000 });
    // Asked twice at the same time, the second one finds nothing left.
    if (at !== undefined && next <= at) return;
    at = next;
    for (const raw of events)
      for (const k of keepers) {
        const handler = k.on[raw.type];
        if (handler === undefined || handler === ignored) continue;
        for (const c of handler(opener.closed(raw) as never)) {
          const id = `${raw.tenant} ${c.fact} ${c.key}`;
          const value = c.change(rows.get(id));
          if (value === undefined) rows.delete(id);
          // Through JSON, as a database keeps them.
          else rows.set(id, JSON.parse(JSON.stringify(value)) as unknown);
        }
      }
  };
  const facts: FactStore = {
    one: async <T>(tenant: string, fact: string, key: string) => {
      await fold();
      return rows.get(`${tenant} ${fact} ${key}`) as T | undefined;
    },
    position: async () => at ?? ('' as Position),
    reached: async (position) => {
      await fold();
      return at !== undefined && at >= position;
    },
  };
  return {
    facts,
    rows: rows as ReadonlyMap<string, unknown>,
    stop: async (on = true): Promise<void> => {
      await fold();
      stopped = on;
    },
  };
};
