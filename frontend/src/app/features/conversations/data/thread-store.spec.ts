import { TestBed } from '@angular/core/testing';
import { Subject } from 'rxjs';
import { done, gateway } from '../../../../testing/gateway';
import { signedInAs } from '../../../../testing/session';
import { texts } from '../../../../testing/texts';
import { Live } from '../../../core/live';
import { firstUnreadOf, pageOf, positionOf, someLine, someRow } from '../testing/thread';
import type { Row } from './conversation-rows';
import type { Line } from './lines';
import { Outbox } from './outbox';
import { ThreadStore } from './thread-store';

type Page = { last?: number; before?: string; around?: string; unread?: boolean };
const lines = (from: number, to: number, o: (n: number) => Partial<Line> = () => ({})): Line[] =>
  Array.from({ length: to - from + 1 }, (_, i) => someLine(from + i, o(from + i)));
const flush = async () => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve));
};

/** A server with one conversation whose thread the test changes. */
const setUp = (thread: Line[], o: Partial<Row> = {}) => {
  const server = { thread, row: someRow('c', thread.length, o), away: false, missing: false, hold: null as Promise<void> | null };
  const answer = (v: Page) => ({
    conversation: server.missing
      ? null
      : {
          ...server.row,
          ...(v.unread && { firstUnreadId: firstUnreadOf(server.thread, server.row.unread) }),
          messages: pageOf(server.thread, v),
        },
  });
  const read = (v: Page) => {
    const now = answer(v);
    return server.away ? new Error('away') : server.hold ? server.hold.then(() => now) : now;
  };
  const api = gateway({ OpenThread: read, ThreadPart: read });
  const reconnected = new Subject<void>();
  TestBed.configureTestingModule({
    imports: [texts()],
    providers: [api.providers, signedInAs(['conversations.reply']).provider, { provide: Live, useValue: { reconnected } }],
  });
  const store = TestBed.inject(ThreadStore);
  const ids = () => store.lines().map((l) => l.id);
  const tell = (line: Line) => api.tell('ThreadChanged', { messageChanged: { conversationId: 'c', position: line.position, item: line } });
  return { server, api, reconnected, store, ids, tell };
};

describe('ThreadStore', () => {
  beforeEach(() => sessionStorage.clear());

  it('shows lines in the order of their time, then their position, whatever the order in which they come', async () => {
    const { store, ids, tell } = setUp(lines(1, 3));
    await store.open('c', null);
    tell(someLine(9));
    tell(someLine(2, { id: 'late', position: positionOf(8) }));
    tell(someLine(5));
    expect(ids()).toEqual(['m1', 'm2', 'late', 'm3', 'm5', 'm9']);
  });

  it('changes a line in its place, and calls only new ones arrived', async () => {
    const { store, ids, tell } = setUp(lines(1, 3));
    const arrived: string[] = [];
    store.arrived.subscribe((l) => arrived.push(l.id));
    await store.open('c', null);
    tell(someLine(2, { status: 'READ' }));
    tell(someLine(4));
    expect([ids(), store.lines()[1]?.status, arrived]).toEqual([['m1', 'm2', 'm3', 'm4'], 'READ', ['m4']]);
  });

  it('prefers what changed live to a page that was read before it', async () => {
    const { server, store, tell, ids } = setUp(lines(1, 2));
    let go = (): void => undefined;
    server.hold = new Promise((resolve) => (go = resolve));
    const opened = store.open('c', null);
    await flush();
    tell(someLine(2, { status: 'DELIVERED' }));
    tell(someLine(3));
    go();
    await opened;
    expect([ids(), store.lines()[1]?.status]).toEqual([['m1', 'm2', 'm3'], 'DELIVERED']);
  });

  it('puts the real line in the place of the one that was on its way, however they race', async () => {
    const { store, tell, ids } = setUp(lines(1, 2));
    const outbox = TestBed.inject(Outbox);
    await store.open('c', null);
    outbox.send('c', { send: { text: 'Oi' } }, { kind: 'TEXT', text: 'Oi' });
    expect(outbox.of('c')).toHaveLength(1);
    tell(someLine(3, { direction: 'OUT', text: 'Oi', author: { id: 'user-1', name: 'Ana' } }));
    expect([outbox.of('c'), ids()]).toEqual([[], ['m1', 'm2', 'm3']]);
  });

  it('shows the answer to a send when the socket is slower', async () => {
    const mine = someLine(3, { direction: 'OUT', text: 'Oi', author: { id: 'user-1', name: 'Ana' } });
    const api = gateway({
      OpenThread: (v: Page) => ({ conversation: { ...someRow('c', 2), firstUnreadId: null, messages: pageOf(lines(1, 2), v) } }),
      SendMessage: () => ({ sendMessage: done({ messageId: 'm3', message: mine, conversation: someRow('c', 3) }) }),
    });
    TestBed.configureTestingModule({
      imports: [texts()],
      providers: [api.providers, signedInAs([]).provider, { provide: Live, useValue: { reconnected: new Subject() } }],
    });
    const [store, outbox] = [TestBed.inject(ThreadStore), TestBed.inject(Outbox)];
    await store.open('c', null);
    outbox.send('c', { send: { text: 'Oi' } }, { kind: 'TEXT', text: 'Oi' });
    await flush();
    expect([outbox.of('c'), store.lines().map((l) => l.id)]).toEqual([[], ['m1', 'm2', 'm3']]);
  });

  describe('after a reconnect', () => {
    it('fetches what was missed and what changed meanwhile', async () => {
      const { server, reconnected, store, ids } = setUp(lines(1, 60));
      await store.open('c', null);
      server.thread = [...lines(1, 59), someLine(60, { status: 'READ' }), ...lines(61, 70)];
      reconnected.next();
      await flush();
      expect([ids()[0], ids().at(-1), ids().length, store.newer()]).toEqual(['m11', 'm70', 60, false]);
      expect(store.lines().find((l) => l.id === 'm60')?.status).toBe('READ');
    });

    it('leaves no gap when more was missed than a page: the place stays, and the rest is read on scrolling', async () => {
      const { server, reconnected, store, ids } = setUp(lines(1, 60));
      await store.open('c', null);
      server.thread = lines(1, 260);
      reconnected.next();
      await flush();
      expect([ids()[0], ids().at(-1), store.newer()]).toEqual(['m11', 'm85', true]);
      for (let i = 0; i < 10 && store.newer(); i++) await store.loadNewer();
      expect(ids()).toEqual(lines(11, 260).map((l) => l.id));
    });

    it('keeps what is on the screen while the server is still away', async () => {
      const { server, reconnected, store, ids } = setUp(lines(1, 3));
      await store.open('c', null);
      server.away = true;
      reconnected.next();
      await flush();
      expect([store.state(), ids()]).toEqual(['ready', ['m1', 'm2', 'm3']]);
    });
  });

  describe('opening', () => {
    it('says where the unread begin', async () => {
      const { api, store } = setUp(lines(1, 20), { unread: 3 });
      await store.open('c', null);
      expect(store.entry()).toEqual({ conversationId: 'c', unread: { firstId: 'm18', count: 3 } });
      expect(api.asked).toHaveLength(1);
    });

    it('loads the thread around the first unread message when it is further back than a page', async () => {
      const mixed = lines(1, 400, (n) => (n % 4 === 0 ? { type: 'ACTIVITY', direction: null } : {}));
      const { api, store, ids } = setUp(mixed, { unread: 180 });
      await store.open('c', null);
      // One request more than for a thread that is read, however far back it is.
      expect(api.asked.map((x) => [x.name, x.variables['around'], x.variables['unread']])).toEqual([
        ['OpenThread', undefined, true],
        ['OpenThread', store.entry()?.unread?.firstId, false],
      ]);
      const first = mixed.filter((l) => l.type === 'MESSAGE').at(-180)?.id;
      expect(store.entry()?.unread).toEqual({ firstId: first, count: 180 });
      expect(ids()).toContain(first);
      expect([ids().length, store.older(), store.newer()]).toEqual([50, true, true]);
    });

    it('has all of it when what is around the first unread meets the newest', async () => {
      const { store, ids } = setUp(lines(1, 200), { unread: 60 });
      await store.open('c', null);
      expect([store.entry()?.unread?.firstId, ids()[0], ids().at(-1), store.newer()]).toEqual(['m141', 'm117', 'm200', false]);
    });

    it('begins at a message that was delivered late, where it stands', async () => {
      const { server, store, ids } = setUp(lines(1, 200), { unread: 3 });
      server.thread = [...lines(1, 9), someLine(10, { id: 'late', position: positionOf(999) }), ...lines(11, 200)];
      await store.open('c', null);
      expect([store.entry()?.unread, ids().includes('late'), store.newer()]).toEqual([{ firstId: 'late', count: 3 }, true, true]);
    });

    it('shows the end when nobody knows where the unread begin', async () => {
      const { store, ids } = setUp(
        lines(1, 60, () => ({ direction: 'OUT' })),
        { unread: 2 },
      );
      await store.open('c', null);
      expect([store.entry(), ids().at(-1)]).toEqual([{ conversationId: 'c', unread: null }, 'm60']);
    });

    it('asks where the unread begin only when one comes in', async () => {
      const { api, store } = setUp(lines(1, 60), { unread: 2 });
      await store.open('c', null);
      await store.refresh();
      await store.jump('m1');
      expect(api.of('OpenThread').map((v) => v['unread'])).toEqual([true, false, false]);
    });

    it('shows lines remembered from before at once, but says where one is only when the server has told', async () => {
      const { server, store, ids } = setUp(lines(1, 3));
      await store.open('c', null);
      store.close();
      server.thread = lines(1, 5);
      server.row = someRow('c', 5, { unread: 2 });
      const opened = store.open('c', null);
      expect([store.state(), ids(), store.entry()]).toEqual(['ready', ['m1', 'm2', 'm3'], null]);
      await opened;
      expect([ids().length, store.entry()?.unread?.firstId]).toEqual([5, 'm4']);
    });

    it('goes to the end on request, past the unread', async () => {
      const { store, ids } = setUp(lines(1, 300), { unread: 200 });
      await store.open('c', null);
      expect(store.newer()).toBe(true);
      await store.toNewest();
      expect([ids().at(-1), store.newer(), store.entry()?.unread]).toEqual(['m300', false, null]);
    });

    it('goes to a message that was named, or to the newest lines when it is gone', async () => {
      const { store, ids } = setUp(lines(1, 300), { unread: 200 });
      await store.open('c', 'm40');
      expect([ids().includes('m40'), store.target()?.id, store.entry()?.unread]).toEqual([true, 'm40', null]);
      store.close();
      await store.open('c', 'erased');
      expect(store.entry()?.unread?.firstId).toBe('m101');
    });
  });

  it('says when a conversation is not there, and when it cannot be read', async () => {
    const { server, store } = setUp(lines(1, 3));
    server.away = true;
    await store.open('c', null);
    expect([store.state(), store.error()]).toEqual(['failed', 'Sem resposta do servidor. Tente de novo em instantes.']);
    server.away = false;
    await store.retry();
    expect([store.state(), store.entry()?.unread]).toEqual(['ready', null]);
    store.close();
    server.missing = true;
    await store.open('gone', null);
    expect(store.state()).toBe('missing');
  });
});
