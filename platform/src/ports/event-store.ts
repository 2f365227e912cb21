import type { Position } from '@master-ia/schemas/contract.ts';

/** An event as an adapter takes it: payload and metadata are JSON text that the store keeps byte for byte. */
export type RawEvent = {
  /** uuidv5 of (tenant, stream, command id, index): the same command gives the same ids. */
  readonly id: string;
  readonly type: string;
  /** Schema version of the payload. */
  readonly version: number;
  /** uuid of the company; the installation's reserved tenant for users. */
  readonly tenant: string;
  readonly domain: string;
  /** Order key: the conversation for messages, otherwise the stream. */
  readonly key: string;
  /** When the command handler recorded it (UTC). */
  readonly at: Date;
  readonly payload: string;
  readonly metadata: string;
};
/** An event as it was stored. */
export type Raw = RawEvent & { readonly stream: string; readonly revision: number; readonly position: Position };

/** `none`: the stream must not exist. A number: the revision of its last event (0 for the first one). */
export type Expected = 'none' | number;
export type Appended = { readonly ok: true; readonly revision: number; readonly position: Position; readonly repeated: boolean };
/** A version conflict, with what the stream really has. */
export type Conflict = { readonly ok: false; readonly actual: Expected };

/** Largest payload plus metadata of one event, in bytes; larger ones throw {@link EventTooLarge} before anything is stored. */
export const MAX_EVENT_BYTES = 256 * 1024;
export class EventTooLarge extends Error {
  override readonly name = 'EventTooLarge';
}

/** Refused before anything is stored: no events, a payload that is not JSON, a name or text that the store could not give back unchanged (U+0000, a lone surrogate). */
export class InvalidEvent extends Error {
  override readonly name = 'InvalidEvent';
}
/** Not a position of this log: malformed, or beyond its end (nothing would ever follow it). */
export class ForeignPosition extends Error {
  override readonly name = 'ForeignPosition';
}

/** The record of everything that happened, in one gap-free global order. */
export interface EventStore {
  /** Identifies this log; positions of another log mean nothing here. */
  readonly storeId: string;
  /** Durable when it resolves. The same event ids at the same expected revision succeed again with the first answer (`repeated`). Revisions start at 0; position and revision are those of the last event appended. */
  append(stream: string, expected: Expected, events: readonly RawEvent[]): Promise<Appended | Conflict>;
  /** Events of one stream from a revision on (inclusive), or backwards from it (`from: -1` = from the end). */
  read(stream: string, o: { readonly from: number; readonly back?: boolean; readonly max: number }): Promise<readonly Raw[]>;
  /** Several streams in one round trip, each from its revision on (inclusive), whole. Order: by stream as asked, then revision. */
  readMany(streams: readonly { readonly stream: string; readonly from: number }[]): Promise<readonly (readonly Raw[])[]>;
  /** All events after a position, in order; `next` is where to go on (it moves even if a filter let nothing through). */
  all(
    after: Position | 'start',
    o: { readonly max: number; readonly domains?: readonly string[] },
  ): Promise<{ readonly events: readonly Raw[]; readonly next: Position }>;
  /** Calls `on` with everything after a position, then with what is appended as it happens, in order, one batch at a time; a throwing `on` gets the same batch again. Resolves when aborted. */
  tail(
    after: Position | 'start',
    on: (batch: readonly Raw[], upTo: Position) => Promise<void>,
    signal: AbortSignal,
    o?: { readonly max?: number },
  ): Promise<void>;
  /** Position of the last event; `start` position (all zeros) when empty. */
  head(): Promise<Position>;
}
