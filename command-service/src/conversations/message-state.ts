import type { ContentKind } from '@master-ia/schemas/conversations/content.ts';
import { shownStatus, withEvidence, type Attempt, type MessageStatus } from '@master-ia/schemas/conversations/status.ts';

/** A message as its own decisions see it. */
export type MessageState = {
  readonly direction: 'none' | 'in' | 'out';
  readonly messageId: string;
  readonly conversationId: string;
  readonly contactId: string;
  readonly channelId: string;
  readonly kind: ContentKind | null;
  readonly fingerprint: string;
  /** Keyed hash of the provider's id of an inbound message. */
  readonly providerKey: string | null;
  readonly attempts: readonly Attempt[];
  /** The attempt that a worker may start now. */
  readonly due: number | null;
  readonly mediaId: string | null;
};
export const unsaid: MessageState = {
  direction: 'none',
  messageId: '',
  conversationId: '',
  contactId: '',
  channelId: '',
  kind: null,
  fingerprint: '',
  providerKey: null,
  attempts: [],
  due: null,
  mediaId: null,
};

export const attemptOf = (s: MessageState, n: number): Attempt | undefined => s.attempts.find((a) => a.attempt === n);
export const latest = (s: MessageState): number => s.attempts.reduce((max, a) => Math.max(max, a.attempt), 0);
export const statusOf = (s: MessageState): MessageStatus => shownStatus(s.attempts).status;
export const add = (
  s: MessageState,
  attempt: number,
  evidence: Parameters<typeof withEvidence>[2],
  due: number | null = s.due,
): MessageState => ({
  ...s,
  attempts: withEvidence(s.attempts, attempt, evidence),
  due,
});
/** Whether the provider knows this message, so that it can be quoted. Its id stays sealed in the stream, for the worker who quotes it. */
export const isQuotable = (s: MessageState): boolean => s.providerKey !== null || s.attempts.some((a) => a.providerKey !== undefined);
/** Which attempt a report belongs to: told, else by the provider's id, else the newest one. */
export const attemptFor = (s: MessageState, told: number | null, providerKey: string): number =>
  (told !== null && attemptOf(s, told) ? told : undefined) ??
  s.attempts.find((a) => a.providerKey === providerKey)?.attempt ??
  Math.max(1, latest(s));
