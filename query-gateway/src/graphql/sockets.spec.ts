import { channelTable, type ChannelRow } from '@master-ia/schemas/channels/tables.ts';
import { memoryPubSub } from '@master-ia/platform/pub-sub/memory.ts';
import { silent } from '@master-ia/platform/ports/log.ts';
import type { PubSub } from '@master-ia/platform/ports/pub-sub.ts';
import { embeddedEngine } from '@master-ia/platform/testing/embedded.ts';
import { putCompany, putKey, putMember, putPerson, type TestCompany } from '../testing/company.ts';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';
import { putRow } from '../testing/read-models.ts';
import { openSocket, type TestSocket } from '../testing/socket.ts';

const CHANNELS = 'subscription { channelChanged { name } }';
let g: TestGateway;
let a: TestCompany;
let n = 0;
const sockets: TestSocket[] = [];
/** How often a channel of the pub-sub is listened to. */
const following = { inbox: 0 };
const inner = memoryPubSub({ log: silent });
const pubSub: PubSub = {
  publish: inner.publish,
  subscribe: (channel, on) => {
    if (channel === 'rm.inbox') following.inbox++;
    return inner.subscribe(channel, on);
  },
};

beforeAll(async () => {
  g = await openTestGateway(embeddedEngine, { ports: { pubSub } });
  a = await putCompany(g.db, 'a');
}, 60_000);
afterEach(async () => {
  for (const s of sockets.splice(0)) await s.end();
});
afterAll(() => g?.close());

const person = async (): Promise<{ readonly userId: string; readonly cookie: string }> => {
  const userId = await putPerson(g.db, `socket${String(++n)}`);
  await putMember(g.db, a.tenant, userId, 'agent');
  return { userId, cookie: await g.session(userId, a.tenant) };
};
const open = async (headers: Readonly<Record<string, string>>): Promise<TestSocket> => {
  const s = await openSocket(g.url, headers);
  if (s.refused === null) sockets.push(s);
  return s;
};
const connected = async (cookie: string): Promise<TestSocket> => {
  const s = await open({ cookie, origin: g.url });
  s.init();
  await s.frame((f) => f.type === 'connection_ack');
  return s;
};
const changeOf = (position: number): string =>
  JSON.stringify({
    tenant: a.tenant,
    view: 'channels',
    table: 'channel',
    position: String(position).padStart(20, '0'),
    changes: [{ key: { channel_id: a.channelId }, before: null, after: null, types: [] }],
  });
/** Tells a change until the socket has seen it: a subscription begins some time after it was sent. */
const tellUntilSeen = async (s: TestSocket, id: string): Promise<void> => {
  for (let i = 0; i < 100 && !s.frames.some((f) => f.type === 'next' && f.id === id); i++) {
    pubSub.publish('rm.channels', changeOf(100 + i));
    await new Promise((go) => setTimeout(go, 20));
  }
};

describe('who gets a socket', () => {
  const pages: readonly (readonly [string, (own: string) => string])[] = [
    ['another site', () => 'http://evil.example'],
    ['nobody', () => 'null'],
    ['a name below ours', (own) => own.replace('127.0.0.1', 'x.127.0.0.1')],
    ['another port', (own) => own.replace(/\d+$/, '1')],
    ['another scheme', (own) => own.replace('http', 'https')],
    ['no address', () => 'nonsense'],
  ];
  it.each(pages)('not a page of %s', async (_, origin) => {
    const { cookie } = await person();
    expect((await open({ cookie, origin: origin(g.url) })).refused).toBe(403);
  });

  it('our own page with a session, and a program with a key', async () => {
    const { cookie } = await person();
    expect((await connected(cookie)).refused).toBeNull();
    const program = await open({});
    program.init({ authorization: `Bearer ${a.key}` });
    await program.frame((f) => f.type === 'connection_ack');
  });

  it.each([
    ['nothing', {}, undefined],
    ['a forged session', { cookie: `mia_session=${'A'.repeat(43)}` }, undefined],
    ['a forged key', {}, { authorization: `Bearer mia_${'A'.repeat(43)}` }],
  ] as const)('nobody who shows %s', async (_, headers, payload) => {
    const s = await open({ ...headers, origin: g.url });
    s.init(payload);
    expect(await s.closed).toMatchObject({ code: 4403 });
  });

  it('nobody who says nothing for three seconds, or asks before saying who they are', async () => {
    const { cookie } = await person();
    const hasty = await open({ cookie, origin: g.url });
    hasty.subscribe('1', CHANNELS);
    expect(await hasty.closed).toMatchObject({ code: 4401 });
    const began = performance.now();
    const mute = await open({ cookie, origin: g.url });
    expect(await mute.closed).toMatchObject({ code: 4408 });
    expect(performance.now() - began).toBeGreaterThan(2500);
  });

  it('at other addresses there are none', async () => {
    const s = await openSocket(`${g.url}/else`, { origin: g.url });
    expect(s.refused).toBe(404);
  });

  it('one person has twenty at most', async () => {
    const { cookie } = await person();
    for (let i = 0; i < 20; i++) await connected(cookie);
    const more = await open({ cookie, origin: g.url });
    more.init();
    expect(await more.closed).toMatchObject({ code: 4429 });
    await connected((await person()).cookie);
  });
});

describe('rights that end', () => {
  it.each([
    [
      'signing out',
      async (p: { cookie: string }) => void (await g.ask('/auth/sign-out', { method: 'POST', headers: { cookie: p.cookie } })),
      4403,
    ],
    ['removal', async (p: { userId: string }) => putMember(g.db, a.tenant, p.userId, 'agent', 'removed'), 4403],
    ['another role', async (p: { userId: string }) => putMember(g.db, a.tenant, p.userId, 'analyst'), 4205],
  ] as const)('%s closes the socket within two seconds', async (_, change, code) => {
    const p = await person();
    const s = await connected(p.cookie);
    s.subscribe('1', CHANNELS);
    const began = performance.now();
    await change(p);
    expect(await s.closed).toMatchObject({ code });
    expect(performance.now() - began).toBeLessThan(2500);
  });

  it('a revoked key closes its sockets, and leaves others open', async () => {
    const key = await putKey(g.db, a.tenant, 'revoked', ['read']);
    const s = await open({});
    s.init({ authorization: `Bearer ${key.key}` });
    await s.frame((f) => f.type === 'connection_ack');
    const other = await connected((await person()).cookie);
    await g.db.query("delete from work.fact where fact = 'api_key' and key = $1", [key.hash]);
    expect(await s.closed).toMatchObject({ code: 4403 });
    expect(other.socket.readyState).toBe(other.socket.OPEN);
  });
});

describe('what a socket may do', () => {
  it('follows changes with the rights of its person', async () => {
    const s = await connected((await person()).cookie);
    s.subscribe('all', 'subscription { channelChanged { name verifyToken } }');
    s.subscribe('some', CHANNELS);
    await tellUntilSeen(s, 'some');
    expect((await s.frame((f) => f.id === 'some' && f.type === 'next')).payload).toEqual({ data: { channelChanged: { name: a.canary } } });
    // An agent does not see the token; the rest comes.
    expect((await s.frame((f) => f.id === 'all' && f.type === 'next')).payload).toMatchObject({
      data: { channelChanged: { name: a.canary, verifyToken: null } },
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });

  it('takes no message above 64 kB, and none that is no message', async () => {
    const { cookie } = await person();
    const large = await connected(cookie);
    large.subscribe('1', `subscription { channelChanged { name } } # ${'x'.repeat(70_000)}`);
    expect(await large.closed).toMatchObject({ code: 1009 });
    const broken = await connected(cookie);
    broken.send('{"type": ');
    expect((await broken.closed).code).toBe(4400);
  });

  it('closes a socket that floods', async () => {
    const s = await connected((await person()).cookie);
    for (let i = 0; i < 400; i++) s.send({ type: 'ping' });
    expect(await s.closed).toMatchObject({ code: 4429 });
  });

  it('has fifty subscriptions at most', async () => {
    const s = await connected((await person()).cookie);
    for (let i = 0; i < 51; i++) s.subscribe(String(i), CHANNELS);
    expect(await s.frame((f) => f.type === 'error')).toMatchObject({
      id: '50',
      payload: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }],
    });
    expect(s.frames.filter((f) => f.type === 'error')).toHaveLength(1);
  });

  it('completes a subscription at once while nothing happens, and tells it nothing more', async () => {
    const s = await connected((await person()).cookie);
    s.subscribe('1', CHANNELS);
    await tellUntilSeen(s, '1');
    s.send({ id: '1', type: 'complete' });
    s.subscribe('2', CHANNELS);
    await tellUntilSeen(s, '2');
    const before = s.frames.filter((f) => f.id === '1').length;
    const seen = s.frames.length;
    pubSub.publish('rm.channels', changeOf(999));
    await s.frame((f) => f.id === '2' && s.frames.indexOf(f) >= seen);
    expect(s.frames.filter((f) => f.id === '1')).toHaveLength(before);
    // The views are followed once for all sockets, however many there were.
    expect(following.inbox).toBe(1);
  });

  it('closes a socket whose reader falls behind, so that it reads again', async () => {
    const s = await connected((await person()).cookie);
    s.subscribe('1', CHANNELS);
    await tellUntilSeen(s, '1');
    // More rows at once than may wait, before the socket could be written to.
    const [row] = (await g.db.query<ChannelRow>('select * from rm.channel where channel_id = $1', [a.channelId])).rows;
    const ids = Array.from({ length: 250 }, (_, i) => `eeeeeeee-0000-4000-8000-${String(i).padStart(12, '0')}`);
    for (const channel_id of ids) await putRow(g.db, a.tenant, channelTable, { ...(row as ChannelRow), channel_id });
    pubSub.publish(
      'rm.channels',
      JSON.stringify({
        tenant: a.tenant,
        view: 'channels',
        table: 'channel',
        position: '1',
        changes: ids.map((channel_id) => ({ key: { channel_id }, before: null, after: null, types: [] })),
      }),
    );
    expect(await s.closed).toMatchObject({ code: 4413 });
  });
});
