import type { Row } from '@master-ia/platform/ports/sql.ts';
import type { GraphContext } from './context.ts';
import { badInput, isUuid } from './paging.ts';
import { read } from './read.ts';

/** A list that companies have a few of: read in slices. */
export type List = {
  /** Names its statements. */
  readonly name: string;
  readonly views: readonly string[];
  /** Selects all of it. */
  readonly rows: string;
  /** Column of the rows' ids. */
  readonly id: string;
  /** Columns, or what is made of them, that give each row its own place; ascending. */
  readonly order: string;
  /** Rows of one slice. */
  readonly max: number;
};

/** The slice behind the row of that id, else the first one. Whoever gets a full slice asks for the next. Throws when the list has no such row (any more). */
export const slice = async <R = Row>(c: GraphContext, l: List, after: string | null | undefined): Promise<R[]> => {
  const wrong = () => badInput('after must be the id of a row of this list');
  if (after != null && !isUuid(after)) throw wrong();
  const rows = await read<R>(
    c,
    l.views,
    l.name,
    `select * from (${l.rows}) l where $1::uuid is null or (${l.order}) > (select ${l.order} from (${l.rows}) x where ${l.id} = $1::uuid)
     order by ${l.order} limit ${String(l.max)}`,
    [after ?? null],
  );
  if (rows.length > 0 || after == null) return rows;
  const there = await read(c, l.views, `${l.name}_after`, `select 1 from (${l.rows}) x where ${l.id} = $1::uuid`, [after]);
  if (there.length === 0) throw wrong();
  return rows;
};
