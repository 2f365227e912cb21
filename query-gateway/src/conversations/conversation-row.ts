import type { InboxRow } from '@master-ia/schemas/conversations/tables.ts';

const columns = [
  'conversation_id',
  'contact_id',
  'channel_id',
  'state',
  'assignee_id',
  'label_ids',
  'last_at',
  'last_message_id',
  'last_message_at',
  'last_direction',
  'last_kind',
  'last_text',
  'last_status',
  'unread',
  'window_ends_at',
  'waiting_since',
  'snoozed_until',
] as const satisfies readonly (keyof InboxRow)[];

/** What answers tell of a conversation; the view's row has more, for its fold. */
export type ConversationRow = Pick<InboxRow, (typeof columns)[number]>;
export const CONVERSATION_COLUMNS = columns.join(', ');
