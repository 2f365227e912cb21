import { threadTable, type ThreadRow } from '@master-ia/schemas/conversations/tables.ts';
import type { Row } from '@master-ia/platform/ports/sql.ts';
import { revive } from '@master-ia/platform/projector/columns.ts';
import type { GraphContext } from '../graphql/context.ts';
import { besideColumns, primeBeside, type BesideRows } from '../graphql/loaders.ts';
import { badInput, cursorOf, INSTANT, isUuid, pageSize, partsOf, UUID } from '../graphql/paging.ts';
import { read } from '../graphql/read.ts';

type Shown = Omit<ThreadRow, 'attempts'>;
/** A line with the message that it quotes. */
export type ThreadLine = Shown & { readonly quoted: Pick<ThreadRow, 'item_id' | 'direction' | 'kind' | 'text'> | null };
/** As JSON. */
type Joined = Row & {
  readonly side?: number;
  readonly q_id: string | null;
  readonly q_direction: ThreadRow['direction'];
  readonly q_kind: ThreadRow['kind'];
  readonly q_text: string | null;
};

const THREAD = ['thread'];
const COLUMNS = `${Object.keys(threadTable.columns)
  .filter((name) => name !== 'attempts')
  .map((name) => `t.${name}`)
  .join(', ')}, q.item_id as q_id, q.direction as q_direction, q.kind as q_kind, left(q.text, 300) as q_text`;
const LINES = `rm.thread_item t left join rm.thread_item q on q.item_id = t.reply_to and q.conversation_id = t.conversation_id`;
/** A row without kind is a reaction's, whose message has not come. */
const SHOWN = "(t.type <> 'message' or t.kind is not null)";
const lineOf = (json: Joined): ThreadLine => ({
  ...(revive(threadTable, json) as Shown),
  quoted: json.q_id === null ? null : { item_id: json.q_id, direction: json.q_direction, kind: json.q_kind, text: json.q_text },
});
const cursor = (r: Shown): string => cursorOf([r.at.toISOString(), r.position, r.item_id]);
const POSITION = /^\d{20,41}$/;

type Found = BesideRows & { readonly lines: readonly Joined[] | null };
/** Lines that `found` selects, oldest first, with their authors: one row of JSON, as for lists of conversations. `among`: what it selects from, when that has to be named. */
const linesOf = async (
  c: GraphContext,
  name: string,
  o: { readonly among?: string; readonly found: string },
  values: readonly unknown[],
): Promise<readonly Joined[]> => {
  const [answer] = await read<Found>(
    c,
    THREAD,
    name,
    `with ${o.among === undefined ? '' : `${o.among}, `}found as materialized (${o.found})
     select (select json_agg(f order by f.at, f.position, f.item_id) from found f) as lines,
       ${besideColumns({ user: "array(select distinct author_id::uuid from found where author_kind = 'user')" })}`,
    values,
  );
  if (!answer) return [];
  primeBeside(c.loaders, answer);
  return answer.lines ?? [];
};

/** The newest lines before a place, oldest first; or those around a message. */
export const threadPage = async (
  c: GraphContext,
  conversationId: string,
  o: { readonly last?: number | null; readonly before?: string | null; readonly around?: string | null },
) => {
  const size = pageSize(o.last ?? 50);
  if (o.around) return around(c, conversationId, o.around, size);
  const place = o.before ? partsOf(o.before, [INSTANT, POSITION, UUID]) : null;
  const rows = await linesOf(
    c,
    place ? `thread_before_${String(size)}` : `thread_${String(size)}`,
    {
      found: `select ${COLUMNS} from ${LINES} where t.conversation_id = $1::uuid and ${SHOWN} ${place ? 'and (t.at, t.position, t.item_id) < ($2::timestamptz, $3, $4::uuid)' : ''}
        order by t.at desc, t.position desc, t.item_id desc limit ${String(size + 1)}`,
    },
    place ? [conversationId, ...place] : [conversationId],
  );
  return page(rows.slice(-size), { before: rows.length > size, after: place !== null });
};

const around = async (c: GraphContext, conversationId: string, itemId: string, size: number) => {
  if (!isUuid(itemId)) throw badInput('around must be an id');
  const half = Math.max(1, Math.floor(size / 2));
  const part = (side: number, than: '<=' | '>', order: 'desc' | 'asc'): string =>
    `(select ${String(side)} as side, ${COLUMNS} from ${LINES} cross join place p
      where t.conversation_id = $1::uuid and ${SHOWN} and (t.at, t.position, t.item_id) ${than} (p.at, p.position, p.item_id)
      order by t.at ${order}, t.position ${order}, t.item_id ${order} limit ${String(half + 1)})`;
  const rows = await linesOf(
    c,
    `thread_around_${String(size)}`,
    {
      among: 'place as (select at, position, item_id from rm.thread_item where item_id = $2::uuid and conversation_id = $1::uuid)',
      found: `${part(0, '<=', 'desc')} union all ${part(1, '>', 'asc')}`,
    },
    [conversationId, itemId],
  );
  const older = rows.filter((r) => r.side === 0);
  const newer = rows.filter((r) => r.side === 1);
  return page([...older.slice(-half), ...newer.slice(0, half)], { before: older.length > half, after: newer.length > half });
};

const page = (rows: readonly Joined[], more: { readonly before: boolean; readonly after: boolean }) => {
  const edges = rows.map(lineOf).map((node) => ({ cursor: cursor(node), node }));
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
    await linesOf(c, 'thread_lines', { found: `select ${COLUMNS} from ${LINES} where t.item_id = any($1::uuid[]) and ${SHOWN}` }, [ids])
  ).map(lineOf);
