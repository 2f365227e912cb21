import { createHash, createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { openProviderHttp } from '@master-ia/platform/http/provider.ts';
import { graphClient, type GraphClientOptions } from './graph-client.ts';
import { MediaRejected } from './verified-media.ts';
import { graphError, json, scriptedGraph, type Script } from './testing/scripted-graph.ts';

const examples = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../specs/meta/examples', name), 'utf8')) as Record<string, unknown>;
const management = examples('management_responses.json');

const transport = openProviderHttp();
let graph: Awaited<ReturnType<typeof scriptedGraph>>;
beforeAll(async () => {
  graph = await scriptedGraph();
});
afterAll(async () => {
  await transport.close();
  await graph?.close();
});

const accessToken = 'EAAtoken';
const client = (o: Partial<GraphClientOptions> = {}) => graphClient({ baseUrl: graph.url, version: 'v23.0', transport, accessToken, ...o });
const message = { messaging_product: 'whatsapp', to: '5511987654321', type: 'text', text: { body: 'Olá' } };
const send = (script: Script, o: Partial<GraphClientOptions> = {}) => {
  graph.answer(script);
  return client(o).sendMessage('106540352242922', message);
};

describe('a call', () => {
  it('goes to the version’s path with the bearer header, and without a proof when no secret is known', async () => {
    await send(json(200, { messages: [{ id: 'wamid.1' }] }));
    const [r] = graph.received;
    expect([r!.method, r!.path, r!.headers.authorization, r!.query.get('appsecret_proof')]).toEqual([
      'POST',
      '/v23.0/106540352242922/messages',
      `Bearer ${accessToken}`,
      null,
    ]);
    expect(JSON.parse(r!.body.toString())).toEqual(message);
  });

  it('proves the secret when it is known', async () => {
    await send(json(200, { messages: [{ id: 'wamid.1' }] }), { appSecret: 'shh' });
    expect(graph.received[0]!.query.get('appsecret_proof')).toBe(createHmac('sha256', 'shh').update(accessToken).digest('hex'));
  });

  it('never lets an id change the path', async () => {
    graph.answer(json(200, { id: '1' }));
    await client().phoneNumber('../me?x=1#');
    expect(graph.received[0]!.path).toBe('/v23.0/..%2Fme%3Fx%3D1%23');
  });
});

describe('what a send comes to', () => {
  it('accepted', async () => {
    expect(
      await send(
        json(200, {
          contacts: [{ input: '5511987654321', wa_id: '551187654321' }],
          messages: [{ id: 'wamid.1', message_status: 'accepted' }],
        }),
      ),
    ).toEqual({
      kind: 'ok',
      value: { providerMessageId: 'wamid.1', waId: '551187654321', held: false },
    });
    expect(
      await send(
        json(200, { contacts: [{ user_id: 'BR.1' }], messages: [{ id: 'wamid.1', message_status: 'held_for_quality_assessment' }] }),
      ),
    ).toEqual({
      kind: 'ok',
      value: { providerMessageId: 'wamid.1', bsuid: 'BR.1', held: true },
    });
  });

  it.each(Object.entries(examples('send_message_responses.json')).filter(([, v]) => 'messages' in (v as object)))(
    'accepted, as in Meta’s example: %s',
    async (_, body) => {
      expect(await send(json(200, body))).toMatchObject({ kind: 'ok', value: { held: false } });
    },
  );

  it.each([
    [4, 400],
    [80007, 400],
    [130429, 400],
    [130429, 429],
    [131056, 400],
    [131057, 500],
    [131057, 503],
  ])('code %s with HTTP %s was not processed', async (code, status) => {
    expect(await send(graphError(status, code))).toMatchObject({
      kind: 'refused',
      code,
      retry: 'not_processed',
      class: 'rate_limited',
      afterMs: expect.any(Number) as number,
    });
  });

  it('HTTP 429 was not processed, whatever its code or body', async () => {
    expect(await send(graphError(429, 17))).toMatchObject({ kind: 'refused', code: 17, retry: 'not_processed' });
    expect(await send(json(429, 'slow down'))).toMatchObject({
      kind: 'refused',
      code: null,
      retry: 'not_processed',
      class: 'rate_limited',
    });
  });

  it('waits as long as Meta says', async () => {
    const wait = async (headers: Record<string, string>) => {
      const r = await send(graphError(429, 80007, { headers }));
      return r.kind === 'refused' && r.afterMs;
    };
    expect(await wait({ 'retry-after': '7' })).toBe(7000);
    expect(
      await wait({
        'x-business-use-case-usage': JSON.stringify({ 1: [{ type: 'messaging', call_count: 100, estimated_time_to_regain_access: 3 }] }),
      }),
    ).toBe(180_000);
    expect(await wait({ 'x-business-use-case-usage': 'broken' })).toBe(60_000);
    expect(await wait({ 'retry-after': '99999999' })).toBe(86_400_000);
  });

  it.each([
    [400, 131047, 'window_closed', false],
    [400, 131026, 'permanent_recipient', false],
    [400, 131050, 'policy_optout', false],
    [400, 100, 'permanent_content', false],
    [401, 190, 'auth', true],
    [403, 10, 'auth', true],
    [403, 131031, 'sender_blocked', true],
    [400, 999999, 'permanent_content', false],
  ])('HTTP %s with code %s is refused for good', async (status, code, cls, suspends) => {
    expect(await send(graphError(status, code, { subcode: 463, details: 'why' }))).toEqual({
      kind: 'refused',
      status,
      code,
      subcode: 463,
      class: cls,
      suspends,
      retry: 'never',
      message: `(#${code}) refused`,
      details: 'why',
      fbtraceId: 'AXsgnV2Cm3ZMGF3dF_cfYIn',
    });
  });

  it.each([
    ['HTTP 500, code 131000', graphError(500, 131000)],
    ['HTTP 500, code 3', graphError(500, 3)],
    ['HTTP 503, code 2', graphError(503, 2)],
    ['HTTP 400, code 1', graphError(400, 1)],
    ['HTTP 400, code 131016', graphError(400, 131016)],
    ['HTTP 502 of a proxy', json(502, '<html>Bad Gateway</html>')],
    ['HTTP 408', json(408, '')],
    ['a redirect', json(302, '', { location: 'https://elsewhere.example/' })],
    ['200 with nothing', json(200, '')],
    ['200 with something else', json(200, { messages: [] })],
    ['200 with what is no JSON', json(200, '<html>')],
    ['a reset before the answer', (_, res) => res.socket?.destroy()],
    [
      'an answer cut off',
      (_, res) => {
        res.writeHead(200, { 'content-length': '100' });
        res.write('{"mess', () => res.socket?.destroy());
      },
    ],
  ])('%s: cannot be told, and is asked once only', async (_, script) => {
    expect(await send(script)).toMatchObject({ kind: 'ambiguous' });
    expect(graph.received).toHaveLength(1);
  });

  it('no answer in time cannot be told', async () => {
    expect(await send(() => undefined, { timeoutMs: 100 })).toEqual({ kind: 'ambiguous', why: 'timeout' });
    expect(graph.received).toHaveLength(1);
  });

  it('keeps the code of what cannot be told', async () => {
    expect(await send(graphError(500, 131045))).toMatchObject({ kind: 'ambiguous', why: 'http_500', told: { code: 131045 } });
  });

  it('HTTP 404 of something that is not Graph is refused', async () => {
    expect(await send(json(404, 'not found'))).toMatchObject({ kind: 'refused', code: null, status: 404, retry: 'never' });
  });

  it('nobody listens: nothing was sent', async () => {
    const gone = createServer();
    await new Promise<void>((done) => gone.listen(0, '127.0.0.1', done));
    const { port } = gone.address() as { port: number };
    await new Promise((done) => gone.close(done));
    expect(await client({ baseUrl: `http://127.0.0.1:${port}` }).sendMessage('1', message)).toMatchObject({ kind: 'not_sent' });
  });
});

describe('Meta’s examples of management answers', () => {
  it.each(Object.keys(management).filter((k) => k.startsWith('GET /{Version}/{Phone-Number-ID} ')))('%s', async (name) => {
    const status = Number(/ (\d{3}) /.exec(name)![1]);
    graph.answer(json(status, management[name]));
    const found = await client().phoneNumber('106853218861309');
    const kind = status === 200 ? 'ok' : status >= 500 ? 'ambiguous' : 'refused';
    expect(found.kind).toBe(kind);
    if (found.kind === 'ok')
      expect(found.value).toMatchObject({ id: '106853218861309', displayPhoneNumber: '+1 555-555-5555', qualityRating: 'GREEN' });
    if (found.kind === 'refused') expect(found.retry).toBe(status === 429 ? 'not_processed' : 'never');
  });

  it('media, subscriptions, registration', async () => {
    graph.answer(json(200, management['GET /{Version}/{WABA-ID}/subscribed_apps 200 multiple_subscriptions']));
    expect(await client().subscribedApps('1')).toEqual({
      kind: 'ok',
      value: [
        { appId: '1234567890123456', name: 'Business Messaging App' },
        { appId: '2345678901234567', name: 'Customer Support Bot' },
      ],
    });
    graph.answer(json(200, management['POST /{Version}/{WABA-ID}/subscribed_apps 200 custom_callback_success']));
    expect(await client().subscribeApp('1', { callbackUri: 'https://a.b/c', verifyToken: 'v' })).toEqual({ kind: 'ok', value: true });
    expect(JSON.parse(graph.received[0]!.body.toString())).toEqual({ override_callback_uri: 'https://a.b/c', verify_token: 'v' });
    graph.answer(json(200, management['POST /{Version}/{Phone-Number-ID} 200 phone_registered']));
    expect(await client().register('1', '123456')).toEqual({ kind: 'ok', value: true });
    expect(JSON.parse(graph.received[0]!.body.toString())).toEqual({ messaging_product: 'whatsapp', pin: '123456' });
  });
});

it('marks as read', async () => {
  graph.answer(json(200, { success: true }));
  expect(await client().markRead('1', { status: 'read' })).toEqual({ kind: 'ok', value: true });
  graph.answer(json(200, { success: false }));
  expect(await client().markRead('1', { status: 'read' })).toMatchObject({ kind: 'ambiguous' });
});

it('debugs the token in the app’s name', async () => {
  graph.answer(json(200, { data: { app_id: '77', is_valid: true, scopes: ['a', 'b'], expires_at: 0 } }));
  expect(await client({ appSecret: 'shh' }).debugToken('77')).toEqual({
    kind: 'ok',
    value: { valid: true, appId: '77', scopes: ['a', 'b'] },
  });
  const [r] = graph.received;
  expect([r!.path, r!.headers.authorization, r!.query.get('input_token'), r!.query.get('access_token')]).toEqual([
    '/v23.0/debug_token',
    'Bearer 77|shh',
    accessToken,
    '77|shh',
  ]);
  expect(await client().debugToken('77')).toBeNull();
});

describe('templates', () => {
  const page = (name: string, next?: string) => ({
    data: [
      { id: '1', name, language: 'pt_BR', status: 'APPROVED', category: 'UTILITY', components: [{ type: 'BODY', text: 'x' }] },
      { broken: true },
    ],
    paging: { cursors: { after: `${name}-after` }, ...(next === undefined ? {} : { next }) },
  });

  it('come page by page, and the address of the next page is never followed', async () => {
    graph.answer((r, res) => {
      const after = r.query.get('after');
      json(200, after === null ? page('a', 'http://169.254.169.254/steal') : page('b'))(r, res);
    });
    const found = await client().templates('9');
    expect(found).toMatchObject({ kind: 'ok', value: { complete: true } });
    expect(found.kind === 'ok' && found.value.templates.map((t) => t.name)).toEqual(['a', 'b']);
    expect(graph.received.map((r) => r.query.get('after'))).toEqual([null, 'a-after']);
  });

  it('that never end, end', async () => {
    graph.answer(json(200, page('a', 'http://x/')));
    expect(await client().templates('9')).toMatchObject({ kind: 'ok', value: { complete: false } });
    expect(graph.received).toHaveLength(2);
    let n = 0;
    graph.answer((r, res) => {
      json(200, page(`t${n++}`, 'http://x/'))(r, res);
    });
    expect(await client().templates('9')).toMatchObject({ kind: 'ok', value: { complete: false } });
    expect(graph.received.length).toBeLessThan(70);
  });

  it('that fail in the middle fail', async () => {
    graph.answer((r, res) => {
      (r.query.get('after') === null ? json(200, page('a', 'http://x/')) : graphError(401, 190))(r, res);
    });
    expect(await client().templates('9')).toMatchObject({ kind: 'refused', code: 190 });
  });
});

describe('an upload', () => {
  it('is streamed as a form with its length', async () => {
    graph.answer(json(200, { id: '4490709327384033' }));
    const file = randomBytes(100_000);
    const chunks = (async function* () {
      for (let i = 0; i < file.length; i += 30_000) yield file.subarray(i, i + 30_000);
    })();
    expect(
      await client().uploadMedia('1', { filename: 'a"\r\nX: y.png', mime: 'image/png', size: file.length, body: chunks }, 'b0undary'),
    ).toEqual({ kind: 'ok', value: { mediaId: '4490709327384033' } });
    const [r] = graph.received;
    expect(r!.headers['content-length']).toBe(String(r!.body.length));
    const parts: Record<string, unknown> = {};
    const form = busboy({ headers: r!.headers });
    form.on('field', (name, value) => (parts[name] = value));
    form.on('file', (name, stream, info) => {
      const read: Buffer[] = [];
      stream
        .on('data', (b: Buffer) => read.push(b))
        .on('end', () => (parts[name] = { mime: info.mimeType, whole: Buffer.concat(read).equals(file) }));
    });
    await new Promise((done) => form.on('close', done).end(r!.body));
    expect(parts).toEqual({ messaging_product: 'whatsapp', type: 'image/png', file: { mime: 'image/png', whole: true } });
  });
});

describe('a download', () => {
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(200_000)]);
  const sha256 = createHash('sha256').update(jpeg).digest('hex');
  const announced = { kind: 'image', mime: 'image/jpeg', sha256 } as const;
  const file: Script = (_, res) => void res.writeHead(200, { 'content-type': 'image/jpeg' }).end(jpeg);
  const read = async (body: Readable): Promise<Buffer> => Buffer.concat((await body.toArray()) as Buffer[]);
  const fetched = async (script: Script, o: { info?: object; announced?: object; client?: Partial<GraphClientOptions> } = {}) => {
    graph.answer(script);
    const found = await client(o.client).downloadMedia(
      { url: `${graph.url}/file`, mime: 'image/jpeg', ...o.info },
      { ...announced, ...o.announced },
    );
    return found.kind === 'ok'
      ? await read(found.value.body).then(
          (b) => (b.equals(jpeg) ? 'whole' : 'other'),
          (e: unknown) => (e instanceof MediaRejected ? e.why : String(e)),
        )
      : found;
  };

  it('finds the address first', async () => {
    graph.answer(
      json(200, {
        url: 'https://lookaside.fbsbx.com/x',
        mime_type: 'image/jpeg',
        sha256: Buffer.from(sha256, 'hex').toString('base64'),
        file_size: '303833',
        id: '1',
      }),
    );
    expect(await client().mediaInfo('1', '2')).toEqual({
      kind: 'ok',
      value: { url: 'https://lookaside.fbsbx.com/x', mime: 'image/jpeg', sha256, size: 303833 },
    });
    expect(graph.received[0]!.query.get('phone_number_id')).toBe('2');
  });

  it('is whole, and was asked for with the token', async () => {
    expect(await fetched(file, { info: { sha256, size: jpeg.length } })).toBe('whole');
    expect(graph.received[0]!.headers.authorization).toBe(`Bearer ${accessToken}`);
    expect(await fetched(file)).toBe('whole');
  });

  it.each<[string, Script, object, unknown]>([
    [
      'one byte changed',
      (_, res) => {
        const b = Buffer.from(jpeg);
        b[150_000]! ^= 1;
        res.writeHead(200, { 'content-type': 'image/jpeg' }).end(b);
      },
      {},
      'sha256_mismatch',
    ],
    [
      'more than announced',
      (_, res) => void res.writeHead(200, { 'content-length': String(jpeg.length) }).end(jpeg),
      { info: { size: 1000 } },
      { kind: 'rejected', why: 'size_mismatch' },
    ],
    [
      'more than announced, without a length',
      (_, res) => {
        res.writeHead(200, { 'transfer-encoding': 'chunked' });
        res.end(jpeg);
      },
      { info: { size: 1000 } },
      'size_mismatch',
    ],
    [
      'less than announced',
      (_, res) => {
        res.writeHead(200, { 'transfer-encoding': 'chunked' });
        res.end(jpeg.subarray(0, 9000));
      },
      { info: { size: 9001 } },
      'size_mismatch',
    ],
    ['announced as too large', file, { info: { size: 101 * 1024 * 1024 } }, { kind: 'rejected', why: 'too_large' }],
    [
      'too large by its length',
      (_, res) => {
        res.writeHead(200, { 'content-length': String(101 * 1024 * 1024) });
        res.write('x');
      },
      {},
      { kind: 'rejected', why: 'too_large' },
    ],
    [
      'too large without a length',
      (_, res) => {
        res.writeHead(200);
        const more = () => {
          if (!res.destroyed) res.write(jpeg, () => setImmediate(more));
        };
        more();
      },
      { announced: { sha256: undefined } },
      'too_large',
    ],
    [
      'another type by its header',
      (_, res) => void res.writeHead(200, { 'content-type': 'text/html' }).end(jpeg),
      {},
      { kind: 'rejected', why: 'type_mismatch' },
    ],
    [
      'another type by its bytes',
      (_, res) => void res.writeHead(200, { 'content-type': 'image/jpeg' }).end('<html><script>alert(1)</script>'),
      {},
      'type_mismatch',
    ],
    ['empty', (_, res) => void res.writeHead(200).end(), {}, 'empty'],
    ['of a type that is not taken', file, { announced: { mime: 'image/tiff' }, info: {} }, { kind: 'rejected', why: 'type_mismatch' }],
    [
      'stalled after some bytes',
      (_, res) => {
        res.writeHead(200, { 'content-type': 'image/jpeg' });
        res.write(jpeg.subarray(0, 70_000));
      },
      { client: { stallMs: 150 } },
      'stalled',
    ],
    [
      'stalled at once',
      (_, res) => {
        res.writeHead(200, { 'content-type': 'image/jpeg' }).flushHeaders();
      },
      { client: { stallMs: 150 } },
      'stalled',
    ],
    [
      'cut off',
      (_, res) => {
        res.writeHead(200, { 'transfer-encoding': 'chunked' });
        res.write(jpeg.subarray(0, 70_000), () => res.socket?.destroy());
      },
      {},
      'cut_off',
    ],
  ])('is refused: %s', async (_, script, o, expected) => {
    const found = await fetched(script, o);
    if (typeof expected === 'string') expect(found).toBe(expected);
    else expect(found).toEqual(expected);
  });

  it.each<[string, Script, (body: Readable) => unknown]>([
    ['refused by its headers', (_, res) => void res.writeHead(200, { 'content-type': 'text/html' }).write('x'), () => undefined],
    ['not there', (_, res) => void res.writeHead(404).write('x'), () => undefined],
    [
      'refused by its bytes',
      (_, res) => void res.writeHead(200).write('x'.repeat(600)),
      (body) => body.on('error', () => undefined).resume(),
    ],
    ['stalled', (_, res) => void res.writeHead(200).write(jpeg.subarray(0, 1000)), (body) => body.on('error', () => undefined).resume()],
    ['not wanted any more', (_, res) => void res.writeHead(200).write(jpeg), (body) => body.destroy()],
  ])('lets go of the connection of a file that is %s', async (_, script, use) => {
    const closed = Promise.withResolvers<undefined>();
    graph.answer((r, res) => {
      res.on('close', () => {
        closed.resolve(undefined);
      });
      script(r, res);
    });
    const found = await client({ stallMs: 150 }).downloadMedia({ url: `${graph.url}/file`, mime: 'image/jpeg' }, announced);
    if (found.kind === 'ok') use(found.value.body);
    await expect(closed.promise).resolves.toBeUndefined();
  });

  it('never hands on a byte of what is not of its type', async () => {
    graph.answer((_, res) => void res.writeHead(200).end(Buffer.concat([Buffer.from('<html>'), jpeg])));
    const found = await client().downloadMedia({ url: `${graph.url}/file`, mime: 'image/jpeg' }, announced);
    if (found.kind !== 'ok') throw new Error(found.kind);
    let bytes = 0;
    found.value.body.on('data', (b: Buffer) => (bytes += b.length));
    await new Promise((done) => found.value.body.once('error', done));
    expect(bytes).toBe(0);
  });

  it.each([
    'http://127.0.0.1:1/x',
    'http://lookaside.fbsbx.com/x',
    'https://lookaside.fbsbx.com:444/x',
    'https://lookaside.fbsbx.com.evil.example/x',
    'https://evil.example/',
    'file:///etc/passwd',
    'ftp://lookaside.fbsbx.com/x',
  ])('sends the token nowhere else: %s', async (url) => {
    graph.answer(file);
    expect(await client().downloadMedia({ url, mime: 'image/jpeg' }, announced)).toEqual({ kind: 'rejected', why: 'host_not_allowed' });
    expect(graph.received).toHaveLength(0);
  });

  it('of an address that is out of date is refused', async () => {
    expect(await fetched(json(404, ''))).toMatchObject({ kind: 'refused', status: 404 });
    expect(await fetched(json(500, ''))).toMatchObject({ kind: 'ambiguous' });
    expect(await fetched(json(302, '', { location: 'http://127.0.0.1/' }))).toMatchObject({ kind: 'ambiguous' });
    expect(graph.received).toHaveLength(1);
  });
});
