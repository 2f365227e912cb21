import type { Stored } from '@master-ia/schemas/contract.ts';
import type { ConversationEvents } from '@master-ia/schemas/conversations/index.ts';
import { withEvidence, type Attempt } from '@master-ia/schemas/conversations/status.ts';

/** Events that say something about an attempt to send. */
export type EvidenceEvent = Stored<
  ConversationEvents,
  | 'SendStarted'
  | 'SendAccepted'
  | 'SendRefused'
  | 'SendUnknown'
  | 'SendExpired'
  | 'MessageStatusReported'
  | 'MessageMarkedSent'
  | 'MessageRetryRequested'
>;

/** The attempt that a status without one speaks of: the one the provider gave that id, else the latest. */
const attemptOf = (attempts: readonly Attempt[], providerKey: string): number =>
  (attempts.find((a) => a.providerKey === providerKey) ?? attempts.at(-1))?.attempt ?? 1;

/** What is known of the attempts after an event. */
export const withEvent = (attempts: readonly Attempt[], e: EvidenceEvent): readonly Attempt[] => {
  switch (e.type) {
    case 'SendStarted':
      return withEvidence(attempts, e.data.attempt, { started: true });
    case 'SendAccepted':
      return withEvidence(attempts, e.data.attempt, { accepted: true, providerKey: e.data.providerKey });
    case 'SendRefused': {
      const failed = withEvidence(attempts, e.data.attempt, {
        failed: { code: e.data.code, ...(e.data.reason !== null && { reason: e.data.reason }) },
      });
      // Documented as not processed: the next attempt is queued by itself.
      return e.data.final ? failed : withEvidence(failed, e.data.attempt + 1, {});
    }
    case 'SendUnknown':
      return withEvidence(attempts, e.data.attempt, { unknown: true });
    case 'SendExpired':
      return withEvidence(attempts, e.data.attempt, { expired: true });
    case 'MessageStatusReported': {
      const { status, code, reason } = e.data;
      const attempt = e.data.attempt ?? attemptOf(attempts, e.data.providerKey);
      if (status === 'failed')
        return withEvidence(attempts, attempt, { failed: { code: code ?? 'unknown', ...(reason !== null && { reason }) } });
      return withEvidence(attempts, attempt, { [status]: true });
    }
    case 'MessageMarkedSent':
      return withEvidence(attempts, e.data.attempt, { markedSent: true });
    case 'MessageRetryRequested':
      return withEvidence(attempts, e.data.attempt, {});
  }
};
