import { folded, searchWords } from '@master-ia/schemas/search-words.ts';
import type { GraphContext } from '../graphql/context.ts';
import { visible } from '@master-ia/schemas/permissions.ts';
import { badInput, connection, cursorOf, INSTANT, pageSize, partsOf, UUID } from '../graphql/paging.ts';
import { read } from '../graphql/read.ts';

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

type Found = { readonly message_id: string; readonly conversation_id: string; readonly at: Date };
/** Messages of the whole history that have all the words, newest first, of conversations that the viewer may see. */
export const searchPage = async (c: GraphContext, text: string, first: number | null | undefined, after: string | null | undefined) => {
  const size = pageSize(first);
  if (text.length > QUERY_MAX) throw badInput(`a search has at most ${String(QUERY_MAX)} characters`);
  const words = searchWords(text);
  let edge: readonly [string | null, string | null] = after
    ? (partsOf(after, [INSTANT, UUID]) as unknown as [string, string])
    : [null, null];
  const found: Found[] = [];
  for (let round = 0; round < ROUNDS && found.length <= size && words.length > 0; round++) {
    const page = await read<Found>(
      c,
      ['message_search', 'inbox'],
      'search_messages',
      'select message_id, conversation_id, at from rm.search_messages($1::text[], $2, $3::timestamptz, $4::uuid)',
      [words, size + 1, ...edge],
    );
    const conversations = await c.loaders.conversation.loadMany([...new Set(page.map((p) => p.conversation_id))]);
    const seen = new Set(
      conversations.flatMap((r) =>
        r && !(r instanceof Error) && visible(c.identity.viewer, { assigneeId: r.assignee_id }) ? [r.conversation_id] : [],
      ),
    );
    found.push(...page.filter((p) => seen.has(p.conversation_id)));
    const last = page.at(-1);
    if (!last || page.length <= size) break;
    edge = [last.at.toISOString(), last.message_id];
  }
  const page = found.slice(0, size + 1);
  const rows = await read<{ item_id: string; direction: 'in' | 'out'; text: string | null }>(
    c,
    ['thread'],
    'search_lines',
    'select item_id, direction, text from rm.thread_item where item_id = any($1::uuid[])',
    [page.map((p) => p.message_id)],
  );
  const lines = new Map(rows.map((r) => [r.item_id, r]));
  const hits: Hit[] = page.map((p) => ({
    ...p,
    direction: lines.get(p.message_id)?.direction ?? 'in',
    text: snippet(lines.get(p.message_id)?.text ?? '', words),
  }));
  return connection(hits, size, (h) => cursorOf([h.at.toISOString(), h.message_id]), { after: Boolean(after) });
};
