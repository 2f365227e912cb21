import { registry } from '@master-ia/platform/kernel/registry.ts';
import type { View } from '@master-ia/platform/kernel/projection.ts';
import type { Clock } from '@master-ia/platform/ports/clock.ts';
import type { EventStore } from '@master-ia/platform/ports/event-store.ts';
import type { Feed } from '@master-ia/platform/ports/feed.ts';
import type { KeyVault } from '@master-ia/platform/ports/key-vault.ts';
import type { Log } from '@master-ia/platform/ports/log.ts';
import type { PubSub } from '@master-ia/platform/ports/pub-sub.ts';
import type { Database } from '@master-ia/platform/ports/sql.ts';
import { definitionOf, ensureLive } from '@master-ia/platform/projector/catalog.ts';
import { eventDecoder } from '@master-ia/platform/projector/decode.ts';
import { ViewSuperseded, viewRunner, type ViewRunner } from '@master-ia/platform/projector/runner.ts';
import { domainsOf, statusOf, type ViewStatus } from '@master-ia/platform/projector/status.ts';
import { domains } from '@master-ia/schemas/domains.ts';
import { projections } from './projections.ts';

export type ProjectionPorts = {
  /** Lane `live`. */
  readonly db: Database;
  readonly store: Pick<EventStore, 'all' | 'head'>;
  readonly feed: Feed;
  readonly vault: Pick<KeyVault, 'cached' | 'keys'>;
  readonly pubSub: PubSub;
  readonly clock: Clock;
  readonly log: Log;
};
export type ProjectionService = {
  /** Resolves when every view has its tables; from then on they follow the feed until `stop`. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Bounded wait until the named views have folded everything up to a position. */
  reached(views: readonly string[], position: string, ms: number): Promise<boolean>;
  status(): Promise<readonly ViewStatus[]>;
};

const LONGEST_PAUSE_MS = 2_000;
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        done();
      },
      { once: true },
    );
  });

/** Runs every view of the product in this process. */
export const createProjectionService = (o: ProjectionPorts, views: readonly View[] = projections): ProjectionService => {
  const known = registry(domains);
  const decoder = eventDecoder({ registry: known, vault: o.vault });
  const runners = new Map<string, ViewRunner>(views.map((v) => [v.name, viewRunner(v, domainsOf(v, known), { ...o, decoder })]));
  const stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();

  const keepRunning = async (runner: ViewRunner): Promise<void> => {
    for (let wait = 50; !stopping.signal.aborted; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        await runner.run(stopping.signal);
      } catch (e) {
        if (e instanceof ViewSuperseded) {
          o.log.error({ view: runner.view.name }, 'another definition of the view is live: this program leaves it alone');
          return;
        }
        o.log.error({ view: runner.view.name, err: e }, 'a view has stopped and starts again');
        await pause(wait, stopping.signal);
      }
    }
  };

  return {
    start: async () => {
      for (const view of views) {
        const live = await ensureLive(o.db, view);
        if (live.definition !== definitionOf(view)) o.log.warn({ view: view.name, version: live.version }, 'the live version of the view was made by another definition');
      }
      running = Promise.all([...runners.values()].map(keepRunning));
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
    reached: async (names, position, ms) => {
      const asked = names.map((name) => {
        const runner = runners.get(name);
        if (!runner) throw new Error(`there is no view ${name}`);
        return runner;
      });
      return (await Promise.all(asked.map((r) => r.reached(position, ms)))).every(Boolean);
    },
    status: () => statusOf([...runners.values()].map((r) => ({ view: r.view, at: r.status() })), { ...o, registry: known }),
  };
};
