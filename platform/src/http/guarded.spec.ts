import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openGuardedHttp, type HttpRequest, type Resolve } from './guarded.ts';
import { isPublicAddress } from './public-address.ts';

const v4 = (address: string) => ({ address, family: 4 });
const get = (url: string, o: Partial<HttpRequest> = {}): HttpRequest => ({ method: 'GET', url, timeoutMs: 1_500, maxBytes: 20_000, ...o });

/** A listener on loopback that must never be reached. */
let connections = 0;
let answer: (req: IncomingMessage, res: ServerResponse) => void = (_, res) => void res.end('SECRET');
const server = createServer((req, res) => answer(req, res)).on('connection', () => connections++);
let port: number;
let flips = 0;
/** Names of the table; a name that is not there does not exist. */
const resolve: Resolve = async (name) => {
  if (name === 'localhost' || name === 'rebind.test') return [v4('127.0.0.1')];
  if (name === 'mixed.test') return [v4('93.184.216.34'), v4('10.0.0.1')];
  if (name === 'flip.test') return [v4(flips++ % 2 ? '127.0.0.1' : '169.254.169.254')];
  if (name === 'v6.test') return [{ address: '::1', family: 6 }];
  throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
};
let http: ReturnType<typeof openGuardedHttp>;
let opened: ReturnType<typeof openGuardedHttp>;
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  ({ port } = server.address() as AddressInfo);
  http = openGuardedHttp({ resolve, ports: [port] });
  opened = openGuardedHttp({ resolve, internal: [`http://127.0.0.1:${port}`] });
});
beforeEach(() => {
  connections = 0;
  answer = (_, res) => void res.end('SECRET');
});
afterAll(async () => {
  await http?.close();
  await opened?.close();
  await new Promise((done) => server.close(done));
});

const PROBES = [
  '127.0.0.1',
  'localhost',
  'rebind.test',
  'mixed.test',
  '2130706433',
  '0x7f.1',
  '0177.0.0.1',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '127.1',
  '0',
  '0.0.0.0',
  '①②⑦.0.0.1',
  '[::7f00:1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '169.254.169.254',
  '[fd00:ec2::254]',
  'user:pass@127.0.0.1',
  // Beyond the twenty of the first measurement.
  'flip.test',
  'v6.test',
  '[fe80::1]',
  '[64:ff9b:1::7f00:1]',
  '[::ffff:0:7f00:1]',
  '100.64.0.1',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
];
test.each(PROBES)('%s is not reached', async (host) => {
  const tried = await Promise.all([1, 2].map(() => http.request(get(`https://${host}:${port}/`))));
  for (const t of tried)
    expect(t).toMatchObject({ ok: false, beforeFirstByte: true, why: host.includes('@') ? 'invalid_request' : 'blocked' });
  expect(connections).toBe(0);
});
test.each(PROBES)('%s is not reached without TLS either', async (host) => {
  expect(await http.request(get(`http://${host}:${port}/`))).toMatchObject({ ok: false, beforeFirstByte: true });
  expect(connections).toBe(0);
});
test('the listener is there: an origin that the owner has opened is reached', async () => {
  const found = await opened.request(get(`http://127.0.0.1:${port}/`));
  expect(found.ok && found.body.toString()).toBe('SECRET');
  expect(connections).toBe(1);
  expect(await opened.request(get(`http://localhost:${port}/`))).toMatchObject({ ok: false, why: 'blocked' });
});
test.each([
  ['http://example.com/', 'only https is allowed'],
  ['ftp://example.com/', 'only https is allowed'],
  ['file:///etc/passwd', 'only https is allowed'],
  ['https://example.com:22/', 'port 22 is not allowed'],
  ['//example.com', 'not a URL'],
])('%s: %s', async (url, detail) => {
  expect(await http.request(get(url))).toMatchObject({ ok: false, beforeFirstByte: true, detail });
});
test.each(['Host', 'content-length', 'Transfer-Encoding', 'Connection'])('a tenant cannot set the header %s', async (name) => {
  expect(await opened.request(get(`http://127.0.0.1:${port}/`, { headers: { [name]: 'x' } }))).toMatchObject({
    ok: false,
    why: 'invalid_request',
  });
  expect(connections).toBe(0);
});
test('a name that does not exist is told as such', async () => {
  expect(await http.request(get('https://nowhere.test/'))).toMatchObject({ ok: false, beforeFirstByte: true, why: 'dns' });
});
test.each([301, 302, 303, 307, 308])('a redirect (%i) is a failure, and its target untouched', async (status) => {
  const paths: string[] = [];
  answer = (req, res) => {
    paths.push(req.url!);
    res.writeHead(status, { location: '/internal' }).end('SECRET');
  };
  expect(await opened.request(get(`http://127.0.0.1:${port}/hook`))).toEqual({
    ok: false,
    beforeFirstByte: false,
    why: 'redirect',
    detail: `HTTP ${status}`,
  });
  expect(paths).toEqual(['/hook']);
});
test('size and time are limited', async () => {
  answer = (_, res) => void res.end('x'.repeat(20_001));
  expect(await opened.request(get(`http://127.0.0.1:${port}/`))).toMatchObject({ ok: false, why: 'too_large' });
  answer = (_, res) => void res.write('x');
  expect(await opened.request(get(`http://127.0.0.1:${port}/`, { timeoutMs: 80 }))).toMatchObject({ ok: false, why: 'timeout' });
});
test.each([
  ['8.8.8.8', true],
  ['2606:4700:4700::1111', true],
  ['::ffff:8.8.8.8', true],
  ['[2606:4700::1]', true],
  ['192.0.2.1', false],
  ['2001:db8::1', false],
  ['4000::1', false],
  ['fe80::1%eth0', false],
  ['', false],
  ['example.com', false],
])('isPublicAddress(%s) is %s', (address, is) => {
  expect(isPublicAddress(address)).toBe(is);
});
