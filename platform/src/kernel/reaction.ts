import type { EventMap, Stored } from '@master-ia/schemas/contract.ts';
import type { Facts } from './decider.ts';

export const ignored = Symbol('ignored');
/** Sends a command; its id is uuidv5(reaction, `fact`, command). Refusals not tolerated park the key. */
export type Send = {
  readonly kind: 'send';
  readonly command: string;
  readonly fact: string;
  readonly data: unknown;
  readonly tenant?: string;
  readonly tolerate?: readonly string[];
  readonly occurredAt?: Date;
  /** Sends of one lane go in the order of their events, whatever the events' keys. */
  readonly lane?: string;
};
export type SetTimer = { readonly kind: 'timer'; readonly id: string; readonly name: string; readonly due: Date; readonly data: unknown };
export type CancelTimer = { readonly kind: 'cancel'; readonly id: string };
/** Puts an intent's stream into the work queue. `hold` releases are facts of their own. */
export type Enqueue = {
  readonly kind: 'enqueue';
  readonly effect: string;
  readonly stream: string;
  readonly lane: string;
  readonly priority: number;
  readonly due?: Date;
  readonly fact: string;
};
export type Release = { readonly kind: 'release'; readonly hold: string };
/** A raw delivery turned out to tell of a contact. */
export type Tell = { readonly kind: 'tell'; readonly deliveryId: string; readonly contactId: string };
export type Step = Send | SetTimer | CancelTimer | Enqueue | Release | Tell;

/** Event → commands, timers, work. Never rebuilt; keeps a checkpoint; its steps are idempotent. */
export type Reaction<E extends EventMap> = {
  readonly name: string;
  readonly domain: string;
  /** `now`: begins at the head when it is first run. */
  readonly start: 'origin' | 'now';
  /** Older events are left alone: for reactions that reach outside. */
  readonly maxAgeMs?: number;
  readonly on: {
    readonly [T in keyof E & string]: ((e: Stored<E, T>, facts: Facts) => Promise<readonly Step[]> | readonly Step[]) | typeof ignored;
  };
};
export const reaction = <E extends EventMap>(r: Reaction<E>) => r;
/** A reaction whose events the kernel does not need to know; each was checked where it was written. */
export type AnyReaction = Omit<Reaction<never>, 'on'> & {
  readonly on: Readonly<Record<string, ((e: never, facts: Facts) => Promise<readonly Step[]> | readonly Step[]) | typeof ignored>>;
};

/** What is remembered of a fact after an event: the new value, or undefined to forget it. */
export type FactChange = { readonly fact: string; readonly key: string; readonly change: (old: unknown) => unknown };
/** A fact's row, folded from events of one key. */
export const keep = <V>(fact: string, key: string, change: (old: V | undefined) => V | undefined): FactChange => ({
  fact,
  key,
  change: change as (old: unknown) => unknown,
});
/** The facts that a domain keeps: every event is folded or ignored. */
export type FactKeeper<E extends EventMap> = {
  readonly domain: string;
  readonly on: { readonly [T in keyof E & string]: ((e: Stored<E, T>) => readonly FactChange[]) | typeof ignored };
};
export const factKeeper = <E extends EventMap>(k: FactKeeper<E>) => k;
export type AnyFactKeeper = {
  readonly domain: string;
  readonly on: Readonly<Record<string, ((e: never) => readonly FactChange[]) | typeof ignored>>;
};
