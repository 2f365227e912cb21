import type { Row } from '@master-ia/platform/ports/sql.ts';
import type { GraphContext } from './context.ts';

const READ_WAIT_MS = 2000;

/** Rows of the caller's company, after the views have reached what the caller has seen (bounded; else the answer says that it is stale). */
export const read = async <R = Row>(
  c: GraphContext,
  views: readonly string[],
  /** Prepared under it; null: planned with its values each time, for filters whose best index depends on them. */
  name: string | null,
  text: string,
  values: readonly unknown[],
): Promise<R[]> => {
  if (c.minPosition !== null && !(await c.ports.views.reached(views, c.minPosition, READ_WAIT_MS))) c.stale.value = true;
  return c.ports.readDb.query<R>({ tenant: c.identity.tenant }, text, values, name === null ? {} : { name });
};
