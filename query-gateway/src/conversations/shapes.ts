import { failureText } from '@master-ia/schemas/channels/failure-texts.ts';
import type { ContactRow } from '@master-ia/schemas/contacts/tables.ts';
import { visible } from '@master-ia/schemas/permissions.ts';
import type { GraphContext, Locale } from '../graphql/context.ts';
import { read } from '../graphql/read.ts';
import { CONVERSATION_COLUMNS, type ConversationRow } from './conversation-row.ts';
import { LISTED, listedRows, type ListedRows } from './listed.ts';
import { threadPage, type ThreadLine } from './thread-query.ts';

/** Why a send failed: the provider's code explained, or ours. */
const failureOf = (f: { readonly code: string; readonly reason?: string } | null, locale: Locale) =>
  f && { code: f.code, message: failureText(f.code, locale) };
const actionsOf = (row: ThreadLine): readonly string[] =>
  row.direction !== 'out' ? [] : row.status === 'FAILED' ? ['retry'] : row.status === 'UNKNOWN' ? ['mark_sent', 'send_again'] : [];
const upper = (text: string | null): string | null => text && text.toUpperCase();

const ONE = `with listed as materialized (select ${CONVERSATION_COLUMNS} from rm.inbox where conversation_id = $1::uuid) select ${LISTED}`;
/** A row of the inbox with what is shown beside it, when the viewer may see it. */
export const visibleConversation = async (c: GraphContext, id: string): Promise<ConversationRow | null> => {
  const [row] = listedRows(c, await read<ListedRows>(c, ['inbox'], 'conversation', ONE, [id]));
  return row && visible(c.identity.viewer, { assigneeId: row.assignee_id }) ? row : null;
};

const firstUnreadId = async (c: GraphContext, id: string): Promise<string | null> =>
  (await c.loaders.firstUnread.load(id))?.item_id ?? null;

/** A view that is behind another is waited for so long. */
const CONTACT_WAIT_MS = 2_000;
/** Views fold apart from each other: the contact of a conversation that has just begun may be there a moment after it. */
const lateContact = async (r: ConversationRow, c: GraphContext): Promise<ContactRow | null> => {
  const found = await c.loaders.contact.load(r.contact_id);
  if (found) return found;
  const as = { tenant: c.identity.tenant };
  const { readDb, views } = c.ports;
  const [at] = await readDb.query<{ last_position: string }>(
    as,
    'select last_position from rm.inbox where conversation_id = $1',
    [r.conversation_id],
    { name: 'conversation_position' },
  );
  if (at) await views.reached(['contacts'], at.last_position, CONTACT_WAIT_MS);
  const [contact] = await readDb.query<ContactRow>(as, 'select * from rm.contact where contact_id = $1', [r.contact_id], {
    name: 'late_contact',
  });
  c.loaders.contact.prime(r.contact_id, contact ?? null);
  return contact ?? null;
};

export const conversationFields = {
  id: (r: ConversationRow) => r.conversation_id,
  state: (r: ConversationRow) => r.state.toUpperCase(),
  contact: (r: ConversationRow, _: unknown, c: GraphContext) => {
    const known = c.loaders.contact.load(r.contact_id);
    return known === null || known instanceof Promise ? lateContact(r, c) : known;
  },
  channel: (r: ConversationRow, _: unknown, c: GraphContext) => c.loaders.channel.load(r.channel_id),
  assignee: (r: ConversationRow, _: unknown, c: GraphContext) => (r.assignee_id === null ? null : c.loaders.user.load(r.assignee_id)),
  labels: (r: ConversationRow, _: unknown, c: GraphContext) => c.loaders.label.all(r.label_ids),
  firstUnreadId: (r: ConversationRow, _: unknown, c: GraphContext) => (r.unread === 0 ? null : firstUnreadId(c, r.conversation_id)),
  lastMessage: (r: ConversationRow) =>
    r.last_message_id === null
      ? null
      : {
          id: r.last_message_id,
          direction: upper(r.last_direction),
          kind: upper(r.last_kind),
          text: r.last_text ?? '',
          at: r.last_message_at,
          status: r.last_direction === 'out' ? r.last_status : null,
        },
  lastActivityAt: (r: ConversationRow) => r.last_at,
  waitingSince: (r: ConversationRow) => r.waiting_since,
  snoozedUntil: (r: ConversationRow) => r.snoozed_until,
  window: (r: ConversationRow, _: unknown, c: GraphContext) => ({
    open: r.window_ends_at !== null && r.window_ends_at > c.ports.clock.now(),
    endsAt: r.window_ends_at,
  }),
  messages: (r: ConversationRow, a: { last?: number | null; before?: string | null; around?: string | null }, c: GraphContext) =>
    threadPage(c, r.conversation_id, a),
};

const keyName = async (c: GraphContext, id: string): Promise<string | null> => (await c.loaders.apiKey.load(id))?.name ?? null;

export const threadItemFields = {
  id: (r: ThreadLine) => r.item_id,
  type: (r: ThreadLine) => r.type.toUpperCase(),
  direction: (r: ThreadLine) => upper(r.direction),
  kind: (r: ThreadLine) => upper(r.kind),
  providerKind: (r: ThreadLine) => (r.content?.kind === 'unsupported' ? r.content.providerKind : null),
  media: (r: ThreadLine, _: unknown, c: GraphContext) => {
    if (!r.media) return null;
    const filename = r.content && 'filename' in r.content ? (r.content.filename ?? null) : null;
    return {
      id: r.media.id ?? null,
      state: r.media.state.toUpperCase(),
      mime: r.media.mime,
      size: r.media.size ?? null,
      filename,
      url: r.media.state === 'ready' && r.media.id !== undefined ? `/media/${r.media.id}` : null,
      failure: r.media.failure === undefined ? null : failureText(r.media.failure, c.identity.locale),
    };
  },
  voice: (r: ThreadLine) => (r.content?.kind === 'audio' ? r.content.voice : null),
  location: (r: ThreadLine) => (r.content?.kind === 'location' ? r.content : null),
  sharedContacts: (r: ThreadLine) => (r.content?.kind === 'contacts' ? r.content.contacts : null),
  status: (r: ThreadLine) => (r.direction === 'out' ? r.status : null),
  failure: (r: ThreadLine, _: unknown, c: GraphContext) => failureOf(r.failure, c.identity.locale),
  actions: actionsOf,
  replyTo: (r: ThreadLine) =>
    r.reply_to === null
      ? null
      : {
          messageId: r.quoted?.item_id ?? null,
          direction: upper(r.quoted?.direction ?? null),
          kind: upper(r.quoted?.kind ?? null),
          text: r.quoted?.text ?? '',
        },
  reactions: (r: ThreadLine) =>
    r.reactions.map((x) => ({ emoji: x.emoji, direction: x.direction.toUpperCase(), userId: x.userId ?? null })),
  author: (r: ThreadLine, _: unknown, c: GraphContext) =>
    r.author_kind === 'user' && r.author_id !== null ? c.loaders.user.load(r.author_id) : null,
  authorName: (r: ThreadLine, _: unknown, c: GraphContext) =>
    r.author_kind === 'api_key' && r.author_id !== null ? keyName(c, r.author_id) : null,
};
