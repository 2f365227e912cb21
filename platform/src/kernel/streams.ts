import type { Meta, Position } from '@master-ia/schemas/contract.ts';
import type { EventStore, Raw } from '../ports/event-store.ts';
import type { AnyDecider } from './decider.ts';
import type { EventOpener } from './events.ts';
import type { Metadata } from './metadata.ts';

/** A stream folded up to a revision, with the commands that made it. */
export type Folded = {
  readonly state: unknown;
  readonly revision: number;
  readonly position: Position;
  readonly key: string;
  readonly tenant: string;
  /** By command id: fingerprint of its body. */
  readonly commands: ReadonlyMap<string, string>;
};
export type StoredAny = { readonly type: string; readonly data: unknown; readonly meta: Meta };

const fold = (
  d: AnyDecider,
  before: Folded | undefined,
  events: readonly { readonly event: StoredAny; readonly fingerprint: string }[],
): Folded | undefined => {
  let now = before;
  for (const { event, fingerprint } of events) {
    const evolve = d.evolve[event.type];
    if (!evolve) throw new Error(`${d.aggregate.category} does not know the event ${event.type}`);
    const commands = new Map(now?.commands);
    commands.set(event.meta.commandId, fingerprint);
    now = {
      state: evolve((now ? now.state : d.initial) as never, event as never),
      revision: event.meta.revision,
      position: event.meta.position,
      key: event.meta.key,
      tenant: event.meta.tenant,
      commands,
    };
  }
  return now;
};

/** Folded streams, kept by revision: a load reads only what is newer. Least recently used ones are forgotten. */
export const streamCache = (store: EventStore, opener: EventOpener, o: { readonly max: number }) => {
  const kept = new Map<string, Folded>();
  const keep = (stream: string, f: Folded): void => {
    kept.delete(stream);
    kept.set(stream, f);
    if (kept.size > o.max)
      for (const oldest of kept.keys()) {
        kept.delete(oldest);
        break;
      }
  };
  const opened = async (raws: readonly Raw[]) => {
    const events = await opener.open(raws);
    return events.map((event, i) => ({ event, fingerprint: (JSON.parse((raws[i] as Raw).metadata) as Metadata).b }));
  };
  return {
    async load(d: AnyDecider, id: string): Promise<Folded | undefined> {
      const stream = `${d.aggregate.category}-${id}`;
      const before = kept.get(stream);
      const [raws = []] = await store.readMany([{ stream, from: before ? before.revision + 1 : 0 }]);
      const now = fold(d, before, await opened(raws));
      if (now) keep(stream, now);
      return now;
    },
    /** After an append of ours: folds what was written without reading it back. */
    advance(d: AnyDecider, id: string, before: Folded | undefined, events: readonly StoredAny[], fingerprint: string): Folded {
      const now = fold(
        d,
        before,
        events.map((event) => ({ event, fingerprint })),
      );
      if (!now) throw new Error('nothing was appended');
      keep(`${d.aggregate.category}-${id}`, now);
      return now;
    },
    forget(d: AnyDecider, id: string): void {
      kept.delete(`${d.aggregate.category}-${id}`);
    },
  };
};
export type StreamCache = ReturnType<typeof streamCache>;
