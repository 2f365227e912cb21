/** What is known of one attempt to send. A set: the order in which it came in does not matter. */
export type Attempt = {
  readonly attempt: number;
  readonly started?: boolean;
  readonly accepted?: boolean;
  readonly unknown?: boolean;
  readonly sent?: boolean;
  readonly delivered?: boolean;
  readonly read?: boolean;
  readonly failed?: { readonly code: string; readonly reason?: string };
  readonly expired?: boolean;
  /** A person's word that it was sent. */
  readonly markedSent?: boolean;
  /** Keyed hash of the provider's id. */
  readonly providerKey?: string;
};
export const messageStatuses = ['QUEUED', 'SENDING', 'ACCEPTED', 'SENT', 'DELIVERED', 'READ', 'FAILED', 'UNKNOWN'] as const;
export type MessageStatus = (typeof messageStatuses)[number];

/** read (and played) > delivered > failed (and expired) > sent > accepted > unknown > sending > queued. */
const attemptStatus = (a: Attempt): MessageStatus =>
  a.read
    ? 'READ'
    : a.delivered
      ? 'DELIVERED'
      : a.failed || a.expired
        ? 'FAILED'
        : a.sent || a.markedSent
          ? 'SENT'
          : a.accepted
            ? 'ACCEPTED'
            : a.unknown
              ? 'UNKNOWN'
              : a.started
                ? 'SENDING'
                : 'QUEUED';

/** The latest attempt shows, unless an earlier one was delivered or read. */
export const shownStatus = (
  attempts: readonly Attempt[],
): { readonly status: MessageStatus; readonly failure: { readonly code: string; readonly reason?: string } | null } => {
  const ordered = [...attempts].sort((a, b) => a.attempt - b.attempt);
  const reached = ordered.filter((a) => a.read || a.delivered);
  const shown = reached.find((a) => a.read) ?? reached[0] ?? ordered.at(-1);
  if (!shown) return { status: 'QUEUED', failure: null };
  const status = attemptStatus(shown);
  return { status, failure: status === 'FAILED' ? (shown.failed ?? { code: 'expired' }) : null };
};

/** Adds evidence to its attempt; the same evidence again changes nothing. */
export const withEvidence = (
  attempts: readonly Attempt[],
  attempt: number,
  evidence: Omit<Partial<Attempt>, 'attempt'>,
): readonly Attempt[] => {
  const old = attempts.find((a) => a.attempt === attempt) ?? { attempt };
  return [...attempts.filter((a) => a.attempt !== attempt), { ...old, ...evidence }].sort((a, b) => a.attempt - b.attempt);
};
