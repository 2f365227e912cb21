import { setTimeout as pause } from 'node:timers/promises';
import type { Position } from '@master-ia/schemas/contract.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Commands } from '../ports/commands.ts';
import type { EventStore, Raw } from '../ports/event-store.ts';
import type { FactStore } from '../ports/facts.ts';
import type { Feed } from '../ports/feed.ts';
import type { Log } from '../ports/log.ts';
import type { Database } from '../ports/sql.ts';
import type { DeliveryOfContact, RawDeliveries } from '../ports/raw-deliveries.ts';
import type { Timer, Timers } from '../ports/timers.ts';
import type { WorkItem, WorkQueue } from '../ports/work-queue.ts';
import type { EventOpener } from './events.ts';
import type { Facts } from './decider.ts';
import { inLanes } from './in-lanes.ts';
import { ignored, type AnyReaction, type Send, type Step } from './reaction.ts';

/** Written so much later at most: what was handled since is handled again after a kill, and its steps do nothing twice. */
const CHECKPOINT_MS = 200;
/** Events handled at the same time. */
const PARALLEL = 16;
const TRANSIENT = new Set(['facts_behind', 'conflict']);
const TRIES = 5;
const BEHIND = 'behind a parked event';
/** Errors that pass by themselves: the batch is tried again. Every other one would stop the reaction for everybody, and parks its key. */
const INFRASTRUCTURE = new Set(['DatabaseUnavailable', 'TransactionAborted', 'StillTransient']);
class StillTransient extends Error {
  override readonly name = 'StillTransient';
}

export type ReactionPorts = {
  readonly feed: Feed;
  readonly store: EventStore;
  readonly db: Database;
  readonly opener: EventOpener;
  readonly commands: Commands;
  readonly facts: FactStore;
  readonly queue: WorkQueue;
  readonly timers: Timers;
  readonly raw: Pick<RawDeliveries, 'tellOf'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
};
/** `timers`: by id, the last word on each; null takes it away. */
type Work = {
  readonly items: WorkItem[];
  readonly timers: Map<string, Timer | null>;
  readonly releases: string[];
  readonly told: DeliveryOfContact[];
};

/** Runs one reaction from its checkpoint: at least once, in order per key; what a step may not do twice is kept apart by its id. */
export const reactionRunner = (r: AnyReaction, ports: ReactionPorts) => {
  const { db, ids, log } = ports;
  let parked: Set<string> | undefined;
  const write = (partition: string, cursor: string) =>
    db.query(
      'insert into work.checkpoint (name, partition, cursor) values ($1, $2, $3) on conflict (name, partition) do update set cursor = excluded.cursor',
      [r.name, partition, cursor],
      {
        name: 'reaction_checkpoint',
        durable: false,
      },
    );
  /** Where a partition is, not written yet. */
  const reachedAt = new Map<string, string>();
  let writing: Promise<void> | undefined;
  const writeReached = async (): Promise<void> => {
    for (const [partition, cursor] of [...reachedAt]) {
      await write(partition, cursor);
      if (reachedAt.get(partition) === cursor) reachedAt.delete(partition);
    }
  };
  /** Until nothing is left: what is reached while a write is under way is the next one's. */
  const writeSoon = async (): Promise<void> => {
    try {
      do {
        await pause(CHECKPOINT_MS);
        await writeReached();
      } while (reachedAt.size > 0);
    } catch (error) {
      log.warn({ reaction: r.name, error }, 'a checkpoint could not be written yet');
    } finally {
      writing = undefined;
    }
  };
  const reached = (partition: string, cursor: string): void => {
    reachedAt.set(partition, cursor);
    writing ??= writeSoon();
  };
  const checkpoint = async (partition: string): Promise<string> => {
    parked ??= new Set(
      (await db.query<{ key: string }>('select distinct key from work.parked_reaction where name = $1', [r.name])).rows.map((x) => x.key),
    );
    const { rows } = await db.query<{ cursor: string }>('select cursor from work.checkpoint where name = $1 and partition = $2', [
      r.name,
      partition,
    ]);
    if (rows[0]) return rows[0].cursor;
    if (r.start === 'origin') return 'start';
    // Now is the first start, not the next one.
    const head = await ports.store.head();
    await write(partition, head);
    return head;
  };
  const park = async (raw: Raw, why: string): Promise<void> => {
    log.error({ reaction: r.name, key: raw.key, position: raw.position, why }, 'parked');
    await db.query(
      'insert into work.parked_reaction (name, key, position, why, at) values ($1, $2, $3, $4, $5) on conflict (name, key, position) do update set why = excluded.why',
      [r.name, raw.key, raw.position, why, ports.clock.now()],
    );
    parked?.add(raw.key);
  };

  const send = async (raw: Raw, s: Send): Promise<string | null> => {
    for (let attempt = 1; ; attempt++) {
      const answer = await ports.commands.send({
        name: s.command,
        id: ids.from(r.name, s.fact, s.command),
        tenant: s.tenant ?? raw.tenant,
        data: s.data,
        actor: { kind: 'reaction', id: r.name },
        after: raw.position,
        causationId: raw.id,
        ...(s.occurredAt && { occurredAt: s.occurredAt }),
      });
      if (answer.ok || s.tolerate?.includes(answer.refusal.code)) return null;
      if (!TRANSIENT.has(answer.refusal.code))
        return `${s.command}: ${answer.refusal.code}${answer.refusal.field ? ` (${answer.refusal.field})` : ''}`;
      if (attempt >= TRIES) throw new StillTransient(`${s.command} stays ${answer.refusal.code}`);
    }
  };
  const perform = async (raw: Raw, steps: readonly Step[], work: Work): Promise<string | null> => {
    for (const s of steps) {
      if (s.kind === 'send') {
        const problem = await send(raw, s);
        if (problem !== null) return problem;
      } else if (s.kind === 'enqueue')
        work.items.push({
          id: ids.from('work', s.effect, s.fact),
          effect: s.effect,
          tenant: raw.tenant,
          stream: s.stream,
          lane: s.lane,
          order: raw.position,
          priority: s.priority,
          due: s.due ?? ports.clock.now(),
        });
      else if (s.kind === 'timer') work.timers.set(s.id, { id: s.id, name: s.name, tenant: raw.tenant, due: s.due, data: s.data });
      else if (s.kind === 'cancel') work.timers.set(s.id, null);
      else if (s.kind === 'tell') work.told.push({ tenant: raw.tenant, id: s.deliveryId, contactId: s.contactId });
      else work.releases.push(s.hold);
    }
    return null;
  };

  const planOf = async (raw: Raw): Promise<readonly Step[]> => {
    const handler = (r.on as Readonly<Record<string, (e: never, f: Facts) => Promise<readonly Step[]> | readonly Step[]>>)[raw.type];
    const [event] = await ports.opener.open([raw]);
    return (await handler?.(event as never, { one: (fact, key) => ports.facts.one(raw.tenant, fact, key) })) ?? [];
  };
  /** What stays wrong after a few tries is told, and parks the key. */
  const tried = async <T>(raw: Raw, work: () => Promise<T>): Promise<T | string> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (error instanceof Error && INFRASTRUCTURE.has(error.name)) throw error;
        log.warn({ reaction: r.name, position: raw.position, attempt, error }, 'an event could not be handled');
        // Its name only: a message may quote what it could not handle.
        if (attempt === TRIES) return `thrown: ${error instanceof Error ? error.name : 'unknown'}`;
        await new Promise((go) => setTimeout(go, 100 * attempt));
      }
    }
  };
  const plan = (raw: Raw): Promise<readonly Step[] | string> =>
    parked?.has(raw.key) ? Promise.resolve(BEHIND) : tried(raw, () => planOf(raw));
  const carryOut = async (raw: Raw, planned: readonly Step[] | string, work: Work): Promise<string | null> =>
    typeof planned === 'string' ? planned : tried(raw, () => perform(raw, planned, work));

  const oldest = (): number => (r.maxAgeMs === undefined ? 0 : ports.clock.now().getTime() - r.maxAgeMs);
  const flush = async (work: Work): Promise<void> => {
    const set = [...work.timers.values()].filter((t) => t !== null);
    const cancelled = [...work.timers].flatMap(([id, t]) => (t === null ? [id] : []));
    if (set.length > 0) await ports.timers.set(set);
    if (cancelled.length > 0) await ports.timers.cancel(cancelled);
    if (work.items.length > 0) await ports.queue.enqueue(work.items);
    if (work.told.length > 0) await ports.raw.tellOf(work.told);
    for (const hold of work.releases) await ports.queue.release(hold);
  };
  const nothing = (): Work => ({ items: [], timers: new Map(), releases: [], told: [] });

  /** Stopping begins no further event: what is left of the batch, and its checkpoint, are the next start's. */
  const on = async (partition: string, batch: readonly Raw[], cursor: string, signal: AbortSignal): Promise<'done' | { seek: string }> => {
    const since = oldest();
    const handled = batch.filter((raw) => {
      const handler = (r.on as Record<string, unknown>)[raw.type];
      return handler !== undefined && handler !== ignored && raw.at.getTime() >= since;
    });
    const work = nothing();
    let left = false;
    const last = batch.at(-1);
    if (handled.length > 0 && last) {
      // Facts of the batch's own events are looked at by its handlers.
      if (!(await ports.facts.reached(last.position, 5000))) throw new Error('facts are behind');
      await inLanes(handled, PARALLEL, async (raw) => {
        left ||= signal.aborted;
        if (left) return { lanes: [], run: async () => undefined };
        const planned = await plan(raw);
        const lanes =
          typeof planned === 'string' ? [] : planned.flatMap((s) => (s.kind === 'send' && s.lane !== undefined ? [`lane ${s.lane}`] : []));
        return {
          lanes: [...new Set([`key ${raw.key}`, ...lanes])],
          run: async () => {
            left ||= signal.aborted;
            if (left) return;
            const problem = parked?.has(raw.key) ? BEHIND : await carryOut(raw, planned, work);
            if (problem !== null) await park(raw, problem);
          },
        };
      });
    }
    if (left) return { seek: reachedAt.get(partition) ?? (await checkpoint(partition)) };
    await flush(work);
    reached(partition, cursor);
    return 'done';
  };

  /** Parked events again, in order: what stopped them may have been mended since this program was last started. */
  const resume = async (): Promise<void> => {
    const { rows } = await db.query<{ position: string }>('select position from work.parked_reaction where name = $1', [r.name]);
    const wanted = new Set(rows.map((x) => x.position));
    if (wanted.size === 0) return;
    const failed = new Set<string>();
    const since = oldest();
    let after: Position | 'start' = 'start';
    while (wanted.size > 0) {
      const page = await ports.store.all(after, { max: 500, domains: [r.domain] });
      for (const raw of page.events) {
        if (!wanted.delete(raw.position)) continue;
        if (!(await ports.facts.reached(raw.position, 5000))) throw new Error('facts are behind');
        const work = nothing();
        let problem: string | null = failed.has(raw.key) ? BEHIND : null;
        const handler = (r.on as Record<string, unknown>)[raw.type];
        if (problem === null && handler !== undefined && handler !== ignored && raw.at.getTime() >= since) {
          problem = await carryOut(raw, await tried(raw, () => planOf(raw)), work);
        }
        await flush(work);
        if (problem !== null) {
          failed.add(raw.key);
          await park(raw, problem);
        } else {
          await db.query('delete from work.parked_reaction where name = $1 and key = $2 and position = $3', [
            r.name,
            raw.key,
            raw.position,
          ]);
          log.info({ reaction: r.name, key: raw.key, position: raw.position }, 'a parked event was handled');
        }
      }
      if (page.next === after) break;
      after = page.next;
    }
    parked = failed;
  };
  const begin = async (signal: AbortSignal): Promise<void> => {
    for (let wait = 50; !signal.aborted; wait = Math.min(wait * 2, 2000)) {
      try {
        return await resume();
      } catch (error) {
        log.warn({ reaction: r.name, error }, 'parked events could not be tried again yet');
        await pause(wait, undefined, { signal }).catch(() => undefined);
      }
    }
  };

  return {
    name: r.name,
    run: async (signal: AbortSignal): Promise<void> => {
      await begin(signal);
      await ports.feed.run(
        r.name,
        [r.domain],
        { start: checkpoint, on: (p, batch, cursor) => on(p, batch, cursor, signal), max: 500 },
        signal,
      );
      await writing;
      await writeReached().catch((error: unknown) => log.warn({ reaction: r.name, error }, 'the last checkpoint could not be written'));
    },
  };
};
