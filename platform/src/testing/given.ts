import assert from 'node:assert/strict';
import type { z } from 'zod';
import type { Actor, Aggregate, CommandDef, EventMap, NewEvent } from '@master-ia/schemas/contract.ts';
import { isRefused, type AnyDecider, type Ctx, type Decider, type Refused } from '../kernel/decider.ts';
import { uuidFrom } from '../runtime/ids.ts';
import { stored } from './project.ts';

export const TENANT = '11111111-1111-4111-8111-111111111111';
export const NOW = new Date('2026-01-20T12:00:00.000Z');
export const USER: Actor = { kind: 'user', id: '22222222-2222-4222-8222-222222222222' };

/** `id`: of the command; `newId(n)` and `id(…)` are those of the product. */
export type Around<F> = {
  readonly prepared?: F;
  readonly now?: Date;
  readonly actor?: Actor;
  readonly tenant?: string;
  readonly id?: string;
};
type Commands<A extends Aggregate> = A['commands'];
type Body<A extends Aggregate, K extends keyof Commands<A>> = Commands<A>[K] extends CommandDef<infer S> ? z.input<S> : never;

export const newIds = (id: string, tenant = TENANT) => ({ newId: (n: number) => uuidFrom(tenant, id, String(n)), id: uuidFrom });
export const COMMAND = '33333333-3333-4333-8333-333333333333';

const fold = (d: AnyDecider, events: readonly NewEvent<EventMap>[]): unknown =>
  stored(events).reduce<unknown>((s, e) => {
    const evolve = d.evolve[e.type];
    assert(evolve, `${d.aggregate.category} does not know the event ${e.type}`);
    return evolve(s as never, e as never);
  }, d.initial);

/** What the store would keep must be what the schema says, and nothing beside it: an unknown field would be stored in plain text. */
const storable = (aggregate: Aggregate, events: readonly NewEvent<EventMap>[]): void => {
  for (const e of events) {
    const def = aggregate.events[e.type];
    assert(def, `${aggregate.category} has no event ${e.type}`);
    assert.deepEqual(def.data.parse(e.data), JSON.parse(JSON.stringify(e.data)), `${e.type} is not what its schema says`);
  }
};

/**
 * A decider without anything around it: `given(contact).events({type, data}).when('BlockContact', {contactId}).then([…])`. The body goes through the command's schema; what `prepare` would
 * bring is given as `prepared`. `then` takes the events, or `refuse(code, field)`; `state` is the fold of all of them.
 */
export const given = <S, A extends Aggregate, Code extends string, F extends { [K in keyof A['commands']]: unknown }>(
  decider: Decider<S, A, Code, F>,
) => {
  const any = decider as unknown as AnyDecider;
  const after = (history: readonly NewEvent<A['events']>[]) => {
    storable(any.aggregate, history);
    return {
      events: (...more: readonly NewEvent<A['events']>[]) => after([...history, ...more]),
      get state(): S {
        return fold(any, history) as S;
      },
      when: <K extends keyof A['commands'] & string>(command: K, body: Body<A, K>, o: Around<F[K]> = {}) => {
        const def = any.aggregate.commands[command];
        const decide = any.decide[command];
        assert(def && decide, `${any.aggregate.category} has no command ${command}`);
        const data = def.data.parse(body);
        const tenant = o.tenant ?? TENANT;
        const ctx: Ctx<unknown> = {
          tenant,
          actor: o.actor ?? USER,
          now: o.now ?? NOW,
          prepared: o.prepared,
          ...newIds(o.id ?? COMMAND, tenant),
        };
        const before = fold(any, history);
        const answer = decide(before as never, data as never, ctx as never);
        if (!isRefused(answer)) storable(any.aggregate, answer);
        return {
          answer,
          /** State, then result, as a caller would get it. */
          get result(): unknown {
            assert(!isRefused(answer), `${command} was refused`);
            return any.result[command]?.(fold(any, [...history, ...answer] as never) as never, data as never, ctx as never);
          },
          then: (expected: readonly NewEvent<A['events']>[] | Refused<Code>): void => assert.deepEqual(answer, expected),
        };
      },
    };
  };
  return after([]);
};
