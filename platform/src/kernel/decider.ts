import type { Actor, Aggregate, CommandMap, Data, EventMap, NewEvent, Position, Result, Stored } from '@master-ia/schemas/contract.ts';
import type { SecretVault } from '../ports/key-vault.ts';
import type { MediaInfo } from '../ports/media-store.ts';

export type { MediaInfo };

/** `field`: of the command's data. `existing`: id of what is there already. */
export type Refused<Code extends string = string> = { readonly refused: Code; readonly field?: string; readonly existing?: string };
export const refuse = <const Code extends string>(code: Code, field?: string, existing?: string): Refused<Code> => ({
  refused: code,
  ...(field !== undefined && { field }),
  ...(existing !== undefined && { existing }),
});
export const isRefused = (x: unknown): x is Refused => typeof x === 'object' && x !== null && 'refused' in x;

/** What a decision may look at outside its stream; kept by reactions. */
export type Facts = { one<T>(fact: string, key: string): Promise<T | undefined> };
/** All that reaches outside before the pure `decide`: facts, keyed hashes, secrets. */
export type Prepare = {
  readonly tenant: string;
  readonly actor: Actor;
  readonly now: Date;
  readonly facts: Facts;
  /** Under the company's own key; hex. */
  hmac(text: string): Promise<string>;
  /** Random, base64url. */
  secret(bytes: number): string;
  /** uuidv5 of the parts. */
  id(...parts: readonly string[]): string;
  readonly secrets: SecretVault;
  /** Folded state of another stream of this tenant, or undefined. */
  state<S>(category: string, id: string): Promise<S | undefined>;
  /** Where the store's last event stands now. */
  head(): Promise<Position>;
  /** A stored file of this tenant that the sender of the command has uploaded; `at`: when they did last. */
  upload(id: string): Promise<MediaInfo | null>;
  /** argon2id. */
  hashPassword(password: string): Promise<string>;
  checkPassword(password: string, hash: string): Promise<boolean>;
};
/** What `target` sees: enough to name the stream from the command alone. */
export type Naming = { readonly tenant: string; readonly actor: Actor; newId(n: number): string; id(...parts: readonly string[]): string };
export type Ctx<F> = Naming & { readonly now: Date; readonly prepared: F };
/** Nothing to prepare. */
export const none = Symbol('none');

/** Pure, synchronous, total over its aggregate's commands and events. `F` maps a command to what `prepare` brings for it. */
export type Decider<
  S,
  A extends Aggregate,
  Code extends string,
  F extends { [K in keyof A['commands']]: unknown },
  E extends EventMap = A['events'],
  C extends CommandMap = A['commands'],
> = {
  readonly aggregate: A;
  readonly initial: S;
  /** The stream's id, and the order key of a new stream (default: the stream's name). */
  readonly target: { readonly [K in keyof C & string]: (d: Data<C, K>, ctx: Naming) => { readonly id: string; readonly key?: string } };
  readonly prepare: {
    readonly [K in keyof C & string]: ((d: Data<C, K>, io: Prepare) => Promise<F[K]>) | (undefined extends F[K] ? typeof none : never);
  };
  readonly decide: { readonly [K in keyof C & string]: (s: S, d: Data<C, K>, ctx: Ctx<F[K]>) => readonly NewEvent<E>[] | Refused<Code> };
  readonly evolve: { readonly [T in keyof E & string]: (s: S, e: Stored<E, T>) => S };
  /** From the state after: serves repeats too (then without `prepared`). */
  readonly result: {
    readonly [K in keyof C & string]: (s: S, d: Data<C, K>, ctx: Naming & { readonly prepared: F[K] | undefined }) => Result<C, K>;
  };
};
export const decider =
  <
    A extends Aggregate,
    Code extends string,
    F extends { [K in keyof A['commands']]: unknown } = { [K in keyof A['commands']]: undefined },
  >() =>
  <S>(d: Decider<S, A, Code, F>) =>
    d;
/** A decider whose types the kernel does not need to know; each was checked where it was written. */
export type AnyDecider = {
  readonly aggregate: Aggregate;
  readonly initial: unknown;
  readonly target: Readonly<Record<string, (d: never, ctx: Naming) => { readonly id: string; readonly key?: string }>>;
  readonly prepare: Readonly<Record<string, ((d: never, io: Prepare) => Promise<unknown>) | typeof none>>;
  readonly decide: Readonly<
    Record<string, (s: never, d: never, ctx: never) => readonly { readonly type: string; readonly data: unknown }[] | Refused>
  >;
  readonly evolve: Readonly<Record<string, (s: never, e: never) => unknown>>;
  readonly result: Readonly<Record<string, (s: never, d: never, ctx: never) => unknown>>;
};
