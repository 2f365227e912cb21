import type { Position } from '@master-ia/schemas/contract.ts';
import type { AnyEvent, View } from '../kernel/projection.ts';
import type { Registry } from '../kernel/registry.ts';
import type { EventStore, Raw } from '../ports/event-store.ts';
import type { Log } from '../ports/log.ts';
import type { Database } from '../ports/sql.ts';
import { batchSize } from './batch-size.ts';
import { createTables, dropVersion, ensureLive, indexesOf, nextVersion, progressOf, type Version } from './catalog.ts';
import { Undecodable, type Decoder } from './decode.ts';
import { domainsOf } from './status.ts';
import { hold, letGo, switchTo } from './switch-version.ts';
import { FoldFailed, writeBehind, type Prepared, type WriteBehind } from './write-behind.ts';

export type RebuildPorts = {
  /** Lane `rebuild`. */
  readonly db: Database;
  readonly store: Pick<EventStore, 'all' | 'head'>;
  readonly decoder: Decoder;
  readonly registry: Registry;
  readonly log: Log;
};
export type RebuildOptions = {
  /**
   * `full`: nobody else needs the machine; indexes after the load. `paced`: commands flow through the same database; in the embedded one an index over a million rows would freeze
   * everything for seconds: indexes first, writes of at most 20 ms, pauses between them.
   */
  readonly pace: 'full' | 'paced';
  /** Versions older than the one that was live stay too. */
  readonly keepOld?: boolean;
  /** `live`: up to where the live version is, however far that moves. `head`: to the end of the store, for when nobody runs the live version. */
  readonly upTo: 'live' | 'head';
  /** Of the feed, for a view that has never run. */
  readonly partition?: string;
  readonly signal?: AbortSignal;
  /** Events read at once, and rows per table that wait in memory, where the pace's own are not wanted. */
  readonly page?: number;
  readonly waitingRows?: number;
};
export type Rebuilt = {
  readonly view: string;
  readonly version: number;
  readonly events: number;
  readonly rows: number;
  readonly ms: number;
  readonly loadMs: number;
  readonly indexMs: number;
  readonly heldMs: number;
};

const PAGE = 2_500;
/** Rows per table that wait in memory for what else happens to them. */
const WAITING_ROWS = 40_000;
const PACED = { page: 300, targetMs: 15, pauseMs: 50, rows: 4_000 } as const;
const SWITCH_ATTEMPTS = 50;
const CHASES = 10;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const capacity = (head: string): number => Math.max(100_000, /^\d{20}$/.test(head) ? Number(head) : 5_000_000);

type Building = { readonly view: View; readonly live: Version; readonly next: Version; readonly rows: WriteBehind };

/** Builds the next version of the views from the store alone, beside the live ones, and switches to each. What fails leaves the live versions as they are. */
export const rebuild = async (views: readonly View[], o: RebuildPorts, options: RebuildOptions): Promise<readonly Rebuilt[]> => {
  const groups = new Map<string, View[]>();
  for (const view of views) {
    const domains = domainsOf(view, o.registry).join();
    const group = groups.get(domains);
    if (group) group.push(view);
    else groups.set(domains, [view]);
  }
  const done: Rebuilt[] = [];
  for (const [domains, group] of groups) done.push(...(await rebuildGroup(group, domains.split(','), o, options)));
  return done;
};

/** Views of the same domains: one pass over the events. */
const rebuildGroup = async (
  views: readonly View[],
  domains: readonly string[],
  o: RebuildPorts,
  options: RebuildOptions,
): Promise<readonly Rebuilt[]> => {
  const began = performance.now();
  const paced = options.pace === 'paced';
  const expected = capacity(await o.store.head());
  const page = options.page ?? PAGE;
  const size =
    paced && options.page === undefined
      ? batchSize({ targetMs: PACED.targetMs, min: 25, max: PACED.page * 2, start: PACED.page })
      : undefined;
  const building: Building[] = [];
  const wanted = (type: string): boolean => views.some((v) => (v.on.get(type)?.length ?? 0) > 0);
  const check = (): void => options.signal?.throwIfAborted();
  let events = 0;

  const readPage = async (after: string, limit: string): Promise<{ readonly raws: readonly Raw[]; readonly next: string }> => {
    const found = await o.store.all((after || 'start') as Position | 'start', { max: size?.now() ?? page, domains });
    if (found.next <= limit) return { raws: found.events, next: found.next };
    return { raws: found.events.filter((e) => e.position <= limit), next: limit };
  };
  const open = async (raws: readonly Raw[]): Promise<readonly AnyEvent[]> => {
    const opened: AnyEvent[] = [];
    for (const e of await o.decoder.decode(raws, wanted)) {
      if (e instanceof Undecodable) throw new FoldFailed(e.message, { cause: e });
      if (e !== undefined) opened.push(e);
    }
    return opened;
  };
  /** Folds what lies between two positions. Pages are read, opened and their rows loaded ahead of the fold; rows are written behind it. */
  const pass = async (of: readonly Building[], from: string, limit: string): Promise<void> => {
    type Page = { readonly count: number; readonly prepared: readonly Prepared[] };
    if (from >= limit) return;
    let at = from;
    let reading = readPage(at, limit);
    const ahead = async (): Promise<Page | undefined> => {
      if (at >= limit) return undefined;
      const page = await reading;
      at = page.next;
      if (at < limit) {
        reading = readPage(at, limit);
        reading.catch(() => undefined);
      }
      const opened = await open(page.raws);
      return { count: page.raws.length, prepared: of.map((b) => b.rows.prepare(opened)) };
    };
    for (let page = await ahead(); page;) {
      check();
      const following = ahead();
      following.catch(() => undefined);
      for (const [i, b] of of.entries()) await b.rows.fold(page.prepared[i]!);
      for (const b of of) {
        await b.rows.write();
        if (paced) {
          await b.rows.settled();
          await pause(PACED.pauseMs / of.length);
        }
      }
      events += page.count;
      page = await following;
    }
  };
  const flush = async (of: readonly Building[]): Promise<void> => {
    for (const b of of) await b.rows.write(true);
    for (const b of of) await b.rows.settled();
  };

  /** Where to stop for now: the least of what the live versions have folded. */
  const target = async (of: readonly Building[]): Promise<string> => {
    if (options.upTo === 'head') return o.store.head();
    const progress = (await Promise.all(of.map((b) => progressOf(o.db, b.live.view, b.live.version)))).filter((p) => p.length > 0).flat();
    return progress.length === 0 ? o.store.head() : progress.map((p) => p.position).sort()[0]!;
  };
  /** Folds up to where the live versions are. They go on meanwhile: there is always a little left, which is not chased for ever. */
  const chase = async (of: readonly Building[], from: string): Promise<string> => {
    let at = from;
    for (let round = 0; round < CHASES; round++) {
      const limit = await target(of);
      if (limit <= at) break;
      const before = events;
      await pass(of, at, limit);
      at = limit;
      if (events - before < (size?.now() ?? page)) break;
    }
    return at;
  };

  try {
    for (const view of views) {
      const live = await ensureLive(o.db, view);
      const next = await o.db.tx(async (q) => {
        const made = await nextVersion(q, view, 'building');
        await createTables(q, view, made.schema);
        if (paced) for (const index of indexesOf(view, made.schema)) await q.query(index);
        return made;
      });
      const rows = writeBehind(view, next.schema, o.db, {
        rows: options.waitingRows ?? (paced ? PACED.rows : WAITING_ROWS),
        expected,
        ...(size && { measured: (n: number, ms: number) => size.measured(n, ms) }),
      });
      building.push({ view, live, next, rows });
    }
    const at = await chase(building, '');
    await flush(building);
    const loadMs = performance.now() - began;
    if (!paced) {
      await Promise.all(building.flatMap((b) => indexesOf(b.view, b.next.schema).map((index) => o.db.query(index))));
    }
    await Promise.all(building.flatMap((b) => b.view.tables.map((t) => o.db.query(`analyze ${b.next.schema}.${t.name}`))));
    const indexMs = performance.now() - began - loadMs;

    const done: Rebuilt[] = [];
    for (const b of building) {
      const heldMs = await change(b, at);
      const result = {
        view: b.view.name,
        version: b.next.version,
        events,
        rows: b.rows.written(),
        ms: Math.round(performance.now() - began),
        loadMs: Math.round(loadMs),
        indexMs: Math.round(indexMs),
        heldMs: Math.round(heldMs),
      };
      o.log.info(result, 'a view was rebuilt and switched');
      done.push(result);
    }
    return done;
  } catch (e) {
    for (const b of building) await abandon(b);
    throw e;
  }

  /** Folds what the live version has folded since, without holding it up, then holds it for the last events and switches. Answers how long it was held. */
  async function change(b: Building, from: string): Promise<number> {
    let at = from;
    for (let attempt = 1; attempt <= SWITCH_ATTEMPTS; attempt++) {
      check();
      at = await chase([b], at);
      await flush([b]);
      const began = performance.now();
      const held = await hold(o.db, b.live);
      const last =
        held
          .map((h) => h.position)
          .sort()
          .at(-1) ?? at;
      if (last > at) {
        await pass([b], at, last);
        at = last;
      }
      await flush([b]);
      try {
        if (
          await switchTo(o.db, b.view, b.next, b.live, held, at, {
            keepOld: options.keepOld ?? false,
            partition: options.partition ?? 'log',
          })
        )
          return performance.now() - began;
      } catch (e) {
        await letGo(o.db, b.live);
        // A reader held the views, or another switch the catalogue: lock time-out or deadlock.
        if (!/^(55P03|40P01)$/.test(String((e as { code?: unknown }).code))) throw e;
      }
      await pause(20 * attempt);
    }
    throw new Error(`${b.view.name}: the switch did not get its turn`);
  }
  async function abandon(b: Building): Promise<void> {
    await b.rows.settled().catch(() => undefined);
    await o.db
      .tx(async (q) => {
        await q.query('lock table work.view in share row exclusive mode');
        const { rows } = await q.query<{ state: string }>('select state from work.view where name = $1 and version = $2', [
          b.next.view,
          b.next.version,
        ]);
        if (rows[0]?.state === 'building') await dropVersion(q, b.next);
      })
      .catch((e: unknown) => o.log.warn({ view: b.view.name, err: e }, 'what was built could not be removed; the next rebuild does it'));
  }
};
