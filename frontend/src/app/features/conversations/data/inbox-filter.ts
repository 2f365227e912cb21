import type { ConversationFilter, ConversationState, InboxTab } from '../../../../gql/schema';
import type { Row } from './conversation-rows';

/** What the list shows; every part has a place in the address. */
export interface InboxFilter {
  readonly tab: InboxTab;
  /** 'ANY': open, snoozed and closed. */
  readonly state: ConversationState | 'ANY';
  readonly labelId: string | null;
  readonly channelId: string | null;
  readonly assigneeId: string | null;
  readonly unread: boolean;
}

export const TABS: readonly InboxTab[] = ['MINE', 'UNASSIGNED', 'ALL'];
export const STATES: readonly (ConversationState | 'ANY')[] = ['OPEN', 'SNOOZED', 'CLOSED', 'ANY'];

export const tabOf = (path: string | null | undefined): InboxTab | null => TABS.find((t) => t.toLowerCase() === path) ?? null;

export interface FilterParams {
  readonly state?: string | null | undefined;
  readonly label?: string | null | undefined;
  readonly channel?: string | null | undefined;
  readonly assignee?: string | null | undefined;
  readonly unread?: string | null | undefined;
}
const ID = /^[0-9a-f-]{36}$/i;
const id = (text: string | null | undefined): string | null => (text && ID.test(text) ? text : null);

export const filterOf = (tab: InboxTab, p: FilterParams): InboxFilter => ({
  tab,
  state: STATES.find((s) => s.toLowerCase() === p.state) ?? 'OPEN',
  labelId: id(p.label),
  channelId: id(p.channel),
  assigneeId: tab === 'ALL' ? id(p.assignee) : null,
  unread: p.unread === '1',
});

/** Query parameters of a filter; null takes one out of the address. */
export const paramsOf = (f: InboxFilter): Record<keyof FilterParams, string | null> => ({
  state: f.state === 'OPEN' ? null : f.state.toLowerCase(),
  label: f.labelId,
  channel: f.channelId,
  assignee: f.assigneeId,
  unread: f.unread ? '1' : null,
});

/** As the server takes it. */
export const variablesOf = (f: InboxFilter): ConversationFilter => ({
  tab: f.tab,
  ...(f.state === 'ANY' ? {} : { state: [f.state] }),
  ...(f.labelId ? { labelId: f.labelId } : {}),
  ...(f.channelId ? { channelId: f.channelId } : {}),
  ...(f.assigneeId ? { assigneeId: f.assigneeId } : {}),
  ...(f.unread ? { unread: true } : {}),
});

/** How many choices beyond tab and "open" narrow the list. */
export const narrowing = (f: InboxFilter): number =>
  Number(f.state !== 'OPEN') + Number(f.labelId !== null) + Number(f.channelId !== null) + Number(f.assigneeId !== null) + Number(f.unread);

/** Whether a row belongs in the list: the server's rule, applied at once to what this person just did. `open`: the row whose thread is on the screen stays when only reading or assigning took it out. */
export const belongs = (f: InboxFilter, row: Row, me: string | null, open: boolean): boolean =>
  (f.state === 'ANY' || row.state === f.state) &&
  (f.channelId === null || row.channel.id === f.channelId) &&
  (f.labelId === null || row.labels.some((l) => l.id === f.labelId)) &&
  (open ||
    ((f.tab !== 'MINE' || (row.assignee !== null && row.assignee?.id === me)) &&
      (f.tab !== 'UNASSIGNED' || !row.assignee) &&
      (f.assigneeId === null || row.assignee?.id === f.assigneeId) &&
      (!f.unread || row.unread > 0)));

/** Newest activity first, as the server sorts. */
export const byActivity = (a: Row, b: Row): number =>
  a.lastActivityAt === b.lastActivityAt ? (a.id < b.id ? 1 : a.id > b.id ? -1 : 0) : a.lastActivityAt < b.lastActivityAt ? 1 : -1;
