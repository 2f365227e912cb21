import { setTimeout as pause } from 'node:timers/promises';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Commands } from '../ports/commands.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { FactStore } from '../ports/facts.ts';
import type { Log } from '../ports/log.ts';
import type { RateLimit } from '../ports/rate-limit.ts';
import type { Claimed, WorkQueue } from '../ports/work-queue.ts';
import type { AnyEffect, EffectIo, EffectStep, Outcome } from './effect.ts';
import type { EventOpener } from './events.ts';

export type EffectPorts = {
  readonly store: EventStore;
  readonly opener: EventOpener;
  readonly commands: Commands;
  readonly facts: FactStore;
  readonly queue: WorkQueue;
  readonly limit: RateLimit;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
};
const IDLE_MS = 1000;
/** Tries of what comes before the start; then its refusal is recorded. */
const MAX_UNSETTLED = 8;
/** At a stop running calls are let end for so long: a call that is cut off is in doubt. */
const GRACE_MS = 2500;

/** Finds due work of one effect and performs it; see {@link AnyEffect} for what is promised. */
export const effectWorker = (e: AnyEffect, ports: EffectPorts) => {
  const { queue, ids, log } = ports;
  const actor = { kind: 'connector', id: e.name } as const;

  /** An outcome is recorded whatever it takes: the call was made. */
  const record = async (item: Claimed, id: string, steps: readonly EffectStep[], signal: AbortSignal): Promise<void> => {
    for (const [i, step] of steps.entries()) {
      for (let wait = 50; ; wait = Math.min(wait * 2, 5000)) {
        try {
          const answer = await ports.commands.send({
            name: step.command,
            id: ids.from(id, String(i)),
            tenant: item.tenant,
            data: step.data,
            actor,
          });
          if (!answer.ok && answer.refusal.code === 'conflict') throw new Error('conflict');
          if (!answer.ok)
            log.error(
              { effect: e.name, stream: item.stream, command: step.command, refused: answer.refusal.code },
              'an outcome was refused',
            );
          break;
        } catch (error) {
          if (signal.aborted) throw error;
          log.warn({ effect: e.name, stream: item.stream, error }, 'an outcome could not be recorded yet');
          await new Promise((go) => setTimeout(go, wait));
        }
      }
    }
  };

  const perform = async (item: Claimed, signal: AbortSignal, stopping: AbortSignal): Promise<void> => {
    const now = ports.clock.now();
    const io: EffectIo = {
      tenant: item.tenant,
      now,
      signal,
      facts: { one: (fact, key) => ports.facts.one(item.tenant, fact, key) },
      stream: async (name) => {
        const [raws = []] = await ports.store.readMany([{ stream: name, from: 0 }]);
        return ports.opener.open(raws.filter((raw) => raw.tenant === item.tenant));
      },
    };
    const found = await e.input(await io.stream(item.stream), io);
    if (found === null) return queue.done([item]);
    let input = found as never;
    if (now.getTime() - item.due.getTime() > e.expiresMs) {
      await record(item, ids.from(item.id, 'expired', String(item.attempts)), e.expired(input), signal);
      return queue.done([item]);
    }
    const check = await e.check(input, io);
    if (check.kind === 'drop') return queue.done([item]);
    if (check.kind === 'refuse') {
      await record(item, ids.from(item.id, 'refused', String(item.attempts)), check.steps, signal);
      return queue.done([item]);
    }
    if (check.kind === 'later') return queue.later(item, check.due);
    if (check.kind === 'hold') {
      await queue.hold(item, check.hold);
      // The reason may have gone between the look and the hold: whoever removed it has released already. What the first look has read is old by now.
      const seen = await e.input(await io.stream(item.stream), io);
      if (seen === null || (await e.check(seen as never, io)).kind !== 'hold') await queue.release(check.hold);
      return;
    }
    const room = await ports.limit.take(e.limits(input));
    if (!room.ok) return queue.later(item, new Date(now.getTime() + room.afterMs));
    // Nothing is begun that may have to be cut off.
    if (stopping.aborted) return queue.later(item, item.due);
    const claim = ids.random();
    const ready = e.before ? await e.before(input, io) : undefined;
    let outcome: Outcome<unknown> | undefined;
    if (ready?.kind === 'ready') input = ready.input as never;
    else outcome = ready;
    if (!outcome) {
      const started = e.started(input);
      if (started) {
        const answer = await ports.commands.send({ name: started.command, id: claim, tenant: item.tenant, data: started.data, actor });
        // Somebody else has started it, or it is no longer asked for: a later look tells.
        if (!answer.ok || answer.repeated) return queue.later(item, new Date(now.getTime() + e.leaseMs));
      }
      outcome = await e.call(input, io).catch((error: unknown): Outcome<unknown> => {
        log.error({ effect: e.name, stream: item.stream, error }, 'a call failed unexpectedly');
        return { kind: 'ambiguous', why: 'internal_error' };
      });
    }
    const again =
      outcome.kind === 'refused' && outcome.retry !== 'never'
        ? outcome.retry.afterMs
        : e.safety === 'repeatable' && outcome.kind !== 'done'
          ? e.again(item.attempts, outcome as never)
          : null;
    // What will be called again without having been started has no outcome yet.
    const suspends = outcome.kind === 'refused' && outcome.suspend !== undefined;
    const unsettled =
      again !== null && (e.safety === 'repeatable' || ready?.kind === 'refused') && !suspends && item.attempts < MAX_UNSETTLED;
    if (!unsettled) await record(item, claim, e.outcome(input, outcome as never, item.attempts), signal);
    log.info(
      {
        effect: e.name,
        stream: item.stream,
        outcome: outcome.kind,
        ...(outcome.kind === 'refused' && { code: outcome.code }),
        ...(outcome.kind === 'ambiguous' && { why: outcome.why }),
      },
      'performed',
    );
    if (again !== null) return queue.later(item, new Date(ports.clock.now().getTime() + again));
    return queue.done([item]);
  };

  return {
    name: e.name,
    /** Works until aborted; then lets running calls end. */
    async run(signal: AbortSignal): Promise<void> {
      const running = new Set<Promise<void>>();
      const calls = new AbortController();
      let grace: NodeJS.Timeout | undefined;
      const stop = (): void => {
        grace = setTimeout(() => calls.abort(), GRACE_MS);
      };
      signal.addEventListener('abort', stop, { once: true });
      const failed = (error: unknown): null => {
        log.warn({ effect: e.name, error }, 'nothing could be claimed');
        return null;
      };
      while (!signal.aborted) {
        const free = e.parallel - running.size;
        const items = free > 0 ? await queue.claim(e.name, free, e.leaseMs).catch(failed) : [];
        if (items === null) {
          await pause(IDLE_MS, undefined, { signal }).catch(() => undefined);
          continue;
        }
        for (const item of items) {
          const one = perform(item, calls.signal, signal)
            .catch(async (error: unknown) => {
              log.error({ effect: e.name, stream: item.stream, error }, 'work failed');
              await queue
                .later(item, new Date(ports.clock.now().getTime() + Math.min(60_000, 500 * 2 ** Math.min(item.attempts, 7))))
                .catch(() => undefined);
            })
            .finally(() => running.delete(one));
          running.add(one);
        }
        if (items.length === 0)
          await (running.size >= e.parallel ? Promise.race(running) : Promise.race([queue.wait(e.name, IDLE_MS, signal), ...running]));
      }
      await Promise.allSettled(running);
      signal.removeEventListener('abort', stop);
      clearTimeout(grace);
    },
  };
};
