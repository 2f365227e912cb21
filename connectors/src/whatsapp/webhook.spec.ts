import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import express from 'express';
import { memoryCache } from '@master-ia/platform/cache/memory.ts';
import { memoryKeyVault, memoryRawDeliveries } from '@master-ia/platform/key-vault/memory.ts';
import type { CommandEnvelope, CommandResult } from '@master-ia/platform/ports/commands.ts';
import type { RawDeliveries } from '@master-ia/platform/ports/raw-deliveries.ts';
import { silent } from '@master-ia/platform/ports/log.ts';
import { fakeClock } from '@master-ia/platform/runtime/clock.ts';
import { systemIds, uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { signatureOf } from './cloud/signature.ts';
import { whatsappWebhook } from './webhook.ts';

const CHANNEL = uuidFrom('channel');
const TENANT = uuidFrom('tenant');
const ok: CommandResult = { ok: true, commandId: '', result: {}, position: '' as never, seen: { storeId: '', at: [] }, repeated: false };

let server: Server;
const open = async (
  o: {
    readonly raw?: (inner: RawDeliveries) => RawDeliveries;
    readonly answer?: () => Promise<CommandResult>;
    readonly state?: string;
  } = {},
) => {
  const clock = fakeClock();
  const log: string[] = [];
  const sent: CommandEnvelope[] = [];
  const inner = memoryRawDeliveries(memoryKeyVault());
  const secrets = { appSecret: 'secret' as string | null };
  const raw = o.raw?.(inner) ?? inner;
  const webhook = whatsappWebhook({
    db: {
      query: async (_: string, values: readonly unknown[]) => ({
        rows: values[0] === CHANNEL ? [{ tenant: TENANT, value: { state: o.state ?? 'active', secrets: { appSecret: 1 } } }] : [],
      }),
    } as never,
    access: { secret: async () => secrets.appSecret, client: async () => null },
    raw: { ...raw, put: async (d) => (log.push('kept'), raw.put(d)) },
    commands: { send: async (c) => (log.push('recorded'), sent.push(c), o.answer?.() ?? ok) },
    cache: memoryCache({ clock }),
    clock,
    ids: systemIds,
    log: silent,
    verifyToken: async () => 'right token',
  });
  const app = express();
  app.use(webhook.router);
  server = createServer(app);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/webhooks/whatsapp/`;
  const post = async (
    body: string,
    headers: Record<string, string> = { 'x-hub-signature-256': signatureOf('secret', Buffer.from(body)) },
    channel = CHANNEL,
  ) => {
    const answer = await fetch(url + channel, { method: 'POST', body, headers });
    return { status: answer.status, text: await answer.text() };
  };
  return { clock, log, sent, secrets, raw: inner, post, url, port, lastReached: webhook.lastReached };
};
afterEach(async () => {
  server.closeAllConnections();
  await new Promise<void>((closed) => server.close(() => closed()));
});

it('keeps the bytes, then records them, then answers', async () => {
  const w = await open();
  expect(await w.post('{"a":1}')).toEqual({ status: 200, text: 'EVENT_RECEIVED' });
  expect(w.log).toEqual(['kept', 'recorded']);
  const { deliveryId, size } = w.sent[0]!.data as { deliveryId: string; size: number };
  expect([size, await w.raw.get(TENANT, deliveryId)]).toEqual([7, Buffer.from('{"a":1}')]);
  expect(w.sent[0]).toMatchObject({ name: 'ReceiveDelivery', tenant: TENANT, id: uuidFrom(deliveryId, 'receive') });
  expect(w.lastReached(CHANNEL)).toEqual(w.clock.now());
});
it('gives the same bytes the same id, at any time', async () => {
  const w = await open();
  await w.post('{"a":1}');
  w.clock.advance(86_400_000);
  await w.post('{"a":1}');
  await w.post('{"a":2}');
  const ids = w.sent.map((c) => c.id);
  expect([ids[0] === ids[1], ids[0] === ids[2]]).toEqual([true, false]);
});
it.each<readonly [string, NonNullable<Parameters<typeof open>[0]>]>([
  ['the bytes cannot be kept', { raw: (r: RawDeliveries) => ({ ...r, put: () => Promise.reject(new Error('disk full')) }) }],
  ['the event is refused', { answer: async () => ({ ok: false, refusal: { code: 'conflict' } }) }],
  ['the command-service is away', { answer: () => Promise.reject(new Error('away')) }],
])('does not acknowledge when %s', async (_, o) => {
  const w = await open(o);
  const answer = await w.post('{}');
  expect([answer.status, JSON.parse(answer.text)]).toEqual([503, { type: 'about:blank', status: 503, code: 'try_again' }]);
  expect(w.lastReached(CHANNEL)).toBeNull();
});
it('refuses what is not signed, unless it is of an unknown channel: that is not found', async () => {
  const w = await open();
  expect((await w.post('{}', {})).status).toBe(401);
  expect((await w.post('{}', {}, uuidFrom('nobody'))).status).toBe(404);
  expect((await w.post('{}', undefined, 'not-an-id')).status).toBe(404);
  expect(w.log).toEqual([]);
});
it('rejects everything when no secret is configured, and takes a new secret within a second', async () => {
  const w = await open();
  w.secrets.appSecret = null;
  expect((await w.post('{}')).status).toBe(401);
  w.secrets.appSecret = 'secret';
  w.clock.advance(1001);
  expect((await w.post('{}')).status).toBe(200);
});
it('does not find a disconnected channel, and takes deliveries of a suspended one', async () => {
  const gone = await open({ state: 'disconnected' });
  expect((await gone.post('{}')).status).toBe(404);
  server.closeAllConnections();
  server.close();
  const w = await open({ state: 'suspended' });
  expect((await w.post('{}')).status).toBe(200);
});
it('gives up on a body that ends in the middle, without recording it', async () => {
  const w = await open();
  await new Promise<void>((ended) => {
    const socket = connect(w.port, '127.0.0.1', () => {
      socket.write(`POST /webhooks/whatsapp/${CHANNEL} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf`);
      setImmediate(() => socket.destroy());
    });
    socket.once('close', () => ended());
  });
  expect((await w.post('{}')).status).toBe(200);
  expect(w.sent).toHaveLength(1);
});

describe('the verification', () => {
  const verify = async (w: Awaited<ReturnType<typeof open>>, query: string, channel = CHANNEL) => {
    const answer = await fetch(`${w.url}${channel}?${query}`);
    return { status: answer.status, text: await answer.text() };
  };
  it('answers the challenge to who knows the token, and remembers that it was reached', async () => {
    const w = await open();
    expect(await verify(w, 'hub.mode=subscribe&hub.verify_token=right%20token&hub.challenge=1158201444')).toEqual({
      status: 200,
      text: '1158201444',
    });
    expect(w.lastReached(CHANNEL)).toEqual(w.clock.now());
  });
  it.each([
    ['a wrong token', 'hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1', CHANNEL, 403],
    ['an unknown channel', 'hub.mode=subscribe&hub.verify_token=right%20token&hub.challenge=1', uuidFrom('nobody'), 404],
  ])('is refused with %s', async (_, query, channel, status) => {
    const w = await open();
    expect((await verify(w, query, channel)).status).toBe(status);
    expect(w.lastReached(channel)).toBeNull();
  });
});
