import { inboxTable } from '@master-ia/schemas/conversations/tables.ts';
import { revive } from '@master-ia/platform/projector/columns.ts';
import type { Row } from '@master-ia/platform/ports/sql.ts';
import type { GraphContext } from '../graphql/context.ts';
import { besideColumns, primeBeside, type BesideRows } from '../graphql/loaders.ts';
import type { ConversationRow } from './conversation-row.ts';

export type ListedRows = BesideRows & { readonly conversations: readonly Row[] | null };
const ids = (column: string): string => `array(select ${column} from listed)`;

/**
 * The last part of a statement whose `listed` has conversations: the newest first, with everything that is shown beside them, as one row of JSON. A page of them is so one round trip, and none of
 * its fields has to wait.
 */
export const LISTED = `(select json_agg(l order by l.last_at desc, l.conversation_id desc) from listed l) as conversations, ${besideColumns(
  {
    contact: ids('contact_id'),
    channel: ids('channel_id'),
    user: ids('assignee_id'),
    label: 'array(select json_array_elements_text(label_ids)::uuid from listed)',
  },
)}`;

/** The conversations of an answer to {@link LISTED}, known to the operation's loaders from now on. */
export const listedRows = (c: GraphContext, [answer]: readonly ListedRows[]): readonly ConversationRow[] => {
  if (!answer) return [];
  primeBeside(c.loaders, answer);
  const rows = (answer.conversations ?? []).map((json) => revive(inboxTable, json) as ConversationRow);
  for (const row of rows) c.loaders.conversation.prime(row.conversation_id, row);
  return rows;
};
