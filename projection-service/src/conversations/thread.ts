import { ERASED, type Stored } from '@master-ia/schemas/contract.ts';
import { contentText, isMedia, type Content } from '@master-ia/schemas/conversations/content.ts';
import type { ConversationEvents } from '@master-ia/schemas/conversations/index.ts';
import { shownStatus, type Attempt } from '@master-ia/schemas/conversations/status.ts';
import { threadTable, type ThreadMedia, type ThreadReaction, type ThreadRow } from '@master-ia/schemas/conversations/tables.ts';
import { ignored, projection, type On } from '@master-ia/platform/kernel/projection.ts';
import { withEvent, type EvidenceEvent } from './evidence.ts';

type Ev<T extends keyof ConversationEvents & string> = Stored<ConversationEvents, T>;
type Said = Ev<'MessageReceived' | 'MessageCorrected' | 'MessageRequested'>;

const blank = (
  e: { readonly data: { readonly conversationId: string }; readonly meta: Said['meta'] },
  item_id: string,
  type: ThreadRow['type'],
): ThreadRow => ({
  item_id,
  conversation_id: e.data.conversationId,
  type,
  at: e.meta.occurredAt,
  position: e.meta.position,
  direction: null,
  kind: null,
  content: null,
  text: null,
  media: null,
  reply_to: null,
  reactions: [],
  attempts: [],
  status: null,
  failure: null,
  author_kind: null,
  author_id: null,
  activity: null,
  data: null,
});
const shown = (content: Content | typeof ERASED): Content | null => (content === ERASED ? null : content);
const byMessage = (e: { readonly data: { readonly messageId: string } }) => [{ item_id: e.data.messageId }];
const own = (e: Said) => (e.data.kind === 'reaction' ? [] : byMessage(e));

/** On which message a reaction is put, as far as it can be told. */
const targetOf = (e: Said): string | null => {
  if (e.data.kind !== 'reaction') return null;
  const content = shown(e.data.content);
  return content?.kind === 'reaction' ? content.targetMessageId : null;
};
const target = (e: Said) => {
  const item_id = targetOf(e);
  return item_id === null ? [] : [{ item_id }];
};
/** One reaction of the customer and one of the business at most; a new one replaces, none takes away. A message that is not there yet gets an empty row that it completes. */
const react = (old: ThreadRow | undefined, e: Said): ThreadRow | undefined => {
  const content = shown(e.data.content);
  if (content?.kind !== 'reaction') return old;
  const direction = e.type === 'MessageRequested' ? 'out' : 'in';
  const row = old ?? blank(e, content.targetMessageId, 'message');
  const others = row.reactions.filter((r) => r.direction !== direction);
  if (content.emoji === null) return others.length === row.reactions.length ? old : { ...row, reactions: others };
  const { actor } = e.meta;
  const reaction: ThreadReaction = {
    emoji: content.emoji,
    direction,
    ...(direction === 'out' && actor.kind === 'user' && { userId: actor.id }),
  };
  return { ...row, reactions: [...others, reaction] };
};

const pending = (content: Content | null): ThreadMedia | null =>
  content && isMedia(content.kind) && 'mime' in content ? { state: 'pending', mime: content.mime } : null;
const received = (old: ThreadRow | undefined, e: Ev<'MessageReceived' | 'MessageCorrected'>): ThreadRow => {
  const content = shown(e.data.content);
  return {
    ...blank(e, e.data.messageId, 'message'),
    direction: 'in',
    kind: e.data.kind,
    content,
    text: content && contentText(content),
    media: pending(content),
    reply_to: e.data.replyToMessageId,
    reactions: old?.reactions ?? [],
  };
};
const corrected = (old: ThreadRow | undefined, e: Ev<'MessageCorrected'>): ThreadRow | undefined => {
  // What was shown as a message turned out to be a reaction: it is shown on its target.
  if (e.data.kind === 'reaction') return undefined;
  if (old?.kind == null) return received(old, e);
  const content = shown(e.data.content);
  return {
    ...old,
    kind: e.data.kind,
    content,
    text: content && contentText(content),
    media: isMedia(e.data.kind) ? (old.media ?? pending(content)) : null,
    reply_to: e.data.replyToMessageId,
  };
};

const withAttempts = (row: ThreadRow, attempts: readonly Attempt[]): ThreadRow => ({ ...row, attempts, ...shownStatus(attempts) });
const requested = (old: ThreadRow | undefined, e: Ev<'MessageRequested'>): ThreadRow => {
  const content = shown(e.data.content);
  const media = pending(content);
  return withAttempts(
    {
      ...blank(e, e.data.messageId, 'message'),
      direction: 'out',
      kind: e.data.kind,
      content,
      text: content && contentText(content),
      media: media && e.data.mediaId !== null ? { ...media, state: 'ready', id: e.data.mediaId } : media,
      reply_to: e.data.replyToMessageId,
      reactions: old?.reactions ?? [],
      author_kind: e.meta.actor.kind,
      author_id: e.meta.actor.id,
    },
    [{ attempt: 1 }],
  );
};
/** Of a reaction that we sent there is no row: its statuses are shown nowhere. */
const evidence = (on: On<EvidenceEvent>) => [
  on.row(threadTable, byMessage, (old, e) => {
    if (!old || old.direction !== 'out') return old;
    return withAttempts(old, withEvent(old.attempts, e));
  }),
];

const withMedia =
  <T extends keyof ConversationEvents & string>(media: (old: ThreadMedia | null, e: Ev<T>) => ThreadMedia) =>
  (old: ThreadRow | undefined, e: Ev<T>): ThreadRow | undefined =>
    old && { ...old, media: media(old.media, e) };

/** A line about something that happened; its id is the event's. */
const activity =
  <T extends keyof ConversationEvents & string>(name: string, data: (e: Ev<T>) => Record<string, unknown>) =>
  (on: On<Ev<T>>) => [
    on.put(
      threadTable,
      (e) => [{ item_id: e.meta.id }],
      (e): ThreadRow => {
        const about = e as unknown as { readonly data: { readonly conversationId: string }; readonly meta: Said['meta'] };
        return {
          ...blank(about, e.meta.id, 'activity'),
          author_kind: e.meta.actor.kind,
          author_id: e.meta.actor.id,
          activity: name,
          data: data(e),
        };
      },
    ),
  ];

/** Messages, notes and activities of a conversation. Thread order is (at, position). */
export const thread = projection<ConversationEvents>()({
  name: 'thread',
  version: 1,
  order: 'key',
  tables: [threadTable],
  notify: { thread_item: ['conversation_id'] },
  on: {
    ConversationOpened: activity('opened', (e) => ({ by: e.data.by })),
    ConversationAssigned: activity('assigned', (e) => ({ assigneeId: e.data.assigneeId, automatic: e.data.automatic })),
    ConversationLabelled: activity('labelled', (e) => ({ labelId: e.data.labelId, on: e.data.on })),
    NoteAdded: (on) => [
      on.put(
        threadTable,
        (e) => [{ item_id: e.data.noteId }],
        (e) => ({
          ...blank(e, e.data.noteId, 'note'),
          text: e.data.text === ERASED ? null : e.data.text,
          author_kind: e.meta.actor.kind,
          author_id: e.meta.actor.id,
        }),
      ),
    ],
    ConversationSnoozed: activity('snoozed', (e) => ({ until: e.data.until })),
    ConversationWoken: activity('woken', (e) => ({ by: e.data.by })),
    ConversationClosed: activity('closed', () => ({})),
    ConversationReopened: activity('reopened', (e) => ({ by: e.data.by })),
    ConversationRead: ignored,
    LabelSaved: ignored,
    LabelDeleted: ignored,
    MessageReceived: (on) => [on.row(threadTable, own, received), on.row(threadTable, target, react)],
    MessageCorrected: (on) => [on.row(threadTable, byMessage, corrected), on.row(threadTable, target, react)],
    MessageRequested: (on) => [on.row(threadTable, own, requested), on.row(threadTable, target, react)],
    SendStarted: evidence,
    SendAccepted: evidence,
    SendRefused: evidence,
    SendUnknown: evidence,
    SendExpired: evidence,
    MessageStatusReported: evidence,
    MessageMarkedSent: evidence,
    MessageRetryRequested: evidence,
    MediaStored: (on) => [
      on.row(
        threadTable,
        byMessage,
        withMedia<'MediaStored'>((_, { data }) => ({ state: 'ready', id: data.mediaId, mime: data.mime, size: data.size })),
      ),
    ],
    MediaFailed: (on) => [
      on.row(
        threadTable,
        byMessage,
        withMedia<'MediaFailed'>((old, { data }) => ({
          state: 'failed',
          mime: old?.mime ?? 'application/octet-stream',
          failure: data.code,
        })),
      ),
    ],
  },
});
