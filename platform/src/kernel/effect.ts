import type { Facts } from './decider.ts';
import type { StoredAny } from './streams.ts';
import type { Bucket } from '../ports/rate-limit.ts';

/** A command that a worker sends around a call. */
export type EffectStep = { readonly command: string; readonly data: unknown };
/** `refused.retry.afterMs`: documented as not processed. `ambiguous`: it may or may not have happened. */
export type Outcome<R> =
  | { readonly kind: 'done'; readonly value: R }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly reason?: string;
      readonly retry: 'never' | { readonly afterMs: number };
      readonly suspend?: { readonly reason: string; readonly code: string };
    }
  | { readonly kind: 'ambiguous'; readonly why: string };
/** What stops a call before it starts: nothing to do any more, a refusal, a wait until a fact changes, a wait until a time. */
export type Check =
  | { readonly kind: 'go' }
  | { /** Never called: the steps are sent instead. */ readonly kind: 'refuse'; readonly steps: readonly EffectStep[] }
  | { readonly kind: 'drop' }
  | { readonly kind: 'hold'; readonly hold: string }
  | { readonly kind: 'later'; readonly due: Date };

export type EffectIo = {
  readonly tenant: string;
  readonly facts: Facts;
  readonly now: Date;
  /** The whole stream, opened. */
  stream(name: string): Promise<readonly StoredAny[]>;
  readonly signal: AbortSignal;
};
/**
 * All that touches a provider. `once`: the worker first wins the `started` command under an id of its own; a call without a recorded outcome is never made again by itself.
 * `repeatable`: may be called again.
 */
export type Effect<I, R> = {
  readonly name: string;
  readonly safety: 'once' | 'repeatable';
  /** From an intent to its expiry. */
  readonly expiresMs: number;
  readonly leaseMs: number;
  readonly parallel: number;
  /** null: nothing to do any more. */
  readonly input: (events: readonly StoredAny[], io: EffectIo) => Promise<I | null>;
  readonly check: (i: I, io: EffectIo) => Promise<Check>;
  readonly limits: (i: I) => readonly Bucket[];
  /** Repeatable work before the start, such as an upload: may take longer than the lease. Its refusal is the call's. */
  readonly before?: (i: I, io: EffectIo) => Promise<{ readonly kind: 'ready'; readonly input: I } | Outcome<R>>;
  readonly started: (i: I) => EffectStep | null;
  readonly call: (i: I, io: EffectIo) => Promise<Outcome<R>>;
  readonly outcome: (i: I, o: Outcome<R>, attempts: number) => readonly EffectStep[];
  readonly expired: (i: I) => readonly EffectStep[];
  /** How long to wait before a repeatable call is tried again; null = give up (then `outcome` is sent). */
  readonly again: (attempts: number, o: Outcome<R>) => number | null;
};
export const effect = <I, R>(e: Effect<I, R>) => e;
/** An effect whose input the worker does not need to know; each was checked where it was written. */
export type AnyEffect = {
  readonly name: string;
  readonly safety: 'once' | 'repeatable';
  readonly expiresMs: number;
  readonly leaseMs: number;
  readonly parallel: number;
  readonly input: (events: readonly StoredAny[], io: EffectIo) => Promise<unknown>;
  readonly check: (i: never, io: EffectIo) => Promise<Check>;
  readonly limits: (i: never) => readonly Bucket[];
  readonly before?: (i: never, io: EffectIo) => Promise<{ readonly kind: 'ready'; readonly input: unknown } | Outcome<unknown>>;
  readonly started: (i: never) => EffectStep | null;
  readonly call: (i: never, io: EffectIo) => Promise<Outcome<unknown>>;
  readonly outcome: (i: never, o: never, attempts: number) => readonly EffectStep[];
  readonly expired: (i: never) => readonly EffectStep[];
  readonly again: (attempts: number, o: never) => number | null;
};
