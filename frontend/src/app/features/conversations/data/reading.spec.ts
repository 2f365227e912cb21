import { TestBed } from '@angular/core/testing';
import { CombinedGraphQLErrors } from '@apollo/client';
import type { Permission } from '@master-ia/schemas/permissions.ts';
import { done, gateway, refused } from '../../../../testing/gateway';
import { signedInAs } from '../../../../testing/session';
import { positionOf, someRow } from '../testing/thread';
import { ConversationRows } from './conversation-rows';
import { Reading } from './reading';

const looking = { visible: true, focused: true };
const pass = (ms = 0) => jest.advanceTimersByTimeAsync(ms);

const setUp = (o: { may?: readonly Permission[]; unread?: number } = {}) => {
  const server = { unread: o.unread ?? 5, away: false, refuses: false };
  const api = gateway({
    MarkConversationRead: () =>
      server.away
        ? new CombinedGraphQLErrors({ errors: [{ message: 'away' }] })
        : {
            markConversationRead: server.refuses
              ? refused('facts_behind')
              : done({ conversation: someRow('c', 9, { unread: server.unread }) }),
          },
  });
  TestBed.configureTestingModule({ providers: [api.providers, signedInAs(o.may ?? ['conversations.reply']).provider] });
  const rows = TestBed.inject(ConversationRows);
  rows.put(someRow('c', 9, { unread: server.unread }));
  const told = () => api.of('MarkConversationRead').map((v) => Number((v['input'] as { upTo: string }).upTo));
  const reading = TestBed.inject(Reading);
  return { server, rows, told, saw: (n: number) => reading.saw('c', positionOf(n)) };
};

describe('Reading', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    Object.assign(looking, { visible: true, focused: true });
    jest.spyOn(document, 'visibilityState', 'get').mockImplementation(() => (looking.visible ? 'visible' : 'hidden'));
    jest.spyOn(document, 'hasFocus').mockImplementation(() => looking.focused);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('tells at once how far one has read, and shows what the server then counts', async () => {
    const { server, rows, told, saw } = setUp();
    server.unread = 2;
    saw(7);
    await pass();
    expect([told(), rows.get('c')?.unread]).toEqual([[7], 2]);
  });

  it('tells a scroll through many lines at most once a second, and its end', async () => {
    const { told, saw } = setUp();
    for (let n = 1; n <= 40; n++) {
      saw(n);
      await pass(50);
    }
    await pass(1_000);
    expect([told()[0], told().at(-1), told().length <= 4]).toEqual([1, 40, true]);
  });

  it('never takes back what was read', async () => {
    const { told, saw } = setUp();
    saw(7);
    await pass(2_000);
    saw(3);
    await pass(2_000);
    expect(told()).toEqual([7]);
  });

  it('is silent while nobody looks', async () => {
    const { told, saw } = setUp();
    looking.focused = false;
    saw(7);
    Object.assign(looking, { focused: true, visible: false });
    saw(7);
    await pass(2_000);
    expect(told()).toEqual([]);
    looking.visible = true;
    saw(7);
    await pass();
    expect(told()).toEqual([7]);
  });

  it('is silent for who may only look on, and when nothing is unread', async () => {
    const watcher = setUp({ may: ['conversations.read'] });
    watcher.saw(7);
    await pass(2_000);
    expect(watcher.told()).toEqual([]);
    TestBed.resetTestingModule();
    const all = setUp({ unread: 0 });
    all.saw(7);
    await pass(2_000);
    expect(all.told()).toEqual([]);
  });

  it.each(['away', 'refuses'] as const)('tells again with the next look when the server %s', async (how) => {
    const { server, told, saw } = setUp();
    server[how] = true;
    saw(7);
    await pass(2_000);
    server[how] = false;
    saw(7);
    await pass(2_000);
    saw(7);
    await pass(2_000);
    expect(told()).toEqual([7, 7]);
  });
});
