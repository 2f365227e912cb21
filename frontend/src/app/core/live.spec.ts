import { TestBed } from '@angular/core/testing';
import { Live, WEB_SOCKET } from './live';
import { SessionEnd } from './session-end';

/** Speaks the server's half of graphql-transport-ws, as much as connecting takes. */
class Socket {
  static readonly all: Socket[] = [];
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  static accept = true;
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((e: { data: string }) => void) | null = null;
  onclose: ((e: { code: number; reason: string; wasClean: boolean }) => void) | null = null;
  onerror: ((e: unknown) => void) | null = null;
  constructor(readonly url: string) {
    Socket.all.push(this);
    void Promise.resolve().then(() => (Socket.accept ? this.opened() : this.gone()));
  }
  opened(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  send(text: string): void {
    const { type } = JSON.parse(text) as { type: string };
    if (type === 'connection_init') void Promise.resolve().then(() => this.onmessage?.({ data: '{"type":"connection_ack"}' }));
  }
  close(code = 1000, reason = ''): void {
    this.readyState = 3;
    void Promise.resolve().then(() => this.onclose?.({ code, reason, wasClean: true }));
  }
  gone(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code, reason: '', wasClean: code !== 1006 });
  }
}

const flush = () => jest.advanceTimersByTimeAsync(0);
const SETTLED_MS = 300;

describe('Live', () => {
  let live: Live;
  let reconnects = 0;
  /** What was told of the first connection. */
  let first = 0;

  beforeEach(async () => {
    jest.useFakeTimers();
    Socket.all.length = 0;
    Socket.accept = true;
    reconnects = 0;
    TestBed.configureTestingModule({ providers: [{ provide: WEB_SOCKET, useValue: Socket }] });
    live = TestBed.inject(Live);
    live.reconnected.subscribe(() => reconnects++);
    live.client.subscribe({ query: 'subscription { x }' }, { next: () => undefined, error: () => undefined, complete: () => undefined });
    await flush();
    await jest.advanceTimersByTimeAsync(SETTLED_MS);
    first = reconnects;
    reconnects = 0;
  });
  afterEach(() => {
    jest.restoreAllMocks();
    TestBed.resetTestingModule();
    jest.useRealTimers();
  });

  it('is live once the server has acknowledged, and has what was read before it fetched again', () => {
    expect(live.state()).toBe('live');
    expect(first).toBe(1);
    expect(Socket.all[0]?.url).toMatch(/^ws:.*\/graphql$/);
  });

  it('comes back by itself and says that everything must be fetched again', async () => {
    Socket.all.at(-1)?.gone();
    await flush();
    expect(live.state()).toBe('connecting');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(live.state()).toBe('live');
    expect(reconnects).toBe(1);
  });

  it('is offline only after a moment, and keeps trying for ever', async () => {
    Socket.accept = false;
    Socket.all.at(-1)?.gone();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(live.state()).toBe('offline');
    await jest.advanceTimersByTimeAsync(10 * 60_000);
    expect(Socket.all.length).toBeGreaterThan(50);
    Socket.accept = true;
    await jest.advanceTimersByTimeAsync(12_000);
    expect(live.state()).toBe('live');
    expect(reconnects).toBe(1);
  });

  it('tries at once when the network comes back', async () => {
    Socket.accept = false;
    Socket.all.at(-1)?.gone();
    await jest.advanceTimersByTimeAsync(60_000);
    const tried = Socket.all.length;
    window.dispatchEvent(new Event('offline'));
    expect(live.state()).toBe('offline');
    Socket.accept = true;
    window.dispatchEvent(new Event('online'));
    await flush();
    expect(Socket.all.length).toBe(tried + 1);
    expect(live.state()).toBe('live');
  });

  it('says that the session is over when the server closes with 4403, and does not ask again', async () => {
    let ends = 0;
    TestBed.inject(SessionEnd).happened.subscribe(() => ends++);
    Socket.all.at(-1)?.gone(4403);
    await jest.advanceTimersByTimeAsync(60_000);
    expect([ends, Socket.all.length, reconnects]).toEqual([1, 1, 0]);
  });

  it.each([
    ['rights that changed', 4205, 1],
    ['changes that were dropped', 4413, 0],
  ])('comes back after %s, and everything is fetched again', async (_why, code, told) => {
    let changes = 0;
    TestBed.inject(SessionEnd).rightsChanged.subscribe(() => changes++);
    Socket.all.at(-1)?.gone(code);
    await jest.advanceTimersByTimeAsync(1_000);
    expect([live.state(), reconnects, changes]).toEqual(['live', 1, told]);
  });

  it('waits longer each time while connections do not last', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const waits: number[] = [];
    for (let i = 0; i < 7; i++) {
      Socket.all.at(-1)?.gone(4413);
      const [tried, since] = [Socket.all.length, Date.now()];
      while (Socket.all.length === tried) await jest.advanceTimersByTimeAsync(50);
      waits.push(Date.now() - since);
      // The last one lasts.
      await jest.advanceTimersByTimeAsync(i < 5 ? 1_000 : 11_000);
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 250]);
  });

  it('takes a socket that answers no ping as dead', async () => {
    await jest.advanceTimersByTimeAsync(12_000 + 5_000);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(Socket.all).toHaveLength(2);
    expect(reconnects).toBe(1);
  });
});
