import { z } from 'zod';

/** Whose key seals a personal field. */
export type SubjectKind = 'contact' | 'user' | 'company' | 'raw';
export type Subject = { readonly kind: SubjectKind; readonly id: string };
/** Stands where a personal field was whose key is destroyed. */
export const ERASED = Symbol('erased');
export type Erased = typeof ERASED;
/** Marks a schema's output as personal; `Write` and `Read` replace it. */
export type Sealed<T, Of extends string = string> = { readonly __sealed: T; readonly __of: Of };
/** A personal field, sealed under the key of the subject that the field `of` of the same event names: plain when written, plain or `ERASED` when read. */
export const sealed = <S extends z.ZodType, const Of extends string>(schema: S, of: Of) =>
  schema.meta({ sealed: of }) as unknown as z.ZodType<Sealed<z.output<S>, Of>>;
export type Write<T> =
  T extends Sealed<infer P>
    ? P
    : T extends readonly (infer I)[]
      ? readonly Write<I>[]
      : T extends object
        ? { [K in keyof T]: Write<T[K]> }
        : T;
export type Read<T> =
  T extends Sealed<infer P>
    ? P | Erased
    : T extends readonly (infer I)[]
      ? readonly Read<I>[]
      : T extends object
        ? { [K in keyof T]: Read<T[K]> }
        : T;
type SealedBy<T> =
  T extends Sealed<unknown, infer Of>
    ? Of
    : T extends readonly (infer I)[]
      ? SealedBy<I>
      : T extends object
        ? { [K in keyof T]-?: SealedBy<T[K]> }[keyof T]
        : never;
/** Every subject that seals a field must be a field of the event and have its kind stated. */
type Subjects<O> = [SealedBy<O>] extends [never]
  ? { subjects?: undefined }
  : { subjects: { readonly [F in SealedBy<O> & string]: F extends keyof O ? SubjectKind : never } };

export type EventDef<S extends z.ZodType = z.ZodType> = {
  readonly version: number;
  readonly data: S;
  /** Public events are the installation's contract with outsiders; internal ones may change. */
  readonly exposure: 'public' | 'internal';
  readonly subjects?: Readonly<Record<string, SubjectKind>> | undefined;
  /** `upcast[n]` turns version n+1 into n+2. */
  readonly upcast?: readonly ((old: never) => unknown)[];
  /** `earlier[n]` is the schema of version n+1: finds the sealed fields of old events again. */
  readonly earlier?: readonly { readonly data: z.ZodType; readonly subjects?: Readonly<Record<string, SubjectKind>> | undefined }[];
};
export const event = <S extends z.ZodType>(
  version: number,
  data: S,
  o: { exposure: 'public' | 'internal'; upcast?: readonly ((old: never) => unknown)[]; earlier?: EventDef['earlier'] } & Subjects<
    z.output<S>
  >,
) => ({ version, data, ...o }) as EventDef<S>;

export type CommandDef<S extends z.ZodType = z.ZodType, R = unknown> = {
  readonly permission: string;
  readonly data: S;
  /** Fields left out of the body's fingerprint and never logged. */
  readonly secrets?: readonly string[];
  readonly __result?: R;
};
/** A command: what it may change, its permission, its result. `permission: 'system'` = connectors, reactions and the installation only. */
export const command =
  <R = void>(permission: string, o: { readonly secrets?: readonly string[] } = {}) =>
  <S extends z.ZodType>(data: S): CommandDef<S, R> => ({ permission, data, ...o });

export type EventMap = Record<string, EventDef>;
export type CommandMap = Record<string, CommandDef>;
/** One consistency boundary of a domain: its streams are `category-id`. */
export type Aggregate<E extends EventMap = EventMap, C extends CommandMap = CommandMap> = {
  readonly category: string;
  readonly events: E;
  readonly commands: C;
};
export const aggregate = <E extends EventMap, C extends CommandMap>(a: Aggregate<E, C>) => a;
type Merge<U> = (U extends unknown ? (u: U) => void : never) extends (i: infer I) => void ? { [K in keyof I]: I[K] } : never;
export type EventsOf<A extends readonly Aggregate[]> = Merge<A[number]['events']> extends infer M extends EventMap ? M : never;
export type CommandsOf<A extends readonly Aggregate[]> = Merge<A[number]['commands']> extends infer M extends CommandMap ? M : never;
/** A frozen payload of every version of every event of the domain. */
export type Samples<E> = { readonly [T in keyof E]: readonly [unknown, ...unknown[]] };
export type Domain = {
  readonly name: string;
  readonly aggregates: readonly Aggregate[];
  readonly samples: Readonly<Record<string, readonly unknown[]>>;
};
/** One manifest per domain; its tables stand beside it. */
export const domain = <const N extends string, const A extends readonly Aggregate[]>(d: {
  name: N;
  aggregates: A;
  samples: Samples<Merge<A[number]['events']>>;
}) => d;

/** Opaque, fixed width, sorts in store order; belongs to one store and is never calculated. */
export type Position = string & { readonly __position: true };
export type Actor = {
  readonly kind: 'user' | 'api_key' | 'reaction' | 'connector' | 'installation';
  readonly id: string;
};
/** What every stored event carries beside its data. */
export type Meta = {
  readonly id: string;
  readonly tenant: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly key: string;
  readonly at: Date;
  /** Told by the provider, never later than `at`. */
  readonly occurredAt: Date;
  readonly actor: Actor;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId?: string;
};
export type NewEvent<E extends EventMap> = {
  [T in keyof E & string]: { readonly type: T; readonly data: Write<z.output<E[T]['data']>> };
}[keyof E & string];
export type Stored<E extends EventMap, T extends keyof E & string = keyof E & string> = {
  [K in T]: { readonly type: K; readonly data: Read<z.output<E[K]['data']>>; readonly meta: Meta };
}[T];
export type Data<C extends CommandMap, K extends keyof C> = z.output<C[K]['data']>;
export type Result<C extends CommandMap, K extends keyof C> = C[K] extends CommandDef<z.ZodType, infer R> ? R : never;

/** A read-model table: `ddl` uses `$schema` for the schema of its version; `indexes` are made after a rebuild's load. Every table has `tenant_id uuid`. */
export type Table<R, K extends keyof R & string = keyof R & string> = {
  readonly name: string;
  readonly key: readonly K[];
  readonly columns: { readonly [C in keyof R & string]: string };
  readonly indexes: readonly string[];
  readonly __row?: R;
};
/**
 * Declares a table from its row type: `columns` maps every column to its SQL type (with `not null`). `tenant_id uuid` and `last_position text` are added by the kernel,
 * the primary key is (tenant_id, …key). An index is the text after `create index on <table>`.
 */
export const table =
  <R>() =>
  <const K extends keyof R & string>(t: {
    name: string;
    key: readonly K[];
    columns: { readonly [C in keyof R & string]: string };
    indexes?: readonly string[];
  }): Table<R, K> => ({ indexes: [], ...t });
/** The tenant of what belongs to the whole installation: users and their email claims. */
export const INSTALLATION = '00000000-0000-4000-8000-000000000000';
