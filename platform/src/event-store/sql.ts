import { InvalidEvent, ForeignPosition, type EventStore, type Raw } from '../ports/event-store.ts';
import type { Log } from '../ports/log.ts';
import type { Database } from '../ports/sql.ts';
import { DatabaseUnavailable, codeOf } from '../postgres/errors.ts';
import { acceptAppend } from './accept.ts';
import { appendBatcher, type Answer, type Append } from './append-batcher.ts';
import { bell } from './bell.ts';
import { follow } from './follow.ts';
import { fromPosition, toPosition } from './position.ts';
import { recentEvents } from './recent.ts';
import { columns, toRaw, type EventRow } from './rows.ts';
import { streamLoader } from './stream-loader.ts';

const APPEND = 'select log.append_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) answers';
const PAGE = `select ${columns('e')} from log.event e where e.position > $1 and e.position <= $1::bigint + $2::int order by e.position`;
/** The head of the same snapshot tells how far an empty answer reaches. */
const FILTERED_PAGE = `
  select s.position as head, e.* from log.store s left join lateral (
    select ${columns('e')} from log.event e where e.position > $1 and e.position <= $1::bigint + $2::int and e.domain = any($3) order by e.position limit $4
  ) e on true order by e.position`;
const BACKWARDS = `select ${columns('e')} from log.event e where e.stream = $1 and ($2 < 0 or e.revision <= $2) order by e.revision desc limit $3`;
/** Positions that a filtered page looks through, at least. */
const WINDOW = 5_000;
/** A ring can be lost with its connection; this is how long that goes unnoticed. */
const POLL_MS = 1_000;
/** What is trusted between two polls is no longer trusted by the next one. */
const POLL_EARLY_MS = 100;
/** How often an append whose answer was lost is sent again: its ids make that harmless. With the waiting inside `Database` about 15 s. */
const RESENDS = 3;

/** Answers of the database that are about an event: bad text, bad JSON, limits of the program. */
const isData = (e: unknown): boolean => /^(22|54)/.test(codeOf(e) ?? '');

const flushTo =
  (db: Database, log: Log) =>
  async (items: readonly Append[]): Promise<readonly Answer[]> => {
    const events = items.flatMap((a) => a.events);
    const list = (parts: readonly (string | number)[]): string => parts.join('\x1f');
    const values = [
      list(items.map((a) => a.stream)),
      list(items.map((a) => (a.expected === 'none' ? -1 : a.expected))),
      list(items.map((a) => a.events.length)),
      list(events.map((e) => e.id)),
      list(events.map((e) => e.tenant)),
      list(events.map((e) => e.domain)),
      list(events.map((e) => e.type)),
      list(events.map((e) => e.version)),
      list(events.map((e) => e.key)),
      list(events.map((e) => e.at.toISOString())),
      list(events.map((e) => e.payload)),
      list(events.map((e) => e.metadata)),
    ];
    for (let resends = 0; ; resends++) {
      try {
        const { rows } = await db.query<{ answers: string[] }>(APPEND, values, { name: 'log_append' });
        const n = rows[0]!.answers.map(Number);
        return items.map((_, i) => {
          const [kind, revision, position] = [n[3 * i], n[3 * i + 1]!, n[3 * i + 2]!];
          if (kind === 0) return { ok: false, actual: revision < 0 ? 'none' : revision };
          return { ok: true, revision, position: toPosition(position), repeated: kind === 2 };
        });
      } catch (e) {
        if (isData(e)) throw new InvalidEvent(`the database refuses the event: ${(e as Error).message}`, { cause: e });
        if (!(e instanceof DatabaseUnavailable && e.maybeDone) || resends === RESENDS) throw e;
        log.warn({ code: e.code, appends: items.length }, 'an append went unanswered and is sent again');
      }
    }
  };

/** What a flush stored, as a reader would get it, and the position before it. */
const storedBy = (items: readonly Append[], answers: readonly Answer[]): { readonly after: number; readonly events: readonly Raw[] } => {
  const events = items.flatMap(({ stream, events: list }, i): readonly Raw[] => {
    const a = answers[i]!;
    if (!a.ok || a.repeated) return [];
    const [revision, position] = [a.revision - list.length + 1, Number(a.position) - list.length + 1];
    return list.map((e, k) => ({ ...e, at: new Date(e.at), stream, revision: revision + k, position: toPosition(position + k) }));
  });
  return { after: Number(events[0]?.position ?? 1) - 1, events };
};

/**
 * The event store in PostgreSQL, embedded or not (schema `log`). `db` appends and reads for commands, `followers` reads for tails (their own lane).
 * Every process that appends goes through `log.append_batch`. Appends throw `DatabaseUnavailable` when the database stays away: they may have been stored, and may be sent again.
 */
export const openSqlEventStore = async (o: {
  readonly db: Database;
  readonly followers?: Database;
  readonly log: Log;
}): Promise<EventStore & { close(): Promise<void> }> => {
  const { db, log } = o;
  const followers = o.followers ?? db;
  const { rows } = await db.query<{ store_id: string }>('select store_id from log.store');
  const load = streamLoader(db);
  const page = async (q: Database, after: number, max: number): Promise<readonly Raw[]> =>
    (await q.query<EventRow>(PAGE, [after, max], { name: 'log_page' })).rows.map(toRaw);
  const head = async (q: Database): Promise<number> =>
    Number((await q.query<{ position: string }>('select position from log.store', [], { name: 'log_head' })).rows[0]!.position);
  /** The number of a position that is not beyond the end. */
  const known = async (q: Database, after: Parameters<EventStore['all']>[0]): Promise<number> => {
    const from = fromPosition(after);
    if (from > 0 && from > (await head(q))) throw new ForeignPosition(`${after} is beyond the end of this log`);
    return from;
  };

  const changed = bell();
  const recent = recentEvents((after, max) => page(followers, after, max), POLL_MS - POLL_EARLY_MS);
  let following = 0;
  let listening: Promise<() => Promise<void>> | undefined;
  let flushing = false;
  /** The newest position that the database has told of: other processes append too. */
  let told = 0;
  const heard = (payload: string): void => {
    told = payload === '' ? Infinity : Math.max(told, Number(payload));
    // Of a flush of our own the answer says it all.
    if (!flushing) look();
  };
  const look = (): void => {
    if (told > recent.end()) {
      recent.stale();
      changed.ring();
    }
    told = 0;
  };
  const flush = flushTo(db, log);
  const append = appendBatcher(
    async (items) => {
      flushing = true;
      try {
        const answers = await flush(items);
        if (following > 0) {
          const stored = storedBy(items, answers);
          if (stored.events.length > 0) {
            recent.grown(stored.after, stored.events);
            changed.ring();
          }
        } else recent.stale();
        return answers;
      } finally {
        flushing = false;
        look();
      }
    },
    (e) => e instanceof DatabaseUnavailable,
  );

  return {
    storeId: rows[0]!.store_id,
    append: async (stream, expected, events) => {
      acceptAppend(stream, expected, events);
      return append({ stream, expected, events });
    },
    read: async (stream, { from, back, max }) => {
      if (!back) return (await load([{ stream, from, max }]))[0]!;
      return (await db.query<EventRow>(BACKWARDS, [stream, from, max], { name: 'log_read_back' })).rows.map(toRaw);
    },
    readMany: (streams) => load(streams.map((s) => ({ ...s, max: null }))),
    all: async (after, { max, domains }) => {
      const from = fromPosition(after);
      if (!domains) {
        const events = await page(db, from, max);
        return { events, next: events.at(-1)?.position ?? toPosition(await known(db, after)) };
      }
      const window = Math.max(WINDOW, max);
      const found = await db.query<EventRow & { head: string; position: string | null }>(FILTERED_PAGE, [from, window, domains, max], {
        name: 'log_page_domains',
      });
      const end = Number(found.rows[0]!.head);
      if (from > end) throw new ForeignPosition(`${after} is beyond the end of this log`);
      const events = found.rows.filter((r) => r.position !== null).map(toRaw);
      const next = events.length === max ? events.at(-1)!.position : toPosition(Math.min(from + window, end));
      return { events, next };
    },
    tail: async (after, on, signal, t) => {
      if (signal.aborted) return;
      const max = t?.max ?? 500;
      let checked = false;
      const next = async (at: typeof after) => {
        const from = checked ? fromPosition(at) : await known(followers, at);
        checked = true;
        const events = await recent.page(from, max);
        return { events, next: events.at(-1)?.position ?? toPosition(from) };
      };
      listening ??= followers.listen('log_event', heard);
      await listening;
      following++;
      try {
        await follow(
          { page: next, bell: changed, pollMs: POLL_MS, log, transient: (e) => e instanceof DatabaseUnavailable },
          after,
          on,
          signal,
        );
      } finally {
        following--;
      }
    },
    head: async () => toPosition(await head(db)),
    close: async () => (await listening)?.(),
  };
};
