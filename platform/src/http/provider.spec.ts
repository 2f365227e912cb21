import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { Agent, buildConnector } from 'undici';
import { exchange } from './exchange.ts';
import { openProviderHttp, type HttpRequest } from './provider.ts';

type Answer = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;
type Seen = { readonly method: string; readonly path: string; readonly body: string; readonly headers: IncomingMessage['headers'] };
const http = openProviderHttp({ connectTimeoutMs: 2_000, stallMs: 100 });
const servers: (Server | TcpServer)[] = [];
const sockets = new Set<Socket>();
const listen = async (server: Server | TcpServer): Promise<number> => {
  servers.push(server);
  server.on('connection', (s: Socket) => {
    sockets.add(s);
    s.on('error', () => undefined);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
};
/** A server that reads each request whole, notes it, then answers. */
const serve = async (answer: Answer) => {
  const seen: Seen[] = [];
  const port = await listen(
    createServer((req, res) => {
      void text(req).then(
        (body) => {
          seen.push({ method: req.method!, path: req.url!, body, headers: req.headers });
          return answer(req, res);
        },
        () => undefined,
      );
    }),
  );
  return { seen, url: `http://127.0.0.1:${port}/v23.0/messages` };
};
const ask = (url: string, o: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/json' },
  body: '{"to":"x"}',
  timeoutMs: 2_000,
  maxBytes: 10_000,
  ...o,
});
const never = new AbortController().signal;

afterEach(async () => {
  for (const s of sockets) s.destroy();
  sockets.clear();
  await Promise.all(servers.splice(0).map((s) => new Promise((done) => s.close(done))));
});
afterAll(() => http.close());

test('a request arrives once, as it was written, and its answer comes back', async () => {
  const { seen, url } = await serve((_, res) => void res.writeHead(201, { 'X-Trace': 'abc' }).end('olá'));
  const answer = await http.request(
    ask(url, { headers: { authorization: 'Bearer t', 'content-type': 'application/json' }, signal: never }),
  );
  expect(answer).toMatchObject({ ok: true, status: 201, headers: { 'x-trace': 'abc' } });
  expect(answer.ok && answer.body.toString()).toBe('olá');
  expect(seen).toEqual([
    expect.objectContaining({
      method: 'POST',
      path: '/v23.0/messages',
      body: '{"to":"x"}',
      headers: expect.objectContaining({ authorization: 'Bearer t' }),
    }),
  ]);
});
test('a body is streamed', async () => {
  const { seen, url } = await serve((_, res) => void res.end());
  const parts = async function* () {
    yield Buffer.from('one ');
    yield Buffer.from('two');
  };
  expect(await http.request(ask(url, { body: parts(), headers: { 'content-length': '7' } }))).toMatchObject({ ok: true });
  expect(seen[0]).toMatchObject({ body: 'one two', headers: { 'content-length': '7' } });
});
/** Until a connection whose answer has just ended is free again. */
const settled = (): Promise<void> => new Promise((done) => setImmediate(done));
test('a connection is used again, one request at a time', async () => {
  const { seen, url } = await serve((_, res) => void res.end('x'));
  for (let i = 0; i < 3; i++) {
    await http.request(ask(url));
    await settled();
  }
  expect([seen.length, sockets.size]).toEqual([3, 1]);
});
test('errors of the provider are answers; a redirect is not followed', async () => {
  const { seen, url } = await serve((_, res) => void res.writeHead(302, { location: '/elsewhere' }).end());
  expect(await http.request(ask(url))).toMatchObject({ ok: true, status: 302, headers: { location: '/elsewhere' } });
  expect(seen).toHaveLength(1);
});

describe('nothing has left', () => {
  test('nobody listens', async () => {
    const { url } = await serve(() => undefined);
    await new Promise((done) => servers.pop()!.close(done));
    expect(await http.request(ask(url))).toMatchObject({ ok: false, beforeFirstByte: true, why: 'connect', detail: 'ECONNREFUSED' });
  });
  test('the name does not exist', async () => {
    const answer = await http.request(ask('http://graph.invalid/', { timeoutMs: 1_000 }));
    expect(answer).toMatchObject({ ok: false, beforeFirstByte: true });
    expect(!answer.ok && ['dns', 'timeout'].includes(answer.why)).toBe(true);
  });
  test('the other side does not speak TLS', async () => {
    const { seen, url } = await serve(() => undefined);
    expect(await http.request(ask(url.replace('http:', 'https:')))).toMatchObject({ ok: false, beforeFirstByte: true, why: 'tls' });
    expect(seen).toEqual([]);
  });
  test('the TLS handshake hangs', async () => {
    const port = await listen(createTcpServer(() => undefined));
    expect(await http.request(ask(`https://127.0.0.1:${port}/`, { timeoutMs: 60 }))).toMatchObject({
      ok: false,
      beforeFirstByte: true,
      why: 'timeout',
    });
  });
  test('it was ended before it began', async () => {
    const { seen, url } = await serve((_, res) => void res.end());
    expect(await http.request(ask(url, { signal: AbortSignal.abort() }))).toMatchObject({
      ok: false,
      beforeFirstByte: true,
      why: 'aborted',
    });
    expect(seen).toEqual([]);
  });
  test('a header that cannot be sent', async () => {
    const { seen, url } = await serve((_, res) => void res.end());
    expect(await http.request(ask(url, { headers: { 'x-a': 'b\r\nx-c: d' } }))).toMatchObject({
      ok: false,
      beforeFirstByte: true,
      why: 'invalid_request',
    });
    expect(await http.request(ask('not a url'))).toMatchObject({ ok: false, beforeFirstByte: true });
    expect(seen).toEqual([]);
  });
  test('a time-out while connecting: what was answered as not sent is not sent later either', async () => {
    const { seen, url } = await serve((_, res) => void res.end());
    const connect = buildConnector({ allowH2: false });
    let goOn = (): void => undefined;
    const waiting = new Promise<void>((done) => (goOn = done));
    const agent = new Agent({ connect: (options, done) => void waiting.then(() => connect(options, done)) });
    const answer = await exchange(agent, ask(url, { timeoutMs: 30 }));
    expect(answer).toMatchObject({ ok: false, beforeFirstByte: true, why: 'timeout' });
    goOn();
    expect(await exchange(agent, ask(url, { body: 'the second' }))).toMatchObject({ ok: true });
    expect(seen.map((s) => s.body)).toEqual(['the second']);
    await agent.destroy();
  });
});

describe('it may have been done: in doubt, and never repeated', () => {
  test.each(['GET', 'POST', 'DELETE'] as const)('the connection is cut after a %s', async (method) => {
    const { seen, url } = await serve((req) => void req.socket.destroy());
    const { body: _, ...bare } = ask(url, { method });
    expect(await http.request(method === 'POST' ? ask(url) : bare)).toMatchObject({ ok: false, beforeFirstByte: false, why: 'reset' });
    expect(seen).toHaveLength(1);
  });
  test('the connection is cut on one that was used before', async () => {
    let n = 0;
    const { seen, url } = await serve((req, res) => void (n++ === 0 ? res.end() : req.socket.destroy()));
    expect(await http.request(ask(url))).toMatchObject({ ok: true });
    await settled();
    expect(await http.request(ask(url))).toMatchObject({ ok: false, beforeFirstByte: false });
    expect([seen.length, sockets.size]).toEqual([2, 1]);
  });
  test('no answer in time', async () => {
    const { seen, url } = await serve(() => undefined);
    expect(await http.request(ask(url, { timeoutMs: 60 }))).toMatchObject({ ok: false, beforeFirstByte: false, why: 'timeout' });
    expect(seen).toHaveLength(1);
  });
  test('an answer that trickles beyond the time', async () => {
    const { url } = await serve((_, res) => {
      const drip = setInterval(() => void res.write('.'), 10);
      res.on('close', () => clearInterval(drip));
    });
    expect(await http.request(ask(url, { timeoutMs: 100 }))).toMatchObject({ ok: false, beforeFirstByte: false, why: 'timeout' });
  });
  test('an answer larger than allowed, also without its length told', async () => {
    const { url } = await serve((_, res) => {
      res.write('x'.repeat(6_000));
      res.end('x'.repeat(6_000));
    });
    expect(await http.request(ask(url))).toMatchObject({ ok: false, beforeFirstByte: false, why: 'too_large' });
  });
  test('an answer that is cut off', async () => {
    const { url } = await serve((req, res) => {
      res.writeHead(200, { 'content-length': '100' }).write('half');
      setImmediate(() => req.socket.destroy());
    });
    expect(await http.request(ask(url))).toMatchObject({ ok: false, beforeFirstByte: false });
  });
  test('what is no HTTP', async () => {
    const port = await listen(createTcpServer((s) => s.on('data', () => s.end('SSH-2.0-OpenSSH\r\n'))));
    expect(await http.request(ask(`http://127.0.0.1:${port}/`))).toMatchObject({ ok: false, beforeFirstByte: false, why: 'protocol' });
  });
  test('it was ended by the caller', async () => {
    const stop = new AbortController();
    const { url } = await serve(() => stop.abort());
    expect(await http.request(ask(url, { signal: stop.signal }))).toMatchObject({ ok: false, beforeFirstByte: false, why: 'aborted' });
  });
  test('the body to be sent breaks off', async () => {
    const { url } = await serve((_, res) => void res.end());
    const parts = async function* () {
      yield Buffer.from('one');
      throw new Error('disk');
    };
    expect(await http.request(ask(url, { body: parts() }))).toMatchObject({ ok: false, beforeFirstByte: false });
  });
});

describe('downloads', () => {
  const get = (url: string, o: Partial<HttpRequest> = {}): HttpRequest => ({
    method: 'GET',
    url,
    timeoutMs: 2_000,
    maxBytes: 1_000_000,
    ...o,
  });
  const body = async (r: HttpRequest) => {
    const answer = await http.download(r);
    if (!answer.ok) throw new Error(answer.why);
    return buffer(answer.body);
  };
  test('come as they arrive, with head first', async () => {
    const bytes = Buffer.alloc(500_000, 'picture');
    const { url } = await serve((_, res) => void res.writeHead(200, { 'content-type': 'image/jpeg' }).end(bytes));
    expect(await http.download(get(url))).toMatchObject({ ok: true, status: 200, headers: { 'content-type': 'image/jpeg' } });
    expect((await body(get(url))).equals(bytes)).toBe(true);
  });
  test('may take longer than the time until the headers, as long as they go on', async () => {
    const { url } = await serve(async (_, res) => {
      for (let i = 0; i < 5; i++) {
        res.write('part');
        await new Promise((done) => setTimeout(done, 30));
      }
      res.end();
    });
    expect((await body(get(url, { timeoutMs: 80 }))).toString()).toBe('part'.repeat(5));
  });
  test('break when they are too large, stall, or are cut off', async () => {
    const large = await serve((_, res) => void res.end(Buffer.alloc(10_000)));
    await expect(body(get(large.url, { maxBytes: 9_999 }))).rejects.toMatchObject({ name: 'BodyTooLarge' });
    const stalled = await serve((_, res) => void res.writeHead(200).write('half'));
    await expect(body(get(stalled.url))).rejects.toMatchObject({ code: 'UND_ERR_BODY_TIMEOUT' });
    const cut = await serve((req, res) => {
      res.writeHead(200, { 'content-length': '100' }).write('half');
      setImmediate(() => req.socket.destroy());
    });
    await expect(body(get(cut.url))).rejects.toThrow();
  });
  test('that nobody wants any more end their connection', async () => {
    const closed = Promise.withResolvers<undefined>();
    const { url } = await serve((_, res) => {
      res.on('close', () => closed.resolve(undefined));
      res.write(Buffer.alloc(10_000));
    });
    const answer = await http.download(get(url));
    if (answer.ok) answer.body.destroy();
    await closed.promise;
    expect(answer.ok).toBe(true);
  });
  test('without an answer tell so', async () => {
    const { url } = await serve(() => undefined);
    expect(await http.download(get(url, { timeoutMs: 50 }))).toMatchObject({ ok: false, beforeFirstByte: false, why: 'timeout' });
  });
});
