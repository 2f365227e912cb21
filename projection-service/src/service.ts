import { registry } from '@master-ia/platform/kernel/registry.ts';
import type { View } from '@master-ia/platform/kernel/projection.ts';
import type { Clock } from '@master-ia/platform/ports/clock.ts';
import type { EventStore } from '@master-ia/platform/ports/event-store.ts';
import type { Feed } from '@master-ia/platform/ports/feed.ts';
import type { KeyVault } from '@master-ia/platform/ports/key-vault.ts';
import type { Log } from '@master-ia/platform/ports/log.ts';
import type { PubSub } from '@master-ia/platform/ports/pub-sub.ts';
import type { Database } from '@master-ia/platform/ports/sql.ts';
import { definitionOf, ensureLive, isNewer, liveVersion } from '@master-ia/platform/projector/catalog.ts';
import { eventDecoder } from '@master-ia/platform/projector/decode.ts';
import { rebuild } from '@master-ia/platform/projector/rebuild.ts';
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
  const rebuilding = new Set<string>();
  let running: Promise<unknown> = Promise.resolve();

  /** A version that another definition has made cannot be gone on with: this program's is built first, from the store alone, while readers see the old one. */
  const bringUpToDate = async (view: View): Promise<void> => {
    const live = await liveVersion(o.db, view.name);
    if (!live || live.definition === definitionOf(view) || isNewer(live.definition, view)) return;
    rebuilding.add(view.name);
    try {
      o.log.warn({ view: view.name, version: live.version }, 'the view has another definition now: it is rebuilt');
      await rebuild(
        [view],
        { db: o.db, store: o.store, decoder, registry: known, log: o.log },
        { pace: 'paced', upTo: 'head', signal: stopping.signal },
      );
    } finally {
      rebuilding.delete(view.name);
    }
  };
  const keepRunning = async (runner: ViewRunner): Promise<void> => {
    for (let wait = 50; !stopping.signal.aborted; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        await bringUpToDate(runner.view);
        await runner.run(stopping.signal);
      } catch (e) {
        if (stopping.signal.aborted) return;
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
      for (const view of views) await ensureLive(o.db, view);
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
    status: () =>
      statusOf(
        [...runners.values()].map((r) => ({
          view: r.view,
          at: rebuilding.has(r.view.name) ? { ...r.status(), state: 'rebuilding' as const } : r.status(),
        })),
        { ...o, registry: known },
      ),
  };
};
