import type { Readable } from 'node:stream';
import type { Actor, Subject } from '@master-ia/schemas/contract.ts';

export class MediaTooLarge extends Error {
  override readonly name = 'MediaTooLarge';
}
/** `mime`: as the writer declared and checked it. */
export type MediaInfo = {
  readonly id: string;
  readonly subject: Subject;
  readonly mime: string;
  readonly size: number;
  readonly sha256: string;
  readonly at: Date;
};
/** Names the author of an upload. */
export const authorOf = (actor: Actor): string => `${actor.kind}:${actor.id}`;
export type MediaRef = { readonly tenant: string; readonly id: string };
export type StoredMedia = { readonly id: string; readonly sha256: string; readonly size: number };
/** Files, sealed in chunks under their subject's key. id = uuidv5(tenant, subject, sha256): the same picture of two people is two media. */
export interface MediaStore {
  /**
   * Durable when it resolves. Throws {@link MediaTooLarge} past `maxBytes`, keeping nothing. What is there already becomes as new as if it came now. sha256 is hex over the clear bytes.
   * `author`: it is an upload of theirs.
   */
  put(
    tenant: string,
    subject: Subject,
    body: Readable,
    o: { readonly maxBytes: number; readonly mime: string; readonly author?: string },
  ): Promise<StoredMedia>;
  /** As {@link info}, for who has uploaded it: `at` is when they did so last. null also: it is no upload of theirs. */
  uploaded(tenant: string, id: string, author: string): Promise<MediaInfo | null>;
  /** null: unknown, or of another tenant. */
  info(tenant: string, id: string): Promise<MediaInfo | null>;
  /** null: unknown, erased, or of another tenant. `to` is inclusive. */
  get(
    tenant: string,
    id: string,
    range?: { readonly from: number; readonly to?: number },
  ): Promise<{ readonly size: number; readonly body: Readable } | null>;
  /** `putBefore`: only what is not used and was put by nobody since. */
  delete(tenant: string, id: string, o?: { readonly putBefore: Date }): Promise<void>;
  /** Of all companies, what was last put before a moment and is not known to be used, oldest first, `max` at most. */
  unused(putBefore: Date, max: number): Promise<readonly MediaRef[]>;
  /** They are used, and never listed as unused again. */
  use(media: readonly MediaRef[]): Promise<void>;
}
