import type { InboxRow, ThreadRow } from '@master-ia/schemas/conversations/tables.ts';
import { visible } from '@master-ia/schemas/permissions.ts';
import type { GraphContext } from '../graphql/context.ts';
import { badInput, isUuid } from '../graphql/paging.ts';
import { subscriber } from '../graphql/subscriber.ts';
import { forgetLoaded, loadBeside } from '../graphql/loaders.ts';
import { matches, searchedContacts, type ConversationFilter } from './inbox-query.ts';
import { threadLines } from './thread-query.ts';

type Columns = Pick<InboxRow, 'state' | 'assignee_id' | 'channel_id' | 'label_ids' | 'unread' | 'contact_id'>;
type ConversationChange = {
  readonly conversationId: string;
  readonly conversation: InboxRow | null;
  readonly removed: boolean;
  readonly incoming: boolean;
  readonly position: string;
};

/** Rows that enter, change or leave the caller's list. */
const conversationChanged = async (_: unknown, a: { filter?: ConversationFilter | null }, c: GraphContext) => {
  const f = a.filter ?? {};
  // A search is a list of contacts at the moment of asking; who asks again follows the new one.
  const search = f.search?.trim();
  const searched = search ? new Set(await searchedContacts(c, search)) : null;
  const shows = (row: Columns | null): boolean =>
    row !== null &&
    visible(c.identity.viewer, { assigneeId: row.assignee_id }) &&
    matches(c.identity, f, row) &&
    (searched === null || searched.has(row.contact_id));
  const out = subscriber<ConversationChange>({ closed: () => stop() });
  const stop = c.live.follow<InboxRow>('inbox', c.identity.tenant, (changes) => {
    for (const x of changes) {
      const now = shows(x.row);
      const before = shows(x.before as Columns | null);
      if (!now && !before) continue;
      const unreadBefore = (x.before as Columns | null)?.unread ?? 0;
      out.push(x.id, {
        conversationId: x.id,
        conversation: now ? x.row : null,
        removed: !now,
        incoming: now && x.types.includes('MessageReceived') && ((x.after as Columns | null)?.unread ?? 0) > unreadBefore,
        position: x.position,
      });
    }
  });
  return out.read(async (changes) => {
    forgetLoaded(c.loaders);
    await loadBeside(
      c.loaders,
      changes.flatMap((x) => (x.conversation ? [x.conversation] : [])),
    );
    return changes;
  });
};

/** Lines of one conversation that are new or have changed. */
const messageChanged = async (_: unknown, a: { conversationId: string }, c: GraphContext) => {
  if (!isUuid(a.conversationId)) throw badInput('conversationId must be an id');
  const out = subscriber<{ readonly conversationId: string; readonly itemId: string; readonly position: string }>({ closed: () => stop() });
  const stop = c.live.follow<Pick<ThreadRow, 'item_id' | 'conversation_id'>>('thread_item', c.identity.tenant, (changes) => {
    for (const x of changes)
      if (x.row?.conversation_id === a.conversationId)
        out.push(x.id, { conversationId: a.conversationId, itemId: x.id, position: x.position });
  });
  return out.read(async (changes) => {
    forgetLoaded(c.loaders);
    // Whoever loses the conversation loses its lines.
    const row = await c.loaders.conversation.load(a.conversationId);
    if (!row || !visible(c.identity.viewer, { assigneeId: row.assignee_id })) return [];
    const lines = new Map(
      (
        await threadLines(
          c,
          changes.map((x) => x.itemId),
        )
      ).map((line) => [line.item_id, line]),
    );
    return changes.flatMap((x) => {
      const item = lines.get(x.itemId);
      return item ? [{ conversationId: x.conversationId, item, position: x.position }] : [];
    });
  });
};

const itself = <T>(payload: T): T => payload;
export const conversationSubscriptions = {
  conversationChanged: { subscribe: conversationChanged, resolve: itself<ConversationChange> },
  messageChanged: { subscribe: messageChanged, resolve: itself },
};
