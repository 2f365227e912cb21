import type { GraphContext, GraphPorts, Identity } from './context.ts';
import type { LiveRows } from './live.ts';
import { loaders } from './loaders.ts';
import { badInput } from './paging.ts';

const POSITION = /^\d{20,41}$/;
/** Throws for a text that is no position: waiting for it would mean nothing. */
const positionIn = (given: unknown): string | null => {
  if (given === undefined || given === null || given === '') return null;
  if (typeof given !== 'string' || !POSITION.test(given)) throw badInput('x-min-position must be a position that an answer gave');
  return given;
};

/** What one operation of this caller works with. `over` stops everything that it follows. */
export const operationContexts =
  (ports: GraphPorts, live: LiveRows) =>
  (identity: Identity, address: string, minPosition: unknown): { readonly context: GraphContext; readonly over: () => void } => {
    const stops = new Set<() => void>();
    const follow: LiveRows['follow'] = (table, tenant, on) => {
      const stop = live.follow(table, tenant, on);
      stops.add(stop);
      return () => {
        if (stops.delete(stop)) stop();
      };
    };
    return {
      context: {
        identity,
        address,
        ports,
        loaders: loaders(ports.readDb, identity.tenant),
        live: { follow, close: () => undefined },
        minPosition: positionIn(minPosition),
        stale: { value: false },
      },
      over: () => {
        for (const stop of stops) stop();
        stops.clear();
      },
    };
  };
export type OperationContexts = ReturnType<typeof operationContexts>;
