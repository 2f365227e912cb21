import { sameDay } from '../../../core/format';
import type { Line, Unread } from '../data/lines';
import type { Pending } from '../data/outbox';

/** What the thread shows, from top to bottom. */
export type Block =
  | { readonly show: 'day'; readonly key: string; readonly at: string }
  | { readonly show: 'unread'; readonly key: string; readonly count: number }
  | { readonly show: 'line'; readonly key: string; readonly line: Line; readonly joined: boolean }
  | { readonly show: 'pending'; readonly key: string; readonly pending: Pending };

/** Messages of one side so close together are one group. */
const TOGETHER_MS = 5 * 60_000;

const together = (a: Line | undefined, b: Line): boolean =>
  a !== undefined &&
  b.type === 'MESSAGE' &&
  a.type === b.type &&
  a.direction === b.direction &&
  a.author?.id === b.author?.id &&
  a.authorName === b.authorName &&
  Date.parse(b.at) - Date.parse(a.at) < TOGETHER_MS;

/** Lines, what is on its way, and where the unread begins. */
export const blocksOf = (lines: readonly Line[], pending: readonly Pending[], unread: Unread | null): readonly Block[] => {
  const blocks: Block[] = [];
  let before: Line | undefined;
  let day: string | null = null;
  const dayOf = (at: string) => {
    if (day !== null && sameDay(day, at)) return;
    blocks.push({ show: 'day', key: `day-${new Date(at).toDateString()}`, at });
    day = at;
    before = undefined;
  };
  for (const line of lines) {
    dayOf(line.at);
    if (unread?.firstId === line.id) {
      blocks.push({ show: 'unread', key: 'unread', count: unread.count });
      before = undefined;
    }
    blocks.push({ show: 'line', key: line.id, line, joined: together(before, line) });
    before = line;
  }
  for (const p of pending) {
    dayOf(p.at);
    blocks.push({ show: 'pending', key: `pending-${p.id}`, pending: p });
  }
  return blocks;
};
