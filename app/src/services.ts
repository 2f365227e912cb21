import { createCommandService } from '@master-ia/command-service/service.ts';
import { createConnectors } from '@master-ia/connectors/service.ts';
import { checkMovedChannels } from '@master-ia/connectors/whatsapp/effects/channel-work-at-start.ts';
import type { KindTable } from '@master-ia/connectors/whatsapp/cloud/kinds/kind-parser.ts';
import { openPasswords } from '@master-ia/platform/crypto/passwords.ts';
import { openProviderHttp } from '@master-ia/platform/http/provider.ts';
import { eventOpener } from '@master-ia/platform/kernel/events.ts';
import { registry } from '@master-ia/platform/kernel/registry.ts';
import type { Clock, Ids } from '@master-ia/platform/ports/clock.ts';
import type { Log } from '@master-ia/platform/ports/log.ts';
import type { Lifecycle } from '@master-ia/platform/runtime/lifecycle.ts';
import { createProjectionService } from '@master-ia/projection-service/service.ts';
import { domains } from '@master-ia/schemas/domains.ts';
import type { Engines } from './engines.ts';

/** Head of a log without events. */
const EMPTY = '0'.repeat(20);
const FACTS_LOOK_MS = 500;
const GRAPH_URL = 'https://graph.facebook.com';

export type ServiceOptions = {
  readonly engines: Engines;
  readonly life: Lifecycle;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly graph: { readonly url: string | undefined; readonly version: string; readonly stallMs?: number };
  readonly simulatorUrl: string | null;
  readonly simulatedAllowed: boolean;
  readonly callbackUrl: (channelId: string, simulated: boolean) => string;
  readonly kinds?: KindTable;
};
export const passwords = openPasswords();

/** Command-service, projection-service and connectors in this process, running until the lifecycle stops them. */
export const startServices = async (o: ServiceOptions) => {
  const { engines: e, life, log, clock, ids } = o;
  const known = registry(domains);
  const opener = eventOpener(known, e.vault);
  const command = createCommandService({
    registry: known,
    opener,
    store: e.store,
    feed: e.feed,
    vault: e.vault,
    secrets: e.secrets,
    media: e.media,
    factsDb: e.factsDb,
    queueDb: e.queueDb,
    queue: e.queue,
    timers: e.timers,
    raw: e.raw,
    leases: e.leases,
    clock,
    ids,
    log,
    passwords,
    simulatedAllowed: o.simulatedAllowed,
  });
  const projection = createProjectionService({ db: e.liveDb, store: e.store, feed: e.feed, vault: e.vault, pubSub: e.pubSub, clock, log });
  const http = await life.start(
    'provider http',
    () => openProviderHttp(),
    (h) => h.close(),
  );
  const connectors = createConnectors({
    store: e.store,
    feed: e.feed,
    db: e.queueDb,
    queryDb: e.queryDb,
    opener,
    commands: command.commands,
    facts: command.facts,
    queue: e.queue,
    timers: e.timers,
    limit: e.limit,
    secrets: e.secrets,
    raw: e.raw,
    leases: e.leases,
    media: e.media,
    cache: e.cache,
    pubSub: e.pubSub,
    clock,
    ids,
    log,
    transport: http,
    graph: { ...o.graph, url: o.graph.url ?? GRAPH_URL },
    simulatorUrl: o.simulatorUrl,
    callbackUrl: o.callbackUrl,
    ...(o.kinds && { kinds: o.kinds }),
  });
  await life.start(
    'projections',
    () => projection.start(),
    () => projection.stop(),
  );
  const loop = (name: string, run: (signal: AbortSignal) => Promise<void>) => {
    const stopping = new AbortController();
    return life.start(
      name,
      () => ({ done: run(stopping.signal) }),
      async (running) => {
        stopping.abort();
        await running.done;
      },
    );
  };
  await loop('reactions', (signal) => command.run(signal));
  const checkMoved = async (signal: AbortSignal): Promise<void> => {
    try {
      const head = await e.store.head();
      if (head === EMPTY) return;
      while (!(await command.facts.reached(head, FACTS_LOOK_MS))) if (signal.aborted) return;
      await checkMovedChannels({ db: e.queryDb, commands: command.commands, ids, log, callbackUrl: o.callbackUrl });
    } catch (error) {
      // Deliveries of earlier checks still come; a person can ask again.
      log.warn({ error }, 'the addresses of the channels could not be looked at');
    }
  };
  return {
    registry: known,
    opener,
    commands: command.commands,
    commandsAt: command.at,
    facts: command.facts,
    projection,
    connectors,
    /** From now on providers are reached; those that deliver to another address than today's are told it. */
    startConnectors: () => loop('connectors', (signal) => Promise.all([connectors.run(signal), checkMoved(signal)]).then(() => undefined)),
  };
};
export type Services = Awaited<ReturnType<typeof startServices>>;
