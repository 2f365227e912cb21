import type { Actor, Domain } from '@master-ia/schemas/contract.ts';
import { memoryEventStore } from '../event-store/memory.ts';
import { storeTailFeed } from '../feed/store-tail.ts';
import { commandHandler, type CommandHandlerPorts } from '../kernel/command-handler.ts';
import { eventOpener, eventSealer } from '../kernel/events.ts';
import type { AnyProcesses } from '../kernel/process.ts';
import { registry } from '../kernel/registry.ts';
import { streamCache } from '../kernel/streams.ts';
import { memoryKeyVault, memorySecretVault } from '../key-vault/memory.ts';
import type { CommandEnvelope, CommandResult } from '../ports/commands.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { FactStore } from '../ports/facts.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import type { Log } from '../ports/log.ts';
import { fakeClock } from '../runtime/clock.ts';
import { systemIds, uuidFrom } from '../runtime/ids.ts';
import { parcelDecider, post } from './parcel.ts';

export const TENANT = uuidFrom('post office');
export const CLERK: Actor = { kind: 'user', id: uuidFrom('clerk') };
export const parcelId = (n: number | string): string => uuidFrom('parcel', String(n));
export const personId = uuidFrom('person');

/** Everything that was logged. */
export const loud = () => {
  const lines: { readonly level: string; readonly fields: Record<string, unknown>; readonly message: string }[] = [];
  const at = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, fields: fields as Record<string, unknown>, message });
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  return { log, lines };
};
/** Facts that a test sets; they have always reached every position, unless `behind`. */
export const givenFacts = () => {
  const values = new Map<string, unknown>();
  const state = { behind: false };
  const facts: FactStore = {
    one: async <T>(_: string, fact: string, key: string) => values.get(`${fact} ${key}`) as T | undefined,
    position: async () => '' as never,
    reached: async () => !state.behind,
  };
  return { facts, state, set: (fact: string, key: string, value: unknown): void => void values.set(`${fact} ${key}`, value) };
};

/** The kernel around the post domain. */
export const postOffice = (
  o: {
    readonly store?: EventStore;
    readonly vault?: KeyVault;
    readonly between?: (inner: EventStore) => EventStore;
    readonly authorise?: CommandHandlerPorts['authorise'];
    readonly processes?: readonly AnyProcesses[];
    readonly onPrepare?: () => Promise<void> | void;
    readonly facts?: FactStore;
    readonly domains?: readonly Domain[];
  } = {},
) => {
  const clock = fakeClock();
  const store = o.store ?? memoryEventStore();
  const vault = o.vault ?? memoryKeyVault();
  const known = registry(o.domains ?? [post]);
  const opener = eventOpener(known, vault);
  const { log, lines } = loud();
  const own = givenFacts();
  const facts = o.facts ?? own.facts;
  const seen = o.between?.(store) ?? store;
  const handler = () =>
    commandHandler([parcelDecider(o.onPrepare)], o.processes ?? [], {
      store: seen,
      vault,
      secrets: memorySecretVault(),
      facts,
      clock,
      ids: systemIds,
      log,
      registry: known,
      streams: streamCache(seen, opener, { max: 100 }),
      sealer: eventSealer(known, vault),
      passwords: { hash: async (p) => p, check: async (p, h) => p === h },
      authorise: o.authorise ?? (async () => true),
      media: { uploaded: async () => null },
    });
  const commands = handler();
  const send = (name: string, data: unknown, more: Partial<CommandEnvelope> = {}): Promise<CommandResult> =>
    commands.send({ name, id: systemIds.random(), tenant: TENANT, data, actor: CLERK, ...more });
  return {
    clock,
    store,
    vault,
    opener,
    registry: known,
    feed: storeTailFeed(store),
    facts,
    given: own,
    log,
    lines,
    handler,
    commands,
    send,
    ask: (n: number | string, more: Partial<CommandEnvelope> = {}) =>
      send('AskParcel', { parcelId: parcelId(n), personId, words: `parcel ${n}` }, more),
    events: async () => opener.open((await store.all('start', { max: 10_000 })).events),
    types: async () => (await store.all('start', { max: 10_000 })).events.map((e) => e.type),
    /** Types of one parcel's stream. */
    of: async (n: number | string) => (await store.read(`parcel-${parcelId(n)}`, { from: 0, max: 1000 })).map((e) => e.type),
  };
};
