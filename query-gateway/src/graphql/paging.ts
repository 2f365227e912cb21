import { GraphQLError } from 'graphql';

export const PAGE_MAX = 100;
const PAGE = 25;

/** The caller's mistake, told with a stable code. */
export const badInput = (message: string, code = 'BAD_USER_INPUT'): GraphQLError => new GraphQLError(message, { extensions: { code } });

/** Page size: 1 to 100. */
export const pageSize = (first: number | null | undefined): number => {
  const n = first ?? PAGE;
  if (!Number.isInteger(n) || n < 1 || n > PAGE_MAX) throw badInput(`a page has 1 to ${String(PAGE_MAX)} items`);
  return n;
};
/** Opaque text of a place in a list. */
export const cursorOf = (parts: readonly (string | number | null)[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
/** The parts of a cursor of ours, each checked by its pattern. */
export const partsOf = (cursor: string, patterns: readonly RegExp[]): readonly string[] => {
  try {
    const parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    if (
      Array.isArray(parts) &&
      parts.length === patterns.length &&
      parts.every((p, i) => typeof p === 'string' && (patterns[i] as RegExp).test(p))
    )
      return parts as string[];
  } catch {
    // Not ours: answered below.
  }
  throw badInput('this cursor is not one of this list');
};
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/;
export const isUuid = (text: string): boolean => UUID.test(text);

/** A Relay connection from one row more than the page. */
export const connection = <T>(rows: readonly T[], size: number, cursor: (row: T) => string, o: { readonly after: boolean }) => {
  const page = rows.slice(0, size);
  const edges = page.map((node) => ({ cursor: cursor(node), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > size,
      hasPreviousPage: o.after,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
};
