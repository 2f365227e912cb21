import { ERASED, type Stored } from '@master-ia/schemas/contract.ts';
import { contentText } from '@master-ia/schemas/conversations/content.ts';
import type { ConversationEvents } from '@master-ia/schemas/conversations/index.ts';
import { shownStatus } from '@master-ia/schemas/conversations/status.ts';
import { inboxLabelTable, inboxTable, labelTable, type InboxRow } from '@master-ia/schemas/conversations/tables.ts';
import { derive, ignored, projection, type On } from '@master-ia/platform/kernel/projection.ts';
import { withEvent, type EvidenceEvent } from './evidence.ts';

type Ev<T extends keyof ConversationEvents & string> = Stored<ConversationEvents, T>;

/** The provider lets us write freely for so long after the customer's newest message. */
const WINDOW_MS = 24 * 60 * 60 * 1000;
/** Unread messages are counted up to here; "500" means 500 or more. */
const MOST_UNREAD = 500;

const later = (a: Date | null, b: Date): Date => (a !== null && a > b ? a : b);
const byConversation = (e: { readonly data: { readonly conversationId: string } }) => [{ conversation_id: e.data.conversationId }];

const opened = (e: Ev<'ConversationOpened' | 'MessageReceived' | 'MessageRequested'>): InboxRow => ({
  conversation_id: e.data.conversationId,
  contact_id: e.data.contactId,
  channel_id: e.data.channelId,
  state: 'open',
  assignee_id: null,
  label_ids: [],
  last_at: e.meta.occurredAt,
  last_message_id: null,
  last_message_at: null,
  last_message_position: null,
  last_direction: null,
  last_kind: null,
  last_text: null,
  last_attempts: [],
  last_status: null,
  unread: 0,
  unread_positions: [],
  read_up_to: null,
  window_ends_at: null,
  waiting_since: null,
  snoozed_until: null,
  opened_at: e.meta.at,
});

/** The newest message in thread order: time told, then position. A message that comes late is not the last one. */
const lastMessage = (old: InboxRow, e: Ev<'MessageReceived' | 'MessageRequested'>): InboxRow => {
  const at = e.meta.occurredAt;
  if (old.last_message_at !== null && at < old.last_message_at) return old;
  const sent = e.type === 'MessageRequested';
  return {
    ...old,
    last_at: later(old.last_at, at),
    last_message_id: e.data.messageId,
    last_message_at: at,
    last_message_position: e.meta.position,
    last_direction: sent ? 'out' : 'in',
    last_kind: e.data.kind,
    last_text: e.data.content === ERASED ? null : contentText(e.data.content),
    last_attempts: sent ? [{ attempt: 1 }] : [],
    last_status: sent ? 'QUEUED' : null,
  };
};

const read = (old: InboxRow, upTo: string): InboxRow => {
  if (old.read_up_to !== null && old.read_up_to >= upTo) return old;
  const left = old.unread_positions.filter((p) => p > upTo);
  return { ...old, read_up_to: upTo, unread_positions: left, unread: left.length };
};

const received = (old: InboxRow | undefined, e: Ev<'MessageReceived'>): InboxRow | undefined => {
  if (e.data.kind === 'reaction' || e.data.silent) return old;
  const at = e.meta.occurredAt;
  const row = lastMessage(old ?? opened(e), e);
  const unread =
    row.read_up_to !== null && e.meta.position <= row.read_up_to
      ? row.unread_positions
      : [...row.unread_positions, e.meta.position].slice(-MOST_UNREAD);
  return {
    ...row,
    unread_positions: unread,
    unread: unread.length,
    window_ends_at: later(row.window_ends_at, new Date(at.getTime() + WINDOW_MS)),
    waiting_since: row.waiting_since !== null && row.waiting_since < at ? row.waiting_since : at,
  };
};

const requested = (old: InboxRow | undefined, e: Ev<'MessageRequested'>): InboxRow | undefined => {
  if (e.data.kind === 'reaction') return old;
  const row = lastMessage(old ?? opened(e), e);
  // Who answers has read what came before, and nobody waits any more.
  return e.meta.actor.kind === 'user' || e.meta.actor.kind === 'api_key' ? { ...read(row, e.meta.position), waiting_since: null } : row;
};

/** Statuses matter to the list for its last message only. */
const evidence = (on: On<EvidenceEvent>) => [
  on.row(inboxTable, byConversation, (old, e) => {
    if (!old || old.last_message_id !== e.data.messageId) return old;
    const last_attempts = withEvent(old.last_attempts, e);
    return { ...old, last_attempts, last_status: shownStatus(last_attempts).status };
  }),
];
/** A change of a conversation that is there. */
const changed =
  <T extends keyof ConversationEvents & string>(change: (old: InboxRow, e: Ev<T>) => InboxRow) =>
  (old: InboxRow | undefined, e: Ev<T>): InboxRow => {
    const { conversationId } = e.data as { readonly conversationId: string };
    if (!old) throw new Error(`conversation ${conversationId} was never opened`);
    return change(old, e);
  };

/** One row per conversation: what lists show, filter and sort by. */
export const inbox = projection<ConversationEvents>()({
  name: 'inbox',
  version: 1,
  order: 'key',
  tables: [inboxTable, inboxLabelTable, labelTable],
  derived: [
    derive(inboxTable, inboxLabelTable, (row) =>
      row.label_ids.map((label_id) => ({ conversation_id: row.conversation_id, label_id, last_at: row.last_at })),
    ),
  ],
  notify: { inbox: ['state', 'assignee_id', 'channel_id', 'label_ids', 'unread', 'last_at', 'contact_id'], label: [] },
  on: {
    ConversationOpened: (on) => [on.row(inboxTable, byConversation, (old, e) => (old ? { ...old, opened_at: e.meta.at } : opened(e)))],
    ConversationAssigned: (on) => [
      on.row(
        inboxTable,
        byConversation,
        changed((old, e) => ({ ...old, assignee_id: e.data.assigneeId })),
      ),
    ],
    ConversationLabelled: (on) => [
      on.row(
        inboxTable,
        byConversation,
        changed((old, e) => {
          const others = old.label_ids.filter((l) => l !== e.data.labelId);
          return { ...old, label_ids: e.data.on ? [...others, e.data.labelId] : others };
        }),
      ),
    ],
    NoteAdded: ignored,
    ConversationSnoozed: (on) => [
      on.row(
        inboxTable,
        byConversation,
        changed((old, e) => ({ ...old, state: 'snoozed', snoozed_until: new Date(e.data.until) })),
      ),
    ],
    ConversationWoken: (on) => [
      on.row(
        inboxTable,
        byConversation,
        changed((old) => ({ ...old, state: 'open', snoozed_until: null })),
      ),
    ],
    // Somebody decided that nobody waits.
    ConversationClosed: (on) => [
      on.row(
        inboxTable,
        byConversation,
        changed((old) => ({ ...old, state: 'closed', snoozed_until: null, waiting_since: null })),
      ),
    ],
    ConversationReopened: (on) => [
      on.row(
        inboxTable,
        byConversation,
        changed((old) => ({ ...old, state: 'open', snoozed_until: null })),
      ),
    ],
    ConversationRead: (on) => [
      on.row(
        inboxTable,
        byConversation,
        changed((old, e) => read(old, e.data.upTo)),
      ),
    ],
    LabelSaved: (on) => [
      on.put(
        labelTable,
        (e) => [{ label_id: e.data.labelId }],
        (e) => ({ label_id: e.data.labelId, name: e.data.name, color: e.data.color }),
      ),
    ],
    LabelDeleted: (on) => [
      on.put(
        labelTable,
        (e) => [{ label_id: e.data.labelId }],
        () => undefined,
      ),
    ],
    MessageReceived: (on) => [on.row(inboxTable, (e) => (e.data.kind === 'reaction' || e.data.silent ? [] : byConversation(e)), received)],
    // A correction to a reaction leaves what the list shows: which message was last before is not known any more.
    MessageCorrected: (on) => [
      on.row(
        inboxTable,
        (e) => (e.data.kind === 'reaction' ? [] : byConversation(e)),
        (old, e) => {
          if (!old || old.last_message_id !== e.data.messageId) return old;
          return { ...old, last_kind: e.data.kind, last_text: e.data.content === ERASED ? null : contentText(e.data.content) };
        },
      ),
    ],
    MessageRequested: (on) => [on.row(inboxTable, (e) => (e.data.kind === 'reaction' ? [] : byConversation(e)), requested)],
    SendStarted: evidence,
    SendAccepted: evidence,
    SendRefused: evidence,
    SendUnknown: evidence,
    SendExpired: evidence,
    MessageStatusReported: evidence,
    MessageMarkedSent: evidence,
    MessageRetryRequested: evidence,
    MediaStored: ignored,
    MediaFailed: ignored,
  },
});
