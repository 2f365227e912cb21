import type { Line } from './lines';

/** What it takes to know of a line. */
export type Side = Pick<Line, 'id' | 'type' | 'direction' | 'position'>;

const inbound = (l: Side): boolean => l.type === 'MESSAGE' && l.direction === 'IN';

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
