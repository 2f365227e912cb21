import { folded, searchWords } from '@master-ia/schemas/search-words.ts';
import type { GraphContext } from '../graphql/context.ts';
import { visible } from '@master-ia/schemas/permissions.ts';
import { badInput, connection, cursorOf, INSTANT, pageSize, partsOf, UUID } from '../graphql/paging.ts';
import { read } from '../graphql/read.ts';
import { CONVERSATION_COLUMNS } from './conversation-row.ts';
import { LISTED, listedRows, type ListedRows } from './listed.ts';

const QUERY_MAX = 200;
const AROUND = 60;
/** Rounds of candidates that a page looks at when the viewer may see few of them. */
const ROUNDS = 5;

export type Hit = {
  readonly message_id: string;
  readonly conversation_id: string;
  readonly at: Date;
  readonly direction: 'in' | 'out';
  readonly text: string;
};

/** The text around the first word found. */
export const snippet = (text: string, words: readonly string[]): string => {
  const plain = folded(text);
  const at = words.reduce((best, w) => {
    const i = plain.indexOf(w);
    return i >= 0 && (best < 0 || i < best) ? i : best;
  }, -1);
  const from = Math.max(0, at - AROUND);
  return `${from > 0 ? '…' : ''}${text.slice(from, from + 2 * AROUND + 40)}${text.length > from + 2 * AROUND + 40 ? '…' : ''}`;
};

type Found = { readonly message_id: string; readonly conversation_id: string; readonly at: string };
type Line = { readonly item_id: string; readonly direction: 'in' | 'out'; readonly text: string | null };
type Round = ListedRows & { readonly found: readonly Found[] | null; readonly lines: readonly Line[] | null };
/** Messages found, with their lines and conversations, in one round trip. */
const ROUND = `with found as materialized (select * from rm.search_messages($1::text[], $2, $3::timestamptz, $4::uuid) with ordinality as f (message_id, conversation_id, at, place)),
  listed as materialized (select ${CONVERSATION_COLUMNS} from rm.inbox where conversation_id = any(array(select conversation_id from found)))
  select (select json_agg(f order by place) from found f) as found,
    (select json_agg(t) from (select item_id, direction, text from rm.thread_item where item_id = any(array(select message_id from found))) t) as lines, ${LISTED}`;

/** Messages of the whole history that have all the words, newest first, of conversations that the viewer may see. */
export const searchPage = async (c: GraphContext, text: string, first: number | null | undefined, after: string | null | undefined) => {
  const size = pageSize(first);
  if (text.length > QUERY_MAX) throw badInput(`a search has at most ${String(QUERY_MAX)} characters`);
  const words = searchWords(text);
  let edge: readonly [string | null, string | null] = after
    ? (partsOf(after, [INSTANT, UUID]) as unknown as [string, string])
    : [null, null];
  const hits: Hit[] = [];
  for (let round = 0; round < ROUNDS && hits.length <= size && words.length > 0; round++) {
    const answer = await read<Round>(c, ['message_search', 'inbox', 'thread'], 'search_messages', ROUND, [words, size + 1, ...edge]);
    const seen = new Set(
      listedRows(c, answer).flatMap((r) => (visible(c.identity.viewer, { assigneeId: r.assignee_id }) ? [r.conversation_id] : [])),
    );
    const lines = new Map(answer[0]?.lines?.map((l) => [l.item_id, l]));
    const page = answer[0]?.found ?? [];
    for (const f of page) {
      const line = lines.get(f.message_id);
      if (seen.has(f.conversation_id))
        hits.push({ ...f, at: new Date(f.at), direction: line?.direction ?? 'in', text: snippet(line?.text ?? '', words) });
    }
    const last = page.at(-1);
    if (!last || page.length <= size) break;
    edge = [last.at, last.message_id];
  }
  return connection(hits.slice(0, size + 1), size, (h) => cursorOf([h.at.toISOString(), h.message_id]), { after: Boolean(after) });
};
