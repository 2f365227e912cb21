import type { ConversationEvents } from '@master-ia/schemas/conversations/index.ts';
import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import { factKeeper, ignored, keep } from '@master-ia/platform/kernel/reaction.ts';

/** Customer service window after a customer's last message (provider's rule). */
export const WINDOW_MS = 24 * 3_600_000;
type ConversationFact = FactShapes['conversation'];
const conversation = (id: string, change: (c: ConversationFact) => ConversationFact) => [
  keep<ConversationFact>('conversation', id, (old) => old && change(old)),
];
/** The file is a message's: it stays. */
const named = (mediaId: string) => [keep<FactShapes['media']>('media', mediaId, () => true)];

export const conversationFacts = factKeeper<ConversationEvents>({
  domain: 'conversations',
  on: {
    ConversationOpened: ({ data: d }) => [
      keep<ConversationFact>('conversation', d.conversationId, () => ({
        contactId: d.contactId,
        channelId: d.channelId,
        state: 'open',
        assigneeId: null,
        windowEndsAt: null,
        lastInbound: null,
      })),
    ],
    ConversationAssigned: ({ data: d }) => conversation(d.conversationId, (c) => ({ ...c, assigneeId: d.assigneeId })),
    ConversationLabelled: ignored,
    NoteAdded: ignored,
    ConversationSnoozed: ({ data: d }) => conversation(d.conversationId, (c) => ({ ...c, state: 'snoozed' })),
    ConversationWoken: ({ data: d }) => conversation(d.conversationId, (c) => ({ ...c, state: 'open' })),
    ConversationClosed: ({ data: d }) => conversation(d.conversationId, (c) => ({ ...c, state: 'closed' })),
    ConversationReopened: ({ data: d }) => conversation(d.conversationId, (c) => ({ ...c, state: 'open' })),
    ConversationRead: ignored,
    LabelSaved: ({ data: d }) => [keep('label', d.labelId, () => true)],
    LabelDeleted: ({ data: d }) => [keep('label', d.labelId, () => undefined)],
    MessageReceived: ({ data: d, meta }) =>
      d.kind === 'reaction' || d.silent
        ? []
        : conversation(d.conversationId, (c) => {
            const at = meta.occurredAt.toISOString();
            if (c.lastInbound !== null && c.lastInbound.at > at) return c;
            return {
              ...c,
              windowEndsAt: new Date(meta.occurredAt.getTime() + WINDOW_MS).toISOString(),
              lastInbound: { messageId: d.messageId, at },
            };
          }),
    MessageCorrected: ignored,
    MessageRequested: ({ data: d }) => (d.mediaId === null ? [] : named(d.mediaId)),
    SendStarted: ignored,
    SendAccepted: ({ data: d }) => [
      keep<FactShapes['sent']>('sent', `${d.channelId}|${d.providerKey}`, () => ({ messageId: d.messageId, attempt: d.attempt })),
    ],
    SendRefused: ignored,
    SendUnknown: ignored,
    SendExpired: ignored,
    // Evidence of an unknown send names its id at the provider: replies to it find it then.
    MessageStatusReported: ({ data: d }) => [
      keep<FactShapes['sent']>(
        'sent',
        `${d.channelId}|${d.providerKey}`,
        (old) => old ?? { messageId: d.messageId, attempt: d.attempt ?? 1 },
      ),
    ],
    MessageMarkedSent: ignored,
    MessageRetryRequested: ignored,
    MediaStored: ({ data: d }) => named(d.mediaId),
    MediaFailed: ignored,
  },
});
