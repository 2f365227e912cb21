import type { Line } from './lines';

/** What finding the first unread line takes to know of a line. */
export type Side = Pick<Line, 'id' | 'type' | 'direction' | 'position' | 'at'>;
/** The line before which the unread ones are announced, and how many they are. */
export interface Unread {
  readonly firstId: string;
  readonly count: number;
}

export const inbound = (l: Pick<Side, 'type' | 'direction'>): boolean => l.type === 'MESSAGE' && l.direction === 'IN';

/**
 * Unread are the customer's `count` newest messages by position, not by time: one that was delivered late is unread where it stands.
 * Of these the first as the thread shows them; null when not all are among the lines (oldest first).
 */
export const firstUnread = (lines: readonly Side[], count: number): Unread | null => {
  const theirs = lines.filter(inbound);
  if (count <= 0 || theirs.length < count) return null;
  const newest = new Set([...theirs].sort((a, b) => (a.position < b.position ? 1 : -1)).slice(0, count));
  const first = theirs.find((l) => newest.has(l));
  return first ? { firstId: first.id, count } : null;
};

/**
 * How far a thread is read when its lines up to `last` have been on the screen, as a position: everything before it counts as read,
 * so that it stops short of any message of the customer further down.
 */
export const readUpTo = (lines: readonly Side[], last: string): string | null => {
  const seen = lines.findIndex((l) => l.id === last) + 1;
  const below = lines.slice(seen).filter(inbound);
  const limit = below.reduce<string | null>((min, l) => (min === null || l.position < min ? l.position : min), null);
  return lines
    .slice(0, seen)
    .filter((l) => limit === null || l.position < limit)
    .reduce<string | null>((max, l) => (max === null || l.position > max ? l.position : max), null);
};
