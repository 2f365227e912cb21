import { createHash } from 'node:crypto';
import type { Content } from '@master-ia/schemas/conversations/content.ts';
import { openProviderHttp } from '@master-ia/platform/http/provider.ts';
import { cloudDriver } from './cloud-driver.ts';
import { graphClient } from './graph-client.ts';
import { graphError, json, scriptedGraph, type Script } from './testing/scripted-graph.ts';

const transport = openProviderHttp();
let graph: Awaited<ReturnType<typeof scriptedGraph>>;
beforeAll(async () => {
  graph = await scriptedGraph();
});
afterAll(async () => {
  await transport.close();
  await graph?.close();
});
const driver = () => {
  const client = graphClient({ baseUrl: graph.url, version: 'v23.0', transport, accessToken: 'EAA' });
  return cloudDriver(client, { phoneNumberId: '42', boundary: () => 'b0undary' });
};
const text: Content = { kind: 'text', text: 'Olá' };
const send = (script: Script, content = text) => {
  graph.answer(script);
  return driver().send({ to: { phone: '+5511987654321' }, content, callbackData: 'ours' });
};

it('sends what was composed', async () => {
  expect(await send(json(200, { messages: [{ id: 'wamid.1' }] }))).toEqual({ kind: 'done', value: { providerId: 'wamid.1', held: false } });
  expect(JSON.parse(graph.received[0]!.body.toString())).toEqual({
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: '5511987654321',
    type: 'text',
    text: { body: 'Olá', preview_url: false },
    biz_opaque_callback_data: 'ours',
  });
});

it('asks Meta nothing about what it would not take', async () => {
  expect(await send(json(200, {}), { kind: 'text', text: '' })).toEqual({ kind: 'refused', code: 'empty', reason: 'text', retry: 'never' });
  expect(graph.received).toHaveLength(0);
});

it.each<[string, Script, object]>([
  ['not processed', graphError(400, 131056), { kind: 'refused', code: '131056', retry: { afterMs: 4000 } }],
  ['limited without a code', json(429, ''), { kind: 'refused', code: 'http_429', retry: { afterMs: 5000 } }],
  [
    'window closed',
    graphError(400, 131047, { details: 'more than 24 hours' }),
    { kind: 'refused', code: '131047', reason: '(#131047) refused — more than 24 hours', retry: 'never' },
  ],
  [
    'token expired',
    graphError(401, 190, { subcode: 463 }),
    { kind: 'refused', code: '190', retry: 'never', suspend: { reason: 'token_expired', code: '190' } },
  ],
  ['locked', graphError(403, 131031), { kind: 'refused', suspend: { reason: 'account_locked', code: '131031' } }],
  ['a send is not repeated for what is only temporary', graphError(400, 132069), { kind: 'refused', retry: 'never' }],
  [
    'wrong app secret',
    graphError(400, 100, { message: 'Invalid appsecret_proof provided in the API argument' }),
    { kind: 'refused', code: 'app_secret_wrong', retry: 'never' },
  ],
  ['5xx', graphError(500, 131000), { kind: 'ambiguous', why: 'http_500:131000' }],
  ['no answer', (_, res) => res.socket?.destroy(), { kind: 'ambiguous' }],
])('a send: %s', async (_, script, expected) => {
  expect(await send(script)).toMatchObject(expected);
});

it('what suspends nothing names no suspension', async () => {
  expect(await send(graphError(400, 131047))).not.toHaveProperty('suspend');
});

it('what never left is tried again', async () => {
  const client = graphClient({ baseUrl: 'http://127.0.0.1:9', version: 'v23.0', transport, accessToken: 'EAA' });
  expect(
    await cloudDriver(client, { phoneNumberId: '42', boundary: () => 'b' }).send({ to: { phone: '+5511987654321' }, content: text }),
  ).toMatchObject({
    kind: 'refused',
    code: 'not_sent',
    retry: { afterMs: 2000 },
  });
});

it('uploads, and marks as read', async () => {
  graph.answer(json(200, { id: '9' }));
  const body = (async function* () {
    yield Buffer.from('hello');
  })();
  expect(await driver().uploadMedia({ kind: 'document', filename: 'a.txt', mime: 'text/plain', size: 5, body })).toEqual({
    kind: 'done',
    value: { providerMediaId: '9' },
  });
  graph.answer(json(200, { success: true }));
  expect(await driver().markRead('wamid.1', true)).toEqual({ kind: 'done', value: true });
  expect(JSON.parse(graph.received[0]!.body.toString())).toMatchObject({
    status: 'read',
    message_id: 'wamid.1',
    typing_indicator: { type: 'text' },
  });
  graph.answer(graphError(400, 17));
  expect(await driver().markRead('wamid.1', false)).toMatchObject({ kind: 'refused', retry: { afterMs: expect.any(Number) as number } });
});

describe('a file', () => {
  const pdf = Buffer.from('%PDF-1.4 hello');
  const ref = {
    kind: 'document',
    providerMediaId: '5',
    mime: 'application/pdf',
    sha256: createHash('sha256').update(pdf).digest('hex'),
  } as const;
  const fetch = (info: Script, file: Script) => {
    graph.answer((r, res) => {
      (r.path === '/file' ? file : info)(r, res);
    });
    return driver().fetchMedia(ref);
  };
  const info: Script = (r, res) => {
    json(200, { url: `${graph.url}/file`, mime_type: 'application/pdf', file_size: pdf.length })(r, res);
  };

  it('is looked up and read', async () => {
    const found = await fetch(info, (_, res) => void res.writeHead(200, { 'content-type': 'application/pdf' }).end(pdf));
    expect(found).toMatchObject({ kind: 'done', value: { mime: 'application/pdf', size: pdf.length } });
    expect(found.kind === 'done' && Buffer.concat((await found.value.body.toArray()) as Buffer[]).equals(pdf)).toBe(true);
  });

  it('that Meta does not know any more suspends nothing; a token that fails does', async () => {
    const gone = await fetch(graphError(400, 100, { subcode: 33 }), json(500, ''));
    expect(gone).toMatchObject({ kind: 'refused', code: '100', retry: 'never' });
    expect(gone).not.toHaveProperty('suspend');
    expect(await fetch(graphError(401, 190), json(500, ''))).toMatchObject({ kind: 'refused', suspend: { reason: 'token_expired' } });
  });

  it('whose address is out of date is looked up again', async () => {
    expect(await fetch(info, json(404, ''))).toMatchObject({ kind: 'refused', code: 'http_404', retry: { afterMs: 2000 } });
  });

  it('that is not what was announced is refused for good', async () => {
    expect(await fetch(info, (_, res) => void res.writeHead(200, { 'content-length': '3' }).end('abc'))).toEqual({
      kind: 'refused',
      code: 'size_mismatch',
      retry: 'never',
    });
  });
});
