import type { Commands } from '@master-ia/platform/ports/commands.ts';
import type { Clock, Ids } from '@master-ia/platform/ports/clock.ts';
import type { EventStore } from '@master-ia/platform/ports/event-store.ts';
import type { FactStore } from '@master-ia/platform/ports/facts.ts';
import type { Feed } from '@master-ia/platform/ports/feed.ts';
import type { KeyVault, SecretVault } from '@master-ia/platform/ports/key-vault.ts';
import type { Leases } from '@master-ia/platform/ports/leases.ts';
import type { Log } from '@master-ia/platform/ports/log.ts';
import type { MediaStore } from '@master-ia/platform/ports/media-store.ts';
import type { Database } from '@master-ia/platform/ports/sql.ts';
import type { RawDeliveries } from '@master-ia/platform/ports/raw-deliveries.ts';
import type { Timers } from '@master-ia/platform/ports/timers.ts';
import type { WorkQueue } from '@master-ia/platform/ports/work-queue.ts';
import { commandHandler } from '@master-ia/platform/kernel/command-handler.ts';
import { eventSealer, type EventOpener } from '@master-ia/platform/kernel/events.ts';
import { factRunner } from '@master-ia/platform/kernel/fact-runner.ts';
import { sqlFactStore } from '@master-ia/platform/kernel/fact-store.ts';
import { periodically } from '@master-ia/platform/kernel/periodic.ts';
import { reactionRunner } from '@master-ia/platform/kernel/reaction-runner.ts';
import type { Registry } from '@master-ia/platform/kernel/registry.ts';
import { streamCache } from '@master-ia/platform/kernel/streams.ts';
import { timerRunner } from '@master-ia/platform/kernel/timer-runner.ts';
import { earlyEvidence, strayEvidence } from './conversations/early-evidence.ts';
import { deleteUnusedUploads } from './conversations/unused-uploads.ts';
import { deciders, factKeepers, processes, reactions, timers as timerHandlers } from './domains.ts';
import { keptUntilEnded } from './kept-until-ended.ts';
import { authorise } from './tenancy/authorise.ts';

const HOUR_MS = 3_600_000;
/** Folded streams kept in memory. */
const STREAMS_KEPT = 20_000;

export type CommandServicePorts = {
  readonly registry: Registry;
  readonly opener: EventOpener;
  readonly store: EventStore;
  readonly feed: Feed;
  readonly vault: KeyVault;
  readonly secrets: SecretVault;
  readonly media: Pick<MediaStore, 'uploaded' | 'unused' | 'use' | 'delete'>;
  readonly leases: Leases;
  /** For facts: their own lane. */
  readonly factsDb: Database;
  readonly queueDb: Database;
  readonly queue: WorkQueue;
  readonly timers: Timers;
  readonly raw: Pick<RawDeliveries, 'tellOf'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly passwords: { hash(password: string): Promise<string>; check(password: string, hash: string): Promise<boolean> };
  /** Channels of the simulator may be connected. */
  readonly simulatedAllowed: boolean;
};
export type CommandService = {
  readonly commands: Commands;
  readonly facts: FactStore;
  /** The same commands by another clock: for sample data of days past. */
  at(clock: Clock): Commands;
  /** Runs facts, reactions and timers until aborted. */
  run(signal: AbortSignal): Promise<void>;
};

/** The only one that appends. */
export const createCommandService = (ports: CommandServicePorts): CommandService => {
  const { registry, opener, store, feed, vault, clock, ids, log } = ports;
  const facts = sqlFactStore(ports.factsDb);
  const early = earlyEvidence(ports.queueDb);
  const at = (by: Clock): Commands =>
    commandHandler(deciders({ simulatedAllowed: ports.simulatedAllowed }), processes(early), {
      store,
      vault,
      secrets: ports.secrets,
      facts,
      clock: by,
      ids,
      log,
      registry,
      streams: streamCache(store, opener, { max: STREAMS_KEPT }),
      sealer: eventSealer(registry, vault),
      passwords: ports.passwords,
      authorise,
      media: ports.media,
    });
  const commands = at(clock);
  const keeper = factRunner(factKeepers, { feed, db: ports.factsDb, opener, log, moved: facts.moved });
  const runners = reactions(early).map((r) =>
    reactionRunner(r, {
      feed,
      store,
      db: ports.queueDb,
      opener,
      commands,
      facts,
      queue: ports.queue,
      timers: ports.timers,
      raw: ports.raw,
      clock,
      ids,
      log,
    }),
  );
  const timing = timerRunner(timerHandlers, { timers: ports.timers, commands, clock, ids, log });
  const uploads = {
    name: 'unused_uploads',
    everyMs: HOUR_MS,
    task: (signal: AbortSignal) => deleteUnusedUploads({ media: ports.media, store, facts, clock }, signal),
  };
  return {
    commands,
    facts,
    at,
    run: async (signal) => {
      await keptUntilEnded(
        (until) =>
          keeper.run(
            registry.domains.map((d) => d.name),
            until,
          ),
        [
          ...runners.map((r) => (stopping: AbortSignal) => r.run(stopping)),
          (stopping) => timing.run(stopping),
          (stopping) => periodically(uploads, ports, stopping),
          (stopping) => periodically(strayEvidence({ early, clock }), ports, stopping),
        ],
        signal,
      );
    },
  };
};
