import type { ConversationEvents } from '@master-ia/schemas/conversations/index.ts';
import { isMedia } from '@master-ia/schemas/conversations/content.ts';
import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import { ignored, reaction, type Step } from '@master-ia/platform/kernel/reaction.ts';
import type { TimerHandlers } from '@master-ia/platform/kernel/timer-runner.ts';
import type { EarlyEvidence } from './early-evidence.ts';

/** What a person asked to be sent is left alone after two days without a worker. */
const SEND_MAX_AGE_MS = 2 * 86_400_000;
const PRIORITY = { send: 10, media: 3, read: 2 };
const SNOOZE = 'snooze_over';

const nothing: readonly Step[] = [];
const send = (e: {
  readonly data: { readonly conversationId: string; readonly messageId: string };
  readonly meta: { readonly stream: string; readonly id: string };
}): readonly Step[] => [
  {
    kind: 'enqueue',
    effect: 'send_message',
    stream: e.meta.stream,
    lane: `conversation:${e.data.conversationId}`,
    priority: PRIORITY.send,
    fact: e.meta.id,
  },
];
/** The bytes that it came in tell of its contact: whoever erases that one finds them. */
const tells = (e: { readonly data: { readonly contactId: string; readonly deliveryId: string | null } }): readonly Step[] =>
  e.data.deliveryId === null ? nothing : [{ kind: 'tell', deliveryId: e.data.deliveryId, contactId: e.data.contactId }];
const snoozeTimer = (conversationId: string): string => `snooze:${conversationId}`;
const wakeless = (e: { readonly data: { readonly conversationId: string } }): readonly Step[] => [
  { kind: 'cancel', id: snoozeTimer(e.data.conversationId) },
];

/** What reaches the provider: sends, downloads, read receipts. */
const outside = reaction<ConversationEvents>({
  name: 'conversation_work',
  domain: 'conversations',
  start: 'origin',
  maxAgeMs: SEND_MAX_AGE_MS,
  on: {
    ConversationOpened: ignored,
    ConversationAssigned: ignored,
    ConversationLabelled: ignored,
    NoteAdded: ignored,
    ConversationSnoozed: ignored,
    ConversationWoken: ignored,
    ConversationClosed: ignored,
    ConversationReopened: ignored,
    ConversationRead: async (e, facts) => {
      const c = await facts.one<FactShapes['conversation']>('conversation', e.data.conversationId);
      const channel = c && (await facts.one<FactShapes['channel']>('channel', c.channelId));
      if (!c?.lastInbound || !channel?.readReceipts || e.meta.actor.kind !== 'user') return nothing;
      return [
        {
          kind: 'enqueue',
          effect: 'mark_read',
          stream: e.meta.stream,
          lane: `read:${e.data.conversationId}`,
          priority: PRIORITY.read,
          fact: c.lastInbound.messageId,
        },
      ];
    },
    LabelSaved: ignored,
    LabelDeleted: ignored,
    MessageReceived: (e) =>
      isMedia(e.data.kind)
        ? [
            {
              kind: 'enqueue',
              effect: 'fetch_media',
              stream: e.meta.stream,
              lane: `media:${e.data.messageId}`,
              priority: PRIORITY.media,
              fact: e.data.messageId,
            },
          ]
        : nothing,
    MessageCorrected: (e) =>
      isMedia(e.data.kind)
        ? [
            {
              kind: 'enqueue',
              effect: 'fetch_media',
              stream: e.meta.stream,
              lane: `media:${e.data.messageId}`,
              priority: PRIORITY.media,
              fact: e.meta.id,
            },
          ]
        : nothing,
    MessageRequested: send,
    SendStarted: ignored,
    SendAccepted: ignored,
    SendRefused: ignored,
    SendUnknown: ignored,
    SendExpired: ignored,
    MessageStatusReported: ignored,
    MessageMarkedSent: ignored,
    MessageRetryRequested: send,
    MediaStored: ignored,
    MediaFailed: ignored,
  },
});

/** What follows inside: reopening, waking, assigning, evidence that waited, a channel that proved itself, of whom the raw bytes tell. */
const policies = (early: EarlyEvidence) =>
  reaction<ConversationEvents>({
    name: 'conversation_policies',
    domain: 'conversations',
    start: 'origin',
    on: {
      ConversationOpened: ignored,
      ConversationAssigned: ignored,
      ConversationLabelled: ignored,
      NoteAdded: ignored,
      ConversationSnoozed: (e) => [
        {
          kind: 'timer',
          id: snoozeTimer(e.data.conversationId),
          name: SNOOZE,
          due: new Date(e.data.until),
          data: { conversationId: e.data.conversationId, until: e.data.until },
        },
      ],
      ConversationWoken: wakeless,
      ConversationClosed: wakeless,
      ConversationReopened: wakeless,
      ConversationRead: ignored,
      LabelSaved: ignored,
      LabelDeleted: ignored,
      MessageReceived: async (e, facts) => {
        if (e.data.silent || e.data.kind === 'reaction') return tells(e);
        const c = await facts.one<FactShapes['conversation']>('conversation', e.data.conversationId);
        return c?.state === 'open'
          ? tells(e)
          : [
              ...tells(e),
              {
                kind: 'send',
                command: 'NoticeMessage',
                fact: e.data.messageId,
                data: { conversationId: e.data.conversationId },
                tolerate: ['not_found'],
              },
            ];
      },
      MessageCorrected: ignored,
      MessageRequested: async (e, facts) => {
        if (e.meta.actor.kind !== 'user' || e.data.test || e.data.kind === 'reaction') return nothing;
        const c = await facts.one<FactShapes['conversation']>('conversation', e.data.conversationId);
        if (c?.assigneeId !== null) return nothing;
        return [
          {
            kind: 'send',
            command: 'AssignOnAnswer',
            fact: e.data.messageId,
            data: { conversationId: e.data.conversationId, userId: e.meta.actor.id },
          },
        ];
      },
      SendStarted: ignored,
      SendAccepted: async (e) => {
        const waiting = await early.find(e.meta.tenant, e.data.channelId, e.data.providerKey);
        return waiting.map((w): Step => {
          const { toldAt, ...data } = w.data;
          return {
            kind: 'send',
            command: w.command,
            fact: w.id,
            data: { ...data, messageId: e.data.messageId, attempt: e.data.attempt },
            tolerate: ['not_found'],
            occurredAt: new Date(String(toldAt)),
          };
        });
      },
      SendRefused: ignored,
      SendUnknown: ignored,
      SendExpired: ignored,
      MessageStatusReported: async (e, facts) => {
        if (e.data.status !== 'delivered' && e.data.status !== 'read') return tells(e);
        const channel = await facts.one<FactShapes['channel']>('channel', e.data.channelId);
        return channel?.proved === false
          ? [
              ...tells(e),
              {
                kind: 'send',
                command: 'ProveChannel',
                fact: e.data.channelId + e.meta.stream,
                data: { channelId: e.data.channelId },
                tolerate: ['not_found'],
              },
            ]
          : tells(e);
      },
      MessageMarkedSent: ignored,
      MessageRetryRequested: ignored,
      MediaStored: ignored,
      MediaFailed: ignored,
    },
  });

export const conversationReactions = (early: EarlyEvidence) => [outside, policies(early)];

export const conversationTimers: TimerHandlers = {
  [SNOOZE]: (t) => {
    const d = t.data as { readonly conversationId: string; readonly until: string };
    return { kind: 'send', command: 'WakeConversation', fact: d.until, data: d, tolerate: ['not_found'] };
  },
};
