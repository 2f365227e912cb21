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
  /** Of an inbound message. */
  readonly providerId: string | null;
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
  providerId: null,
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
/** The provider's id to quote this message by: of the inbound one, or of the newest accepted attempt. */
export const providerIdOf = (s: MessageState): string | null =>
  s.providerId ?? [...s.attempts].reverse().find((a) => a.providerId !== undefined)?.providerId ?? null;
/** Which attempt a report belongs to: told, else by the provider's id, else the newest one. */
export const attemptFor = (s: MessageState, told: number | null, providerId: string): number =>
  (told !== null && attemptOf(s, told) ? told : undefined) ??
  s.attempts.find((a) => a.providerId === providerId)?.attempt ??
  Math.max(1, latest(s));
