import { batchSize } from './batch-size.ts';
import { definitionOf, ensureLive, ensureProgress, missingOf, type Version } from './catalog.ts';
import { changesOf } from './changes.ts';
import { Undecodable, type Decoded, type Decoder } from './decode.ts';
import { apply, find, forget, plan, remember, revert, settle, trim, viewState, type Planned } from './fold.ts';
import { channelOf, noticesOf, type Notice } from './notices.ts';
import { progress } from './progress.ts';
import { liveWrite, load, loadedName, reviveLoaded, type Loaded, type Parked, type Wanted } from './statements.ts';
import type { View } from '../kernel/projection.ts';
import type { Raw } from '../ports/event-store.ts';
import type { Feed } from '../ports/feed.ts';
import type { Log } from '../ports/log.ts';
import type { PubSub } from '../ports/pub-sub.ts';
import type { Database } from '../ports/sql.ts';
import { codeOf } from '../postgres/errors.ts';

export type RunnerPorts = {
  /** Lane `live`. */
  readonly db: Database;
  readonly feed: Feed;
  readonly decoder: Decoder;
  readonly pubSub: PubSub;
  readonly log: Log;
};
export type RunnerStatus = {
  readonly view: string;
  readonly version: number;
  /** `building`: not live before its first rebuild. `superseded`: a newer program's version is live. */
  readonly state: 'starting' | 'live' | 'degraded' | 'superseded' | 'stopped';
  readonly position: string;
  /** When the newest folded event was recorded. */
  readonly lastEventAt: Date | null;
  readonly parked: readonly string[];
};
export type ViewRunner = {
  readonly view: View;
  /** Follows the feed until aborted. Rejects when the version that is live was made by another definition. */
  run(signal: AbortSignal): Promise<void>;
  status(): RunnerStatus;
  reached(position: string, ms: number): Promise<boolean>;
};

/** Another definition of the view is live: only a rebuild by this program, or the other program, can go on. */
export class ViewSuperseded extends Error {
  override readonly name = 'ViewSuperseded';
}

type Place = { position: string; cursor: string };
/** Rows kept in memory per table. */
const CACHED_ROWS = 2_000;
/** Feed batches; they are written in smaller ones. */
const FEED_BATCH = 1_000;
const HELD_POLL_MS = 5;
/** A position that passed without an event of ours is written at most so often. */
const IDLE_SAVE_MS = 5_000;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const messageOf = (e: unknown): string => (e instanceof Error ? `${e.name}: ${e.message}` : String(e)).slice(0, 2_000);
/** What the database refuses because of what a row says: data exceptions and violated constraints. */
const isData = (e: unknown): boolean => /^2[23]/.test(codeOf(e) ?? '');
const UNDEFINED_TABLE = '42P01';

/**
 * Folds the live feed into the live version of a view. Rows, checkpoint and parked keys go in one statement that compares and sets the checkpoint: whoever has lost it
 * (another runner, a switch) writes nothing and takes up what is live now. Rows in memory are right as long as the checkpoint is ours.
 */
export const viewRunner = (view: View, domains: readonly string[], o: RunnerPorts): ViewRunner => {
  const state = viewState(view);
  const own = definitionOf(view);
  const done = progress();
  const places = new Map<string, Place>();
  const parked = new Set<string>();
  const size = batchSize({ targetMs: 15, min: 8, max: FEED_BATCH, start: 100 });
  let version: Version | undefined;
  let status: RunnerStatus['state'] = 'starting';
  let lastEventAt: Date | null = null;
  let savedAt = 0;

  const wanted = (type: string): boolean => (view.on.get(type)?.length ?? 0) > 0;
  const tell = (n: Notice): void => o.pubSub.publish(channelOf(view.name), JSON.stringify(n));
  const advance = (): void => {
    const slowest = [...places.values()].reduce<string | undefined>(
      (least, p) => (least === undefined || p.position < least ? p.position : least),
      undefined,
    );
    if (slowest !== undefined) done.advance(slowest);
  };

  /** Takes up what is live now, waiting while a switch holds it. Answers the cursor to go on from. */
  const takeUp = async (partition: string, signal: AbortSignal): Promise<string> => {
    forget(state);
    for (;;) {
      const live = await ensureLive(o.db, view);
      if (live.definition !== own) {
        status = 'superseded';
        throw new ViewSuperseded(`${view.name}: version ${live.version} was made by another definition`);
      }
      const at = await ensureProgress(o.db, live, partition);
      if (at.held && !signal.aborted) {
        await pause(HELD_POLL_MS);
        continue;
      }
      const { rows } = await o.db.query<{ key: string }>('select key from work.parked where view = $1 and version = $2', [
        view.name,
        live.version,
      ]);
      parked.clear();
      for (const r of rows) parked.add(r.key);
      status = parked.size > 0 ? 'degraded' : 'live';
      if (version && version.version !== live.version)
        o.log.info(
          { view: view.name, from: version.version, to: live.version, position: at.position },
          'another version of the view is live',
        );
      version = live;
      places.set(partition, { position: at.position, cursor: at.cursor });
      advance();
      return at.cursor;
    }
  };

  const loadRows = async (v: Version, planned: readonly Planned[]): Promise<void> => {
    const asked = new Map<string, Wanted>();
    find(state, planned, (table, tenant, id, key) => void asked.set(`${table}|${tenant}|${id}`, { table, tenant, id, key }));
    if (asked.size === 0) return;
    const s = load(view, v.schema, [...asked.values()]);
    const { rows } = await o.db.query<Loaded>(s.text, s.values, { name: s.name });
    const found = new Map(rows.map((l) => [loadedName(view, l), l]));
    for (const [name, w] of asked) {
      const l = found.get(name);
      remember(state, w.table, w.tenant, w.id, w.key, l && reviveLoaded(view, l), l?.r.last_position ?? '');
    }
  };

  type Item = { readonly raw: Raw; readonly event: Decoded | undefined };
  const park = (raw: Raw, e: unknown): Parked => ({
    key: raw.key,
    position: raw.position,
    eventId: raw.id,
    type: raw.type,
    error: messageOf(e),
  });

  /** Folds in memory what can be folded; what throws takes its key out of this and all later batches. */
  const fold = async (v: Version, items: readonly Item[]): Promise<Parked[]> => {
    const failed = new Map<string, Parked>();
    const fail = (raw: Raw, e: unknown): void => {
      if (!failed.has(raw.key)) failed.set(raw.key, park(raw, e));
    };
    const planned: { readonly raw: Raw; readonly plan: Planned }[] = [];
    for (const { raw, event } of items) {
      if (event === undefined || parked.has(raw.key) || failed.has(raw.key)) continue;
      if (event instanceof Undecodable) {
        fail(raw, event);
        continue;
      }
      try {
        planned.push({ raw, plan: plan(view, event) });
      } catch (e) {
        fail(raw, e);
      }
    }
    await loadRows(
      v,
      planned.map((p) => p.plan),
    );
    for (const { raw, plan: p } of planned) {
      if (p.ops.length === 0 || (failed.has(raw.key) && failed.get(raw.key)!.position <= raw.position)) continue;
      try {
        apply(state, p);
      } catch (e) {
        fail(raw, e);
      }
    }
    return [...failed.values()];
  };

  /** Writes a batch. false: the checkpoint was not ours any more, or the version's tables are gone. */
  const write = async (partition: string, items: readonly Item[], position: string, cursor: string, poison?: Parked): Promise<boolean> => {
    const v = version!;
    const place = places.get(partition)!;
    let failures: Parked[] = poison ? [poison] : [];
    try {
      if (!poison) failures = await fold(v, items);
      const s = liveWrite(
        view,
        v.schema,
        changesOf(state),
        { view: view.name, version: v.version, partition, from: place.position, position, cursor },
        failures,
      );
      // Not synced: after a crash rows and checkpoint are back at the same place, together.
      const { rows } = await o.db.query<{ moved: number }>(s.text, s.values, { name: s.name, durable: false });
      if (rows[0]!.moved !== 1) return false;
    } catch (e) {
      revert(state);
      if (codeOf(e) === UNDEFINED_TABLE && (await missingOf(o.db, [{ view, version: v }])).some((m) => m.tables)) return false;
      if (!isData(e) || poison) throw e;
      // A row that the database refuses: its event is found by halving, and parked like one whose fold threw.
      if (items.length > 1) {
        const half = items.length >> 1;
        const middle = items[half - 1]!.raw.position;
        return (
          (await write(partition, items.slice(0, half), middle, place.cursor)) && write(partition, items.slice(half), position, cursor)
        );
      }
      if (items.length === 0) throw e;
      return write(partition, [], position, cursor, park(items[0]!.raw, e));
    }
    const notices = noticesOf(state, position);
    settle(state);
    place.position = position;
    place.cursor = cursor;
    for (const f of failures) {
      parked.add(f.key);
      status = 'degraded';
      o.log.error(
        { view: view.name, key: f.key, position: f.position, type: f.type, error: f.error },
        'a fold failed: its key is parked until a rebuild',
      );
    }
    for (const n of notices) tell(n);
    trim(state, CACHED_ROWS);
    return true;
  };

  const lost = async (partition: string, signal: AbortSignal): Promise<{ readonly seek: string }> => {
    const seek = await takeUp(partition, signal);
    tell({ view: view.name, resync: true, version: version!.version, position: places.get(partition)!.position });
    return { seek };
  };

  const on = async (
    partition: string,
    batch: readonly Raw[],
    cursor: string,
    signal: AbortSignal,
  ): Promise<'done' | { readonly seek: string }> => {
    const place = places.get(partition)!;
    const raws = batch.filter((e) => e.position > place.position);
    const events = await o.decoder.decode(raws, wanted);
    for (let from = 0; from < raws.length;) {
      const to = Math.min(raws.length, from + size.now());
      const last = raws[to - 1]!;
      const items = raws.slice(from, to).map((raw, i) => ({ raw, event: events[from + i] }));
      const began = performance.now();
      if (!(await write(partition, items, last.position, to === raws.length ? cursor : place.cursor))) return lost(partition, signal);
      size.measured(to - from, performance.now() - began);
      savedAt = began;
      lastEventAt = last.at;
      advance();
      from = to;
    }
    return 'done';
  };

  /** Nothing for us up to here: the position moves in memory, and now and then in the database. */
  const passed = async (partition: string, position: string, cursor: string): Promise<void> => {
    const place = places.get(partition);
    if (!place || position <= place.position) return;
    if (performance.now() - savedAt < IDLE_SAVE_MS) return void done.advance(places.size === 1 ? position : '');
    savedAt = performance.now();
    // A checkpoint that is not ours any more is found by the next batch.
    if (await write(partition, [], position, cursor)) advance();
  };

  return {
    view,
    run: async (stop) => {
      const ended = new AbortController();
      const signal = AbortSignal.any([stop, ended.signal]);
      let why: ViewSuperseded | undefined;
      /** A throwing consumer would get the same batch again for ever. */
      const orEnd = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
        try {
          return await work;
        } catch (e) {
          if (!(e instanceof ViewSuperseded)) throw e;
          why = e;
          ended.abort();
          return otherwise;
        }
      };
      try {
        await o.feed.run(
          `view.${view.name}`,
          domains,
          {
            start: (partition) => takeUp(partition, signal),
            on: (partition, batch, cursor) => orEnd(on(partition, batch, cursor, signal), 'done'),
            passed: (partition, position, cursor) => passed(partition, position, cursor),
            max: FEED_BATCH,
          },
          signal,
        );
        if (why !== undefined) throw why;
      } finally {
        if (status !== 'superseded') status = 'stopped';
      }
    },
    status: () => ({
      view: view.name,
      version: version?.version ?? 0,
      state: status,
      position: done.at(),
      lastEventAt,
      parked: [...parked],
    }),
    reached: done.reached,
  };
};
