import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import type { Content } from '@master-ia/schemas/conversations/content.ts';
import { message as aggregate } from '@master-ia/schemas/conversations/message.ts';
import { decider, isRefused, none, refuse, type Prepare, type Refused } from '@master-ia/platform/kernel/decider.ts';
import { add, attemptFor, attemptOf, isQuotable, latest, statusOf, unsaid, type MessageState } from './message-state.ts';
import { compose, type Composed, type OutgoingCode } from './outgoing.ts';
import { providerKeyOf } from './provider-key.ts';
import { viewerOf, type Sight } from './sight.ts';
import { uploaded } from './upload.ts';

type Code =
  | OutgoingCode
  | 'not_found'
  | 'window_closed'
  | 'contact_blocked'
  | 'channel_disconnected'
  | 'not_due'
  | 'held'
  | 'not_failed'
  | 'not_unknown';
type Send =
  | Refused<Code>
  | {
      readonly place: { readonly conversationId: string; readonly contactId: string; readonly channelId: string };
      readonly composed: Composed;
      readonly replyToMessageId: string | null;
    };
type Print = { readonly fingerprint: string; readonly silent: boolean };
type Key = { readonly providerKey: string };
type Seen = { readonly seen: boolean };

const idOf = (d: { readonly messageId: string }) => ({ id: d.messageId });
const answer = (_: MessageState, d: { readonly messageId: string }) => ({ messageId: d.messageId });
const both = (s: MessageState, d: { readonly messageId: string }) => ({ messageId: d.messageId, conversationId: s.conversationId });
const target = (s: MessageState) => ({ messageId: s.messageId, conversationId: s.conversationId });
const known = (s: MessageState) => ({ ...target(s), contactId: s.contactId, channelId: s.channelId });
const print = async (d: { readonly content: Content; readonly contactId: string }, io: Prepare): Promise<Print> => ({
  fingerprint: await io.hmac(`content:${JSON.stringify(d.content)}`),
  silent: (await io.facts.one<FactShapes['contact']>('contact', d.contactId))?.blocked ?? false,
});
const keyOf = async (d: { readonly providerId: string }, io: Prepare): Promise<Key> => ({
  providerKey: await providerKeyOf(io, d.providerId),
});
/** A message that its asker may see. */
const seen = async (d: { readonly messageId: string }, io: Prepare): Promise<Seen> => {
  const s = await io.state<MessageState>('message', d.messageId);
  const c = s && (await io.facts.one<FactShapes['conversation']>('conversation', s.conversationId));
  return { seen: c !== undefined && (await viewerOf(io)).sees({ assigneeId: c.assigneeId }) };
};
const prepareSend = async (
  d: { readonly conversationId: string; readonly outgoing: Parameters<typeof compose>[0] },
  io: Prepare,
): Promise<Send> => {
  const o = d.outgoing;
  const [conversation, sight]: [FactShapes['conversation'] | undefined, Sight] = await Promise.all([
    io.facts.one<FactShapes['conversation']>('conversation', d.conversationId),
    viewerOf(io),
  ]);
  if (!conversation || !sight.sees({ assigneeId: conversation.assigneeId })) return refuse('not_found', 'conversationId');
  const { contactId, channelId } = conversation;
  const quoted = o.replyTo ?? o.reaction?.messageId;
  const [contact, channel, media, template, other] = await Promise.all([
    io.facts.one<FactShapes['contact']>('contact', contactId),
    io.facts.one<FactShapes['channel']>('channel', channelId),
    o.media ? uploaded(o.media.mediaId, io) : null,
    o.template ? io.facts.one<FactShapes['template']>('template', `${channelId}|${o.template.name}|${o.template.language}`) : undefined,
    quoted === undefined ? undefined : io.state<MessageState>('message', quoted),
  ]);
  if (contact?.blocked) return refuse('contact_blocked');
  if (!channel || channel.state === 'disconnected') return refuse('channel_disconnected');
  // By the keyed hash, as nothing branches on a sealed field. Erased, the target is its contact's, and so is this message: it cannot be sealed and is refused as `erased`.
  const target = other?.conversationId === d.conversationId && isQuotable(other);
  if (o.replyTo !== undefined && !target) return refuse('reply_unknown', 'replyTo');
  const composed = compose(o, { contactId, media, form: template?.form, target });
  if (isRefused(composed)) return composed;
  if (composed.windowed && (conversation.windowEndsAt === null || new Date(conversation.windowEndsAt) <= io.now))
    return refuse('window_closed');
  return {
    place: { conversationId: d.conversationId, contactId, channelId },
    composed,
    replyToMessageId: o.replyTo ?? null,
  };
};

export const message = decider<
  typeof aggregate,
  Code,
  {
    ReceiveMessage: Print & Key;
    CorrectMessage: Print;
    SendMessage: Send;
    StartSend: undefined;
    RecordSendAccepted: Key;
    RecordSendRefused: undefined;
    RecordSendUnknown: undefined;
    ExpireSend: undefined;
    RecordStatus: undefined;
    RetryMessage: Seen;
    MarkMessageSent: Seen;
    SendMessageAgain: Seen;
    RecordMedia: undefined;
    RecordMediaFailure: undefined;
  }
>()<MessageState>({
  aggregate,
  initial: unsaid,
  target: {
    ReceiveMessage: (d) => ({ id: d.messageId, key: d.conversationId }),
    CorrectMessage: (d) => ({ id: d.messageId, key: d.conversationId }),
    SendMessage: (d, c) => ({ id: c.newId(0), key: d.conversationId }),
    StartSend: idOf,
    RecordSendAccepted: idOf,
    RecordSendRefused: idOf,
    RecordSendUnknown: idOf,
    ExpireSend: idOf,
    RecordStatus: idOf,
    RetryMessage: idOf,
    MarkMessageSent: idOf,
    SendMessageAgain: idOf,
    RecordMedia: idOf,
    RecordMediaFailure: idOf,
  },
  prepare: {
    ReceiveMessage: async (d, io) => ({ ...(await print(d, io)), ...(await keyOf(d, io)) }),
    CorrectMessage: print,
    SendMessage: prepareSend,
    StartSend: none,
    RecordSendAccepted: keyOf,
    RecordSendRefused: none,
    RecordSendUnknown: none,
    ExpireSend: none,
    RecordStatus: none,
    RetryMessage: seen,
    MarkMessageSent: seen,
    SendMessageAgain: seen,
    RecordMedia: none,
    RecordMediaFailure: none,
  },
  decide: {
    ReceiveMessage: (s, d, { prepared }) =>
      s.direction !== 'none'
        ? []
        : [
            {
              type: 'MessageReceived',
              data: {
                messageId: d.messageId,
                conversationId: d.conversationId,
                contactId: d.contactId,
                channelId: d.channelId,
                providerId: d.providerId,
                providerKey: prepared.providerKey,
                kind: d.content.kind,
                content: d.content,
                fingerprint: prepared.fingerprint,
                replyToMessageId: d.replyToMessageId,
                forwarded: d.forwarded,
                silent: prepared.silent,
                deliveryId: d.deliveryId,
              },
            },
          ],
    CorrectMessage: (s, d, { prepared }) =>
      s.direction !== 'in'
        ? refuse('not_found')
        : s.fingerprint === prepared.fingerprint
          ? []
          : [
              {
                type: 'MessageCorrected',
                data: {
                  messageId: s.messageId,
                  conversationId: s.conversationId,
                  contactId: s.contactId,
                  channelId: s.channelId,
                  kind: d.content.kind,
                  content: d.content,
                  fingerprint: prepared.fingerprint,
                  replyToMessageId: d.replyToMessageId,
                  parser: d.parser,
                },
              },
            ],
    SendMessage: (_, d, { prepared, newId }) =>
      isRefused(prepared)
        ? prepared
        : [
            {
              type: 'MessageRequested',
              data: {
                messageId: newId(0),
                ...prepared.place,
                kind: prepared.composed.content.kind,
                content: prepared.composed.content,
                mediaId: prepared.composed.mediaId,
                replyToMessageId: prepared.replyToMessageId,
                windowed: prepared.composed.windowed,
                test: d.test,
              },
            },
          ],
    StartSend: (s, d) => (s.due === d.attempt ? [{ type: 'SendStarted', data: { ...target(s), attempt: d.attempt } }] : refuse('not_due')),
    RecordSendAccepted: (s, d, { prepared }) => {
      const a = attemptOf(s, d.attempt);
      return !a?.started || a.accepted
        ? []
        : [
            {
              type: 'SendAccepted',
              data: { ...known(s), attempt: d.attempt, providerId: d.providerId, providerKey: prepared.providerKey, held: d.held },
            },
          ];
    },
    RecordSendRefused: (s, d) => {
      const a = attemptOf(s, d.attempt);
      const open = s.due === d.attempt || (a?.started === true && !a.accepted && !a.failed && !a.unknown);
      return open
        ? [{ type: 'SendRefused', data: { ...target(s), attempt: d.attempt, code: d.code, reason: d.reason, final: d.final } }]
        : [];
    },
    RecordSendUnknown: (s, d) => {
      const a = attemptOf(s, d.attempt);
      return a?.started && !a.accepted && !a.failed && !a.unknown
        ? [{ type: 'SendUnknown', data: { ...target(s), attempt: d.attempt, why: d.why } }]
        : [];
    },
    ExpireSend: (s, d) => (s.due === d.attempt ? [{ type: 'SendExpired', data: { ...target(s), attempt: d.attempt } }] : []),
    RecordStatus: (s, d) => {
      if (s.direction !== 'out') return refuse('not_found');
      const attempt = attemptFor(s, d.attempt, d.providerKey);
      const a = attemptOf(s, attempt);
      if (d.status === 'failed' ? a?.failed : a?.[d.status]) return [];
      return [
        {
          type: 'MessageStatusReported',
          data: {
            ...known(s),
            attempt,
            providerKey: d.providerKey,
            providerId: a?.accepted ? null : d.providerId,
            deliveryId: d.deliveryId,
            status: d.status,
            code: d.code,
            reason: d.reason,
          },
        },
      ];
    },
    RetryMessage: (s, _, { prepared }) =>
      s.direction !== 'out' || !prepared.seen
        ? refuse('not_found')
        : statusOf(s) === 'FAILED' && s.due === null
          ? [{ type: 'MessageRetryRequested', data: { ...target(s), attempt: latest(s) + 1, again: false } }]
          : refuse('not_failed'),
    MarkMessageSent: (s, _, { prepared }) =>
      s.direction !== 'out' || !prepared.seen
        ? refuse('not_found')
        : statusOf(s) === 'UNKNOWN'
          ? [{ type: 'MessageMarkedSent', data: { ...target(s), attempt: latest(s) } }]
          : refuse('not_unknown'),
    SendMessageAgain: (s, _, { prepared }) =>
      s.direction !== 'out' || !prepared.seen
        ? refuse('not_found')
        : statusOf(s) === 'UNKNOWN' && s.due === null
          ? [{ type: 'MessageRetryRequested', data: { ...target(s), attempt: latest(s) + 1, again: true } }]
          : refuse('not_unknown'),
    RecordMedia: (s, d) =>
      s.direction !== 'in'
        ? refuse('not_found')
        : s.mediaId === d.mediaId
          ? []
          : [{ type: 'MediaStored', data: { ...target(s), mediaId: d.mediaId, mime: d.mime, size: d.size, sha256: d.sha256 } }],
    RecordMediaFailure: (s, d) =>
      s.direction !== 'in'
        ? refuse('not_found')
        : s.mediaId !== null
          ? []
          : [{ type: 'MediaFailed', data: { ...target(s), code: d.code } }],
  },
  evolve: {
    MessageReceived: (s, { data: d }) => ({
      ...s,
      direction: 'in',
      messageId: d.messageId,
      conversationId: d.conversationId,
      contactId: d.contactId,
      channelId: d.channelId,
      kind: d.kind,
      fingerprint: d.fingerprint,
      providerKey: d.providerKey,
    }),
    MessageCorrected: (s, e) => ({ ...s, kind: e.data.kind, fingerprint: e.data.fingerprint }),
    MessageRequested: (s, { data: d }) => ({
      ...s,
      direction: 'out',
      messageId: d.messageId,
      conversationId: d.conversationId,
      contactId: d.contactId,
      channelId: d.channelId,
      kind: d.kind,
      due: 1,
    }),
    SendStarted: (s, e) => add(s, e.data.attempt, { started: true }, null),
    SendAccepted: (s, e) => add(s, e.data.attempt, { accepted: true, providerKey: e.data.providerKey }),
    // What was not processed has failed as an attempt, not as a message: the next one is due.
    SendRefused: (s, { data: d }) => {
      const failed = add(s, d.attempt, { failed: { code: d.code } }, null);
      return d.final ? failed : add(failed, d.attempt + 1, {}, d.attempt + 1);
    },
    SendUnknown: (s, e) => add(s, e.data.attempt, { unknown: true }),
    SendExpired: (s, e) => add(s, e.data.attempt, { expired: true }, null),
    MessageStatusReported: (s, { data: d }) => {
      const attempt = d.attempt ?? Math.max(1, latest(s));
      return add(s, attempt, {
        providerKey: attemptOf(s, attempt)?.providerKey ?? d.providerKey,
        ...(d.status === 'failed' ? { failed: { code: d.code ?? 'unknown' } } : { [d.status]: true }),
      });
    },
    MessageMarkedSent: (s, e) => add(s, e.data.attempt, { markedSent: true }),
    MessageRetryRequested: (s, e) => add(s, e.data.attempt, {}, e.data.attempt),
    MediaStored: (s, e) => ({ ...s, mediaId: e.data.mediaId }),
    MediaFailed: (s) => s,
  },
  result: {
    ReceiveMessage: answer,
    CorrectMessage: answer,
    SendMessage: (s) => ({ messageId: s.messageId, conversationId: s.conversationId }),
    StartSend: (_, d) => ({ attempt: d.attempt }),
    RecordSendAccepted: answer,
    RecordSendRefused: answer,
    RecordSendUnknown: answer,
    ExpireSend: answer,
    RecordStatus: answer,
    RetryMessage: both,
    MarkMessageSent: both,
    SendMessageAgain: both,
    RecordMedia: answer,
    RecordMediaFailure: answer,
  },
});
