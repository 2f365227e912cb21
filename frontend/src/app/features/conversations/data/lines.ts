import type { ThreadLineFragment, ThreadPageFragment } from './thread.gql';

/** A line of the thread; `cursor` when it came with a page. */
export type Line = ThreadLineFragment & { readonly cursor?: string };

/** A stretch of a thread without gaps, oldest first. */
export interface Stretch {
  readonly lines: readonly Line[];
  readonly older: boolean;
  readonly newer: boolean;
}
/** The line before which the unread ones are announced, and how many they are. */
export interface Unread {
  readonly firstId: string;
  readonly count: number;
}
export const EMPTY: Stretch = { lines: [], older: false, newer: false };

/** Lines kept on the screen; when more are loaded at one end, the other is let go and read again on scrolling back. */
export const MOST = 400;

/** Thread order: time told by the provider, then position, then id. All fixed-width texts. */
export const inOrder = (a: Line, b: Line): number => compare(a.at, b.at) || compare(a.position, b.position) || compare(a.id, b.id);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const stretchOf = (page: ThreadPageFragment): Stretch => ({
  lines: page.edges.map((e) => ({ ...e.node, cursor: e.cursor })),
  older: page.pageInfo.hasPreviousPage,
  newer: page.pageInfo.hasNextPage,
});

/** Both together, of the same line the second's; a cursor once known is kept. */
export const joined = (a: readonly Line[], b: readonly Line[]): readonly Line[] => {
  const byId = new Map(a.map((l) => [l.id, l]));
  for (const line of b) {
    const cursor = line.cursor ?? byId.get(line.id)?.cursor;
    byId.set(line.id, cursor === undefined ? line : { ...line, cursor });
  }
  return [...byId.values()].sort(inOrder);
};

/** Whether two stretches have a line in common: then nothing is missing between. */
export const touches = (a: Stretch, b: Stretch): boolean => {
  const ids = new Set(a.lines.map((l) => l.id));
  return b.lines.some((l) => ids.has(l.id));
};

/** The newest page read again: joined to what is there when they meet, else in its place. */
export const withNewest = (old: Stretch, newest: Stretch): Stretch =>
  old.lines.length > 0 && touches(old, newest)
    ? trimmed({ lines: joined(old.lines, newest.lines), older: old.older, newer: newest.newer }, 'older')
    : newest;

export const withOlder = (old: Stretch, page: Stretch): Stretch =>
  trimmed({ lines: joined(old.lines, page.lines), older: page.older, newer: old.newer }, 'newer');

export const withNewer = (old: Stretch, page: Stretch): Stretch =>
  trimmed({ lines: joined(old.lines, page.lines), older: old.older, newer: page.newer }, 'older');

/** A live change: a line that is there is replaced; a new one is added only where nothing is missing between. */
export const withLive = (old: Stretch, line: Line): Stretch => {
  if (old.lines.some((l) => l.id === line.id)) return { ...old, lines: joined(old.lines, [line]) };
  const [first, last] = [old.lines[0], old.lines.at(-1)];
  if (old.newer && last && inOrder(line, last) > 0) return old;
  if (old.older && first && inOrder(line, first) < 0) return old;
  return trimmed({ ...old, lines: joined(old.lines, [line]) }, 'older');
};

const trimmed = (s: Stretch, end: 'older' | 'newer'): Stretch => {
  if (s.lines.length <= MOST) return s;
  return end === 'older' ? { ...s, lines: s.lines.slice(-MOST), older: true } : { ...s, lines: s.lines.slice(0, MOST), newer: true };
};
