import { table } from '../contract.ts';
import type { Content, ContentKind } from './content.ts';
import type { Attempt, MessageStatus } from './status.ts';

export type InboxRow = {
  conversation_id: string;
  contact_id: string;
  channel_id: string;
  state: 'open' | 'snoozed' | 'closed';
  assignee_id: string | null;
  label_ids: readonly string[];
  /** Newest activity that lists sort by. */
  last_at: Date;
  last_message_id: string | null;
  last_message_at: Date | null;
  last_message_position: string | null;
  last_direction: 'in' | 'out' | null;
  last_kind: ContentKind | null;
  last_text: string | null;
  last_attempts: readonly Attempt[];
  last_status: MessageStatus | null;
  unread: number;
  /** Positions of unread messages, oldest first, the newest 500 of them. */
  unread_positions: readonly string[];
  read_up_to: string | null;
  window_ends_at: Date | null;
  waiting_since: Date | null;
  snoozed_until: Date | null;
  opened_at: Date;
};
export const inboxTable = table<InboxRow>()({
  name: 'inbox',
  key: ['conversation_id'],
  columns: {
    conversation_id: 'uuid not null',
    contact_id: 'uuid not null',
    channel_id: 'uuid not null',
    state: 'text not null',
    assignee_id: 'uuid',
    label_ids: 'json not null',
    last_at: 'timestamptz not null',
    last_message_id: 'uuid',
    last_message_at: 'timestamptz',
    last_message_position: 'text',
    last_direction: 'text',
    last_kind: 'text',
    last_text: 'text',
    last_attempts: 'json not null',
    last_status: 'text',
    unread: 'int not null',
    unread_positions: 'json not null',
    read_up_to: 'text',
    window_ends_at: 'timestamptz',
    waiting_since: 'timestamptz',
    snoozed_until: 'timestamptz',
    opened_at: 'timestamptz not null',
  },
  indexes: [
    '(tenant_id, last_at desc, conversation_id desc)',
    "(tenant_id, last_at desc, conversation_id desc) where state = 'open'",
    '(tenant_id, assignee_id, last_at desc, conversation_id desc)',
    '(tenant_id, last_at desc, conversation_id desc) where unread > 0',
    '(tenant_id, assignee_id, last_at desc, conversation_id desc) where unread > 0',
    '(tenant_id, channel_id, last_at desc, conversation_id desc)',
    '(tenant_id, contact_id)',
  ],
});

/** Labels as rows, derived from the inbox row: arrays would switch the index off under row-level security. */
export type InboxLabelRow = { conversation_id: string; label_id: string; last_at: Date };
export const inboxLabelTable = table<InboxLabelRow>()({
  name: 'inbox_label',
  key: ['conversation_id', 'label_id'],
  columns: { conversation_id: 'uuid not null', label_id: 'uuid not null', last_at: 'timestamptz not null' },
  indexes: ['(tenant_id, label_id, last_at desc, conversation_id desc)'],
});

export type LabelRow = { label_id: string; name: string; color: string };
export const labelTable = table<LabelRow>()({
  name: 'label',
  key: ['label_id'],
  columns: { label_id: 'uuid not null', name: 'text not null', color: 'text not null' },
});

export type ThreadMedia = {
  readonly state: 'pending' | 'ready' | 'failed';
  readonly id?: string;
  readonly mime: string;
  readonly size?: number;
  readonly failure?: string;
};
export type ThreadReaction = { readonly emoji: string; readonly direction: 'in' | 'out'; readonly userId?: string };
export type ThreadRow = {
  item_id: string;
  conversation_id: string;
  type: 'message' | 'note' | 'activity';
  /** Told by the provider, never later than the append. */
  at: Date;
  position: string;
  direction: 'in' | 'out' | null;
  kind: ContentKind | null;
  /** null when erased. */
  content: Content | null;
  text: string | null;
  media: ThreadMedia | null;
  reply_to: string | null;
  reactions: readonly ThreadReaction[];
  attempts: readonly Attempt[];
  status: MessageStatus | null;
  failure: { readonly code: string; readonly reason?: string } | null;
  author_kind: string | null;
  author_id: string | null;
  activity: string | null;
  data: Readonly<Record<string, unknown>> | null;
};
/** Messages, notes and activities of a conversation. A reaction that comes before its message makes a row of type null-kind that the message completes. */
export const threadTable = table<ThreadRow>()({
  name: 'thread_item',
  key: ['item_id'],
  columns: {
    item_id: 'uuid not null',
    conversation_id: 'uuid not null',
    type: 'text not null',
    at: 'timestamptz not null',
    position: 'text not null',
    direction: 'text',
    kind: 'text',
    content: 'json',
    text: 'text',
    media: 'json',
    reply_to: 'uuid',
    reactions: 'json not null',
    attempts: 'json not null',
    status: 'text',
    failure: 'json',
    author_kind: 'text',
    author_id: 'text',
    activity: 'text',
    data: 'json',
  },
  indexes: ['(tenant_id, conversation_id, at desc, position desc, item_id)'],
});

export type MessageDocRow = { message_id: string; conversation_id: string; at: Date; doc: string };
/** Words without accents and the tenant's lexeme `#t…`. Space-separated lexemes in, tsvector at rest. */
export const messageDocTable = table<MessageDocRow>()({
  name: 'message_doc',
  key: ['message_id'],
  columns: { message_id: 'uuid not null', conversation_id: 'uuid not null', at: 'timestamptz not null', doc: 'tsvector not null' },
  indexes: ['(tenant_id, at desc, message_id)', 'using gin (doc) with (fastupdate = off)'],
});
