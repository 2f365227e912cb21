import { TestBed } from '@angular/core/testing';
import { Subject } from 'rxjs';
import { gateway } from '../../../../testing/gateway';
import { signedInAs } from '../../../../testing/session';
import { texts } from '../../../../testing/texts';
import { Live } from '../../../core/live';
import { someRow } from '../testing/thread';
import type { Row } from './conversation-rows';
import { filterOf, type InboxFilter } from './inbox-filter';
import { InboxList } from './inbox-list';

const ALL = filterOf('ALL', {});
const rows = (from: number, to: number): Row[] => Array.from({ length: to - from + 1 }, (_, i) => someRow(`c${from + i}`, from + i));
const flush = async () => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve));
};

/** A server with these conversations; it pages as the gateway does, newest activity first. */
const setUp = (all: Row[], filter: InboxFilter = ALL) => {
  const server = { all, away: false, hold: null as Promise<void> | null };
  const page = ({ filter: { tab }, first = 30, after }: { filter: { tab: string }; first?: number; after?: string }) => {
    const theirs = { MINE: (r: Row) => r.assignee?.id === 'user-1', UNASSIGNED: (r: Row) => !r.assignee }[tab] ?? (() => true);
    const sorted = server.all.filter(theirs).sort((a, b) => (a.lastActivityAt < b.lastActivityAt ? 1 : -1));
    const start = after === undefined ? 0 : sorted.findIndex((r) => `c-${r.id}` === after) + 1;
    const edges = sorted.slice(start, start + first).map((node) => ({ cursor: `c-${node.id}`, node }));
    return { conversations: { edges, pageInfo: { hasNextPage: start + first < sorted.length, endCursor: edges.at(-1)?.cursor ?? null } } };
  };
  const api = gateway({
    InboxPage: (v) => {
      const now = page(v as Parameters<typeof page>[0]);
      return server.away ? new Error('away') : server.hold ? server.hold.then(() => now) : now;
    },
  });
  const reconnected = new Subject<void>();
  TestBed.configureTestingModule({
    imports: [texts()],
    providers: [api.providers, signedInAs([]).provider, { provide: Live, useValue: { reconnected } }],
  });
  const list = TestBed.inject(InboxList);
  list.show(filter);
  const change = (row: Row, removed = false) =>
    api.tell('InboxChanged', {
      conversationChanged: { conversationId: row.id, removed, incoming: false, position: '1', conversation: removed ? null : row },
    });
  return { server, api, reconnected, list, change, ids: () => list.list().map((r) => r.id) };
};

describe('InboxList', () => {
  it('shows the newest activity first, and moves a row up when something happens in it', async () => {
    const { ids, change, list } = setUp(rows(1, 3));
    await flush();
    expect(ids()).toEqual(['c3', 'c2', 'c1']);
    change(someRow('c1', 9, { unread: 2 }));
    expect([ids(), list.list()[0]?.unread]).toEqual([['c1', 'c3', 'c2'], 2]);
  });

  it('takes in what is new, and lets go what the filter no longer has', async () => {
    const { ids, change } = setUp(rows(1, 2));
    await flush();
    change(someRow('c3', 3));
    expect(ids()).toEqual(['c3', 'c2', 'c1']);
    change(someRow('c2', 4, { state: 'CLOSED' }));
    change(someRow('c1', 5), true);
    expect(ids()).toEqual(['c3']);
  });

  it('keeps the conversation on the screen when reading took it out of the filter', async () => {
    const { ids, change, list } = setUp([someRow('c1', 1, { unread: 1 }), someRow('c2', 2, { unread: 1 })], { ...ALL, unread: true });
    await flush();
    list.openId.set('c1');
    change(someRow('c1', 1, { unread: 0 }));
    change(someRow('c2', 2, { unread: 0 }));
    expect(ids()).toEqual(['c1']);
    list.openId.set(null);
    expect(ids()).toEqual([]);
  });

  it('prefers what was told while a page was on its way to that page', async () => {
    const { server, ids, change, list, reconnected } = setUp([someRow('c1', 1, { unread: 4 }), someRow('c2', 2)]);
    await flush();
    let go = (): void => undefined;
    server.hold = new Promise((resolve) => (go = resolve));
    reconnected.next();
    await flush();
    change(someRow('c3', 3));
    change(someRow('c1', 9, { unread: 0 }));
    change(someRow('c2', 2), true);
    go();
    await flush();
    expect([ids(), list.list()[0]?.unread]).toEqual([['c1', 'c3'], 0]);
  });

  it('reads page by page, and leaves what is older than the last page to it', async () => {
    const { ids, change, list, server } = setUp(rows(1, 120));
    await flush();
    expect([ids().length, ids().at(-1), list.more()]).toEqual([30, 'c91', true]);
    server.all = server.all.map((r) => (r.id === 'c10' ? someRow('c10', 10, { unread: 1 }) : r));
    change(someRow('c10', 10, { unread: 1 }));
    expect(ids()).not.toContain('c10');
    for (let page = 0; page < 3; page++) await list.loadMore();
    expect([ids().length, list.more(), list.list().find((r) => r.id === 'c10')?.unread]).toEqual([120, false, 1]);
  });

  it('reads again after a reconnect what is loaded: what was missed comes, what went goes', async () => {
    const { ids, list, server, reconnected } = setUp(rows(1, 80));
    await flush();
    for (let page = 0; page < 2; page++) await list.loadMore();
    server.all = [...rows(2, 80), someRow('new', 99)];
    reconnected.next();
    await flush();
    expect([ids()[0], ids().includes('c1'), ids().length]).toEqual(['new', false, 80]);
  });

  it('keeps its rows while the server is away, and asks no more after the inbox was left', async () => {
    const { ids, list, server, reconnected, api } = setUp(rows(1, 3));
    await flush();
    server.away = true;
    reconnected.next();
    await flush();
    expect([list.state(), ids().length]).toEqual(['ready', 3]);
    list.stop();
    const asked = api.asked.length;
    reconnected.next();
    await flush();
    expect(api.asked.length).toBe(asked);
  });

  it('says so when nothing could be read, until it can', async () => {
    const { ids, list, server } = setUp(rows(1, 3));
    list.stop();
    server.away = true;
    list.show({ ...ALL, tab: 'UNASSIGNED' });
    await flush();
    expect([list.state(), list.error()]).toEqual(['failed', 'Sem resposta do servidor. Tente de novo em instantes.']);
    server.away = false;
    await list.retry();
    expect([list.state(), ids().length]).toEqual(['ready', 3]);
  });

  it('shows the filter asked for last, whichever answer comes last', async () => {
    const { ids, list, server } = setUp([someRow('mine', 1, { assignee: { id: 'user-1', name: 'Ana' } }), someRow('free', 2)]);
    await flush();
    let go = (): void => undefined;
    server.hold = new Promise((resolve) => (go = resolve));
    list.show({ ...ALL, tab: 'UNASSIGNED' });
    server.hold = null;
    list.show({ ...ALL, tab: 'MINE' });
    await flush();
    go();
    await flush();
    expect(ids()).toEqual(['mine']);
  });
});
