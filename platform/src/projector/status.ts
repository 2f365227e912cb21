import type { Position } from '@master-ia/schemas/contract.ts';
import type { View } from '../kernel/projection.ts';
import type { Registry } from '../kernel/registry.ts';
import type { Clock } from '../ports/clock.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { Database, Sql } from '../ports/sql.ts';
import { definitionOf, liveVersion, missingOf, progressOf, versions, type StoredVersion } from './catalog.ts';

/** How a view stands. `lag`: events of any kind between it and the end of the store, for display; null when the store's positions do not tell. `lagMs`: age of the oldest event that it lacks. */
export type ViewStatus = {
  readonly view: string;
  readonly version: number;
  /** `rebuilding`: this program needs another definition than the one that is live, and builds it. */
  readonly state: 'starting' | 'live' | 'degraded' | 'rebuilding' | 'superseded' | 'stopped';
  readonly position: string;
  readonly head: string;
  readonly lag: number | null;
  readonly lagMs: number;
  /** Keys whose fold failed. */
  readonly parked: readonly string[];
  /** Whether readers find the tables of the live version. */
  readonly readable: boolean;
  readonly versions: readonly Pick<StoredVersion, 'version' | 'state'>[];
};
type Known = Pick<ViewStatus, 'version' | 'state' | 'position' | 'parked'>;

/** The domains whose events a view folds. */
export const domainsOf = (view: View, registry: Registry): readonly string[] => [
  ...new Set([...view.on.keys()].map((type) => registry.event(type)!.domain)),
];

/** For display only: positions of the SQL store are numbers of events. */
const distance = (from: string, to: string): number | null => {
  if (!/^\d{20}$/.test(to) || !/^(\d{20})?$/.test(from)) return null;
  return Math.max(0, Number(BigInt(to) - BigInt(from || '0')));
};

/** Completes what is known of a view with the store's side. One query of the head and two of the catalogue for all of them, one more for each that is behind. */
export const statusOf = async (
  known: readonly { readonly view: View; readonly at: Known }[],
  o: { readonly db: Sql; readonly store: Pick<EventStore, 'all' | 'head'>; readonly registry: Registry; readonly clock: Clock },
): Promise<readonly ViewStatus[]> => {
  const [head, stored] = await Promise.all([o.store.head(), versions(o.db)]);
  const live = known.flatMap(({ view }) =>
    stored.filter((v) => v.view === view.name && v.state === 'live').map((version) => ({ view, version })),
  );
  const missing = await missingOf(o.db, live);
  return Promise.all(
    known.map(async ({ view, at }) => {
      const behind = at.position < head;
      const pending = behind
        ? (await o.store.all((at.position || 'start') as Position | 'start', { max: 1, domains: domainsOf(view, o.registry) })).events[0]
        : undefined;
      return {
        view: view.name,
        ...at,
        head,
        lag: behind && !pending ? 0 : distance(at.position, head),
        lagMs: pending ? Math.max(0, o.clock.now().getTime() - pending.at.getTime()) : 0,
        readable: missing.some((m) => m.view === view.name && !m.tables && !m.readers),
        versions: stored.filter((v) => v.view === view.name).map(({ version, state }) => ({ version, state })),
      };
    }),
  );
};

/** What the database tells of a view, for programs that do not run it. */
export const storedStatus = async (db: Database, view: View): Promise<Known> => {
  const live = await liveVersion(db, view.name);
  if (!live) return { version: 0, state: 'starting', position: '', parked: [] };
  const progress = await progressOf(db, view.name, live.version);
  const parked = (
    await db.query<{ key: string }>('select key from work.parked where view = $1 and version = $2', [view.name, live.version])
  ).rows.map((r) => r.key);
  const position =
    progress.reduce<string | undefined>((least, p) => (least === undefined || p.position < least ? p.position : least), undefined) ?? '';
  return {
    version: live.version,
    state: live.definition !== definitionOf(view) ? 'superseded' : parked.length > 0 ? 'degraded' : 'live',
    position,
    parked,
  };
};
