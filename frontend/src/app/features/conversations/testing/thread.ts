import type { Row } from '../data/conversation-rows';
import type { Line } from '../data/lines';

/** Fixed-width, as the server's. */
export const positionOf = (n: number): string => String(n).padStart(20, '0');
const timeOf = (n: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString();

/** The nth line of a thread: a text of the customer unless told otherwise. */
export const someLine = (n: number, o: Partial<Line> = {}): Line =>
  ({
    id: `m${n}`,
    type: 'MESSAGE',
    direction: 'IN',
    kind: 'TEXT',
    text: `t${n}`,
    at: timeOf(n),
    position: positionOf(n),
    providerKind: null,
    media: null,
    voice: null,
    location: null,
    sharedContacts: null,
    status: null,
    failure: null,
    actions: [],
    replyTo: null,
    reactions: [],
    author: null,
    authorName: null,
    activity: null,
    data: null,
    ...o,
  }) satisfies Line;

/** An open conversation whose last activity was at the nth second. */
export const someRow = (id: string, n: number, o: Partial<Row> = {}): Row => ({
  id,
  state: 'OPEN',
  contact: { id: `contact-${id}`, name: `Name ${id}`, phone: '+5511987654321', blocked: false },
  channel: { id: 'channel-1', name: 'Loja', state: 'ACTIVE', suspension: null, simulated: true },
  assignee: null,
  labels: [],
  unread: 0,
  lastMessage: null,
  lastActivityAt: timeOf(n),
  waitingSince: null,
  snoozedUntil: null,
  window: { open: true, endsAt: timeOf(n + 86_400) },
  ...o,
});

/** The gateway's paging over a thread (`query-gateway/src/conversations/thread-query.ts`): the newest before a cursor, or around a line. */
export const pageOf = (lines: readonly Line[], v: { last?: number; before?: string; around?: string }) => {
  const last = v.last ?? 50;
  const half = Math.floor(last / 2);
  const at = lines.findIndex((l) => l.id === v.around);
  const end =
    v.around !== undefined
      ? at < 0
        ? 0
        : at + 1 + half
      : v.before !== undefined
        ? lines.findIndex((l) => `c-${l.id}` === v.before)
        : lines.length;
  const start = Math.max(0, v.around !== undefined ? (at < 0 ? 0 : at + 1 - half) : end - last);
  return {
    edges: lines.slice(start, end).map((node) => ({ cursor: `c-${node.id}`, node })),
    pageInfo: { hasPreviousPage: start > 0, hasNextPage: end < lines.length && end > 0 },
  };
};

/** The gateway's `firstUnreadId` of a thread whose newest messages of the customer, by position, are unread. */
export const firstUnreadOf = (lines: readonly Line[], unread: number): string | null => {
  const theirs = lines.filter((l) => l.type === 'MESSAGE' && l.direction === 'IN');
  const newest = new Set([...theirs].sort((a, b) => (a.position < b.position ? 1 : -1)).slice(0, unread));
  return theirs.find((l) => newest.has(l))?.id ?? null;
};
