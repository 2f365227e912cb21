import type { ThreadRow } from '@master-ia/schemas/conversations/tables.ts';
import type { GraphContext } from '../graphql/context.ts';
import { badInput, cursorOf, INSTANT, isUuid, pageSize, partsOf, UUID } from '../graphql/paging.ts';
import { read } from '../graphql/read.ts';

/** A line with the message that it quotes. */
export type ThreadLine = ThreadRow & { readonly quoted: Pick<ThreadRow, 'item_id' | 'direction' | 'kind' | 'text'> | null };
type Joined = ThreadRow & {
  readonly q_id: string | null;
  readonly q_direction: ThreadRow['direction'];
  readonly q_kind: ThreadRow['kind'];
  readonly q_text: string | null;
};

const THREAD = ['thread'];
const COLUMNS = `t.*, q.item_id as q_id, q.direction as q_direction, q.kind as q_kind, left(q.text, 300) as q_text`;
const LINES = `rm.thread_item t left join rm.thread_item q on q.item_id = t.reply_to and q.conversation_id = t.conversation_id`;
/** A row without kind is a reaction's, whose message has not come. */
const SHOWN = "(t.type <> 'message' or t.kind is not null)";
const lineOf = ({ q_id, q_direction, q_kind, q_text, ...row }: Joined): ThreadLine => ({
  ...row,
  quoted: q_id === null ? null : { item_id: q_id, direction: q_direction, kind: q_kind, text: q_text },
});
const cursor = (r: ThreadRow): string => cursorOf([r.at.toISOString(), r.position, r.item_id]);
const POSITION = /^\d{20,41}$/;

/** The newest lines before a place, oldest first; or those around a message. */
export const threadPage = async (
  c: GraphContext,
  conversationId: string,
  o: { readonly last?: number | null; readonly before?: string | null; readonly around?: string | null },
) => {
  const size = pageSize(o.last ?? 50);
  if (o.around) return around(c, conversationId, o.around, size);
  const place = o.before ? partsOf(o.before, [INSTANT, POSITION, UUID]) : null;
  const rows = await read<Joined>(
    c,
    THREAD,
    place ? `thread_before_${String(size)}` : `thread_${String(size)}`,
    `select ${COLUMNS} from ${LINES} where t.conversation_id = $1::uuid and ${SHOWN} ${place ? 'and (t.at, t.position, t.item_id) < ($2::timestamptz, $3, $4::uuid)' : ''}
     order by t.at desc, t.position desc, t.item_id desc limit ${String(size + 1)}`,
    place ? [conversationId, ...place] : [conversationId],
  );
  return page(rows.slice(0, size).reverse(), { before: rows.length > size, after: place !== null });
};

const around = async (c: GraphContext, conversationId: string, itemId: string, size: number) => {
  if (!isUuid(itemId)) throw badInput('around must be an id');
  const half = Math.max(1, Math.floor(size / 2));
  const rows = await read<Joined & { readonly side: number }>(
    c,
    THREAD,
    `thread_around_${String(size)}`,
    `with m as (select at, position, item_id from rm.thread_item where item_id = $2::uuid and conversation_id = $1::uuid)
     (select 0 as side, ${COLUMNS} from ${LINES} cross join m where t.conversation_id = $1::uuid and ${SHOWN} and (t.at, t.position, t.item_id) <= (m.at, m.position, m.item_id)
      order by t.at desc, t.position desc, t.item_id desc limit ${String(half + 1)})
     union all
     (select 1 as side, ${COLUMNS} from ${LINES} cross join m where t.conversation_id = $1::uuid and ${SHOWN} and (t.at, t.position, t.item_id) > (m.at, m.position, m.item_id)
      order by t.at, t.position, t.item_id limit ${String(half + 1)})`,
    [conversationId, itemId],
  );
  const older = rows.filter((r) => r.side === 0);
  const newer = rows.filter((r) => r.side === 1);
  return page([...older.slice(0, half).reverse(), ...newer.slice(0, half)], { before: older.length > half, after: newer.length > half });
};

const page = (rows: readonly Joined[], more: { readonly before: boolean; readonly after: boolean }) => {
  const edges = rows.map((r) => ({ cursor: cursor(r), node: lineOf(r) }));
  return {
    edges,
    pageInfo: {
      hasPreviousPage: more.before,
      hasNextPage: more.after,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
};

/** Lines by id, for answers and live changes. */
export const threadLines = async (c: GraphContext, ids: readonly string[]): Promise<readonly ThreadLine[]> =>
  (
    await read<Joined>(c, THREAD, 'thread_lines', `select ${COLUMNS} from ${LINES} where t.item_id = any($1::uuid[]) and ${SHOWN}`, [ids])
  ).map(lineOf);
