import type { Readable } from 'node:stream';
import type { Outcome } from '@master-ia/platform/kernel/effect.ts';
import type { Content, MediaKind } from '@master-ia/schemas/conversations/content.ts';

/** To a phone (E.164) or, for who has no phone to show, to a business-scoped user id; the phone wins. */
export type Address = { readonly phone?: string; readonly bsuid?: string };

export type OutboundMessage = {
  readonly to: Address;
  /** Media are uploaded before and named by `providerMediaId`. */
  readonly content: Content;
  /** The provider's id of the message that is quoted or reacted to. */
  readonly replyToProviderId?: string;
  /** Our message id, given back in every status: correlation survives a crash between the answer and our commit. */
  readonly callbackData?: string;
};

/** `held`: kept back by the provider, sent or dropped later. */
export type Accepted = { readonly providerId: string; readonly held: boolean };
export type OutgoingFile = {
  readonly kind: MediaKind;
  readonly filename: string;
  readonly mime: string;
  readonly size: number;
  readonly body: AsyncIterable<Uint8Array>;
};
export type FileRef = { readonly kind: MediaKind; readonly providerMediaId: string; readonly mime: string; readonly sha256?: string };
/** Checked while it is read: `body` ends with an error when it is not what was announced. `size` in bytes, when told. */
export type IncomingFile = { readonly mime: string; readonly size: number | null; readonly body: Readable };

/**
 * What every WhatsApp provider does for one of our numbers. Each call is made once; an outcome is a value, never an exception. A refusal's code is the
 * provider's as text, or ours (snake_case) when nothing was asked of the provider; `retry.afterMs` means documented as not processed, or never sent.
 */
export interface WhatsAppDriver {
  /** A `once` effect. */
  send(m: OutboundMessage, signal?: AbortSignal): Promise<Outcome<Accepted>>;
  /** Repeatable: a second upload is another file that nobody names. */
  uploadMedia(file: OutgoingFile, signal?: AbortSignal): Promise<Outcome<{ readonly providerMediaId: string }>>;
  /** Repeatable. */
  fetchMedia(file: FileRef, signal?: AbortSignal): Promise<Outcome<IncomingFile>>;
  /** Repeatable. Tells the customer that their message was read; `typing` shows that someone is writing. */
  markRead(providerMessageId: string, typing: boolean, signal?: AbortSignal): Promise<Outcome<true>>;
}
