import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedEngine } from '@master-ia/platform/testing/embedded.ts';
import { putCompany, putKey, type TestCompany } from '../testing/company.ts';
import type { ConsoleBuild } from './console-pages.ts';
import { openSocket } from '../testing/socket.ts';
import { openTestGateway, type Answered, type TestGateway } from '../testing/gateway.ts';

const SCRIPTS = "script-src 'strict-dynamic' 'sha256-AAAA' https: 'unsafe-inline'";
const PAGE = `<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="${SCRIPTS};object-src 'none';base-uri 'self';"></head><body>console</body></html>`;
const ID = '4b9f5f2e-8c88-4a43-9df0-000000000001';
let g: TestGateway;
let a: TestCompany;
let cookie = '';
let dir = '';
let simulator: Server;
const reached: { url: string; method: string; headers: IncomingHttpHeaders; body: string }[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mia-console-'));
  await mkdir(join(dir, 'i18n'));
  await writeFile(join(dir, 'index.html'), PAGE);
  await writeFile(join(dir, 'main-B2W_a-iE.js'), `/* ${'x'.repeat(4000)} */`);
  await writeFile(join(dir, 'i18n', 'en.json'), '{}');
  await writeFile(join(dir, '.secret'), 'hidden');
  simulator = createServer((req, res) => {
    let body = '';
    req.on('data', (x: Buffer) => (body += x.toString()));
    req.on('end', () => {
      reached.push({ url: req.url ?? '', method: req.method ?? '', headers: req.headers, body });
      res.writeHead(200, { 'content-type': 'text/event-stream', 'content-security-policy': "default-src 'self'", 'set-cookie': 'evil=1' });
      res.write('data: first\n\n');
      // The rest never comes: an answer that is not passed on at once would not come either.
    });
  });
  await new Promise<void>((done) => simulator.listen(0, '127.0.0.1', done));
  g = await openTestGateway(embeddedEngine, {
    config: { demo: true, simulatorUrl: `http://127.0.0.1:${String((simulator.address() as AddressInfo).port)}` },
    ports: { console: () => ({ dir }) },
  });
  a = await putCompany(g.db, 'a');
  cookie = await g.session(a.owner, a.tenant);
}, 60_000);
afterAll(async () => {
  simulator?.closeAllConnections();
  await new Promise((done) => (simulator ? simulator.close(done) : done(undefined)));
  await g?.close();
  await rm(dir, { recursive: true, force: true });
});

const mutation = (): object => ({
  query: `mutation { addNote(input: { conversationId: "${a.conversationId}", text: "x" }) { position refusal { code } } }`,
});

describe('requests that another page could send', () => {
  const cases: readonly (readonly [string, () => Promise<Answered>])[] = [
    ['another origin', () => g.ask('/graphql', { body: mutation(), headers: { cookie, origin: 'http://evil.example' } })],
    ['no origin of its own', () => g.ask('/graphql', { body: mutation(), headers: { cookie, origin: 'null' } })],
    [
      'a cross-site request without origin',
      () => g.ask('/graphql', { body: mutation(), headers: { cookie, 'sec-fetch-site': 'cross-site' } }),
    ],
    ['a neighbour on the same site', () => g.ask('/graphql', { body: mutation(), headers: { cookie, 'sec-fetch-site': 'same-site' } })],
    ['plain text', () => g.ask('/graphql', { raw: JSON.stringify(mutation()), headers: { cookie, 'content-type': 'text/plain' } })],
    [
      'a form',
      () => g.ask('/graphql', { raw: 'query=mutation', headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' } }),
    ],
    [
      'a form with files',
      () => g.ask('/graphql', { raw: '--x--', headers: { cookie, 'content-type': 'multipart/form-data; boundary=x' } }),
    ],
    ['no type', () => g.ask('/graphql', { raw: Buffer.from(JSON.stringify(mutation())), headers: { cookie } })],
    ['GET', () => g.ask(`/graphql?query=${encodeURIComponent((mutation() as { query: string }).query)}`, { headers: { cookie } })],
    ['a sign-out from elsewhere', () => g.ask('/auth/sign-out', { method: 'POST', headers: { cookie, origin: 'http://evil.example' } })],
    [
      'a sign-in from elsewhere',
      () => g.ask('/auth/sign-in', { body: { email: 'a', password: 'b' }, headers: { origin: 'http://evil.example' } }),
    ],
    [
      'a sign-in by a form',
      () => g.ask('/auth/sign-in', { raw: 'email=a&password=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    ],
  ];
  it.each(cases)('%s: refused, and nothing is done', async (_, ask) => {
    const before = g.sent.length;
    const answer = await ask();
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(g.sent.length).toBe(before);
    expect((await g.ask('/auth/session', { headers: { cookie } })).json).toEqual({ signedIn: true });
  });

  it('our own page and programs do', async () => {
    const headers: readonly Readonly<Record<string, string>>[] = [
      { cookie, origin: g.url, 'sec-fetch-site': 'same-origin' },
      { cookie },
      { authorization: `Bearer ${a.key}` },
    ];
    for (const h of headers)
      expect((await g.ask('/graphql', { body: mutation(), headers: h })).json).toEqual({
        data: { addNote: { position: '00000000000000000009', refusal: null } },
      });
  });
});

describe('bodies', () => {
  it.each([
    ['/graphql', 101],
    ['/auth/sign-in', 17],
    ['/v1/commands/SendMessage', 257],
  ])('%s takes none above its limit', async (path, kb) => {
    const answer = await g.ask(path, {
      body: { query: 'x'.repeat(kb * 1024) },
      headers: path.startsWith('/v1') ? { authorization: `Bearer ${a.key}` } : { cookie },
    });
    expect(answer.status).toBe(413);
  });

  it.each(['/graphql', '/auth/sign-in', '/v1/commands/SendMessage'])('%s answers what is no JSON with 400', async (path) => {
    for (const raw of ['{"a": ', 'nonsense', '"text"', ''])
      expect(
        (
          await g.ask(path, {
            raw,
            headers: {
              'content-type': 'application/json',
              ...(path.startsWith('/v1') ? { authorization: `Bearer ${a.key}` } : { cookie }),
            },
          })
        ).status,
      ).toBe(400);
  });

  it('are problems with a stable code, in the asked language', async () => {
    const answer = await g.ask('/auth/enter', { body: { token: 'x' }, headers: { 'accept-language': 'en-GB,en;q=0.9' } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.json).toEqual({ type: 'about:blank', status: 404, code: 'link_unknown', detail: 'This link does not exist.' });
  });
});

describe('/v1/commands', () => {
  const send = (
    name: string,
    o: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
  ): Promise<Answered> =>
    g.ask(`/v1/commands/${name}`, { body: o.body ?? {}, headers: { authorization: `Bearer ${a.key}`, ...o.headers } });

  it('sends a command as the key, for its company, under the given id', async () => {
    const answer = await send('SendMessage', {
      body: { conversationId: a.conversationId, outgoing: { text: 'hi' } },
      headers: { 'idempotency-key': ID.toUpperCase(), 'x-min-position': '00000000000000000005' },
    });
    expect(answer).toMatchObject({ status: 200, json: { commandId: ID, position: '00000000000000000009', repeated: false } });
    expect(g.sent.at(-1)).toEqual({
      name: 'SendMessage',
      id: ID,
      tenant: a.tenant,
      data: { conversationId: a.conversationId, outgoing: { text: 'hi' } },
      actor: { kind: 'api_key', id: a.apiKeyId },
      after: '00000000000000000005',
    });
  });

  it.each([
    'CreateOwner',
    'IssueLink',
    'UseLink',
    'SetPassword',
    'AddMember',
    'JoinCompany',
    'FoundCompany',
    'ReceiveInbound',
    'StartSend',
    'constructor',
    '__proto__',
    'Nothing',
  ])('%s is not for programs', async (name) => {
    const before = g.sent.length;
    expect(await send(name)).toMatchObject({ status: 404, json: { code: 'unknown_command' } });
    expect(g.sent.length).toBe(before);
  });

  it('names a member by company and person, whatever the caller says', async () => {
    await send('RemoveMember', { body: { memberId: ID, userId: a.owner } });
    expect(g.sent.at(-1)?.data).toMatchObject({ userId: a.owner });
    expect(g.sent.at(-1)?.data).not.toMatchObject({ memberId: ID });
  });

  it.each([
    ['invalid', 422],
    ['forbidden', 403],
    ['not_found', 404],
    ['id_reused', 409],
    ['conflict', 409],
    ['contact_exists', 409],
    ['window_closed', 422],
    ['too_large', 413],
    ['facts_behind', 503],
  ])('answers the refusal %s with %d', async (code, status) => {
    g.at.answer = () => ({ ok: false, refusal: { code, field: 'text' } });
    const answer = await send('AddNote');
    g.at.answer = () => undefined;
    expect(answer).toMatchObject({ status, json: { code, status, field: 'text' } });
    expect(answer.headers.get('retry-after')).toBe(code === 'facts_behind' ? '1' : null);
  });

  it('names what is there already beside the field', async () => {
    g.at.answer = () => ({ ok: false, refusal: { code: 'contact_exists', field: 'phone', existing: a.contactId } });
    const body = { name: 'Ana', phone: '+5511987654321' };
    const program = await send('CreateContact', { body });
    const console = await g.graph(
      'mutation ($i: CreateContactInput!) { createContact(input: $i) { refusal { code field } contact { id } } }',
      {
        variables: { i: body },
        headers: { cookie },
      },
    );
    g.at.answer = () => undefined;
    expect(program).toMatchObject({ status: 409, json: { code: 'contact_exists', field: 'phone', existing: a.contactId } });
    expect(console.json).toEqual({
      data: { createContact: { refusal: { code: 'contact_exists', field: 'phone' }, contact: { id: a.contactId } } },
    });
  });

  it('refuses ids that are no uuids, bodies that are no objects, sessions, and other methods', async () => {
    expect((await send('AddNote', { headers: { 'idempotency-key': 'mine' } })).status).toBe(400);
    expect((await send('AddNote', { headers: { 'x-min-position': '7' } })).status).toBe(400);
    expect((await send('AddNote', { body: [] })).status).toBe(400);
    expect((await g.ask('/v1/commands/AddNote', { body: {}, headers: { cookie } })).status).toBe(401);
    expect((await g.ask('/v1/commands/AddNote', { headers: { authorization: `Bearer ${a.key}` } })).status).toBe(405);
  });
});

describe('rates', () => {
  it('tell a program that asks too much when to come back', async () => {
    const slow = await openTestGateway(g.db, {
      config: { rates: { key: { perSecond: 0.5, burst: 3 }, session: { perSecond: 0.5, burst: 3 } } },
    });
    try {
      const c = await putCompany(slow.db, 'slow');
      const other = await putKey(slow.db, c.tenant, 'other', ['read']);
      const ask = (key: string): Promise<Answered> => slow.graph('{ me { role } }', { headers: { authorization: `Bearer ${key}` } });
      for (let i = 0; i < 3; i++) expect((await ask(c.key)).status).toBe(200);
      const refused = await ask(c.key);
      expect(refused).toMatchObject({ status: 429, json: { errors: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }] } });
      expect(refused.headers.get('retry-after')).toBe('2');
      expect((await slow.ask('/v1/commands/AddNote', { body: {}, headers: { authorization: `Bearer ${c.key}` } })).status).toBe(429);
      expect((await ask(other.key)).status).toBe(200);
    } finally {
      await slow.close();
    }
  });
});

describe('who has not signed in', () => {
  const FEW = { perSecond: 0.5, burst: 3 };
  const forged = (i: number): string => `mia_session=${String(i).padStart(43, 'A')}`;
  let few: TestGateway;
  let looked = 0;
  beforeAll(async () => {
    const db = Object.assign(Object.create(g.db) as typeof g.db, {
      query: (...q: Parameters<typeof g.db.query>) => {
        looked++;
        return g.db.query(...q);
      },
    });
    few = await openTestGateway(g.db, { config: { rates: { stranger: FEW } }, ports: { db } });
  });
  afterAll(() => few.close());

  it.each<readonly [string, (i: number, from: string) => Promise<Answered>, number]>([
    ['GraphQL', (i, from) => few.graph('{ me { role } }', { headers: { cookie: forged(i), 'x-forwarded-for': from } }), 401],
    [
      'commands',
      (i, from) =>
        few.ask('/v1/commands/AddNote', {
          body: {},
          headers: { authorization: `Bearer mia_${forged(i).slice(12)}`, 'x-forwarded-for': from },
        }),
      401,
    ],
    ['commands without a key', (_, from) => few.ask('/v1/commands/AddNote', { body: {}, headers: { 'x-forwarded-for': from } }), 401],
    ['files', (i, from) => few.ask(`/media/${ID}`, { headers: { cookie: forged(i), 'x-forwarded-for': from } }), 401],
    ['/ready', (_, from) => few.ask('/ready', { headers: { 'x-forwarded-for': from } }), 200],
  ])('is bounded by address at %s, before anything is looked up', async (name, ask, status) => {
    const from = `10.7.${String(name.length)}.1`;
    for (let i = 0; i < 3; i++) expect((await ask(i, from)).status).toBe(status);
    const before = looked;
    for (let i = 3; i < 10; i++) expect((await ask(i, from)).status).toBe(429);
    expect(looked).toBe(before);
    expect((await ask(10, `10.7.${String(name.length)}.2`)).status).toBe(status);
  });

  it('cannot keep out who comes from the same address and has', async () => {
    const from = '10.8.0.1';
    const ask = (c: string): Promise<Answered> => few.graph('{ me { role } }', { headers: { cookie: c, 'x-forwarded-for': from } });
    expect((await ask(cookie)).status).toBe(200);
    for (let i = 0; i < 5; i++) await ask(forged(i));
    expect((await ask(forged(6))).status).toBe(429);
    for (let i = 0; i < 5; i++) expect((await ask(cookie)).status).toBe(200);
  });

  it('opens a console with one try of the address, however much it asks at once', async () => {
    const mine = await g.session(a.owner, a.tenant);
    const ask = (): Promise<Answered> => few.graph('{ me { role } }', { headers: { cookie: mine, 'x-forwarded-for': '10.8.0.2' } });
    expect((await Promise.all(Array.from({ length: 20 }, ask))).map((x) => x.status)).toEqual(Array.from({ length: 20 }, () => 200));
  });

  it('has its tries taken for each of many requests at once', async () => {
    const same = forged(77);
    const ask = (): Promise<Answered> => few.graph('{ me { role } }', { headers: { cookie: same, 'x-forwarded-for': '10.8.0.3' } });
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    expect(answers.filter((x) => x.status === 401).length).toBeLessThanOrEqual(3);
  });

  it('is let into no socket either', async () => {
    const open = async (i: number): Promise<number> => {
      const s = await openSocket(few.url, { origin: few.url, cookie: forged(i), 'x-forwarded-for': '10.8.0.4' });
      s.init();
      const { code } = await s.closed;
      return code;
    };
    for (let i = 0; i < 3; i++) expect(await open(i)).toBe(4403);
    const before = looked;
    expect(await open(3)).toBe(4429);
    expect(looked).toBe(before);
  });

  it('is bounded at the simulator too, more widely', async () => {
    const pages = await openTestGateway(g.db, {
      config: { demo: true, simulatorUrl: 'http://127.0.0.1:1', rates: { simulator: FEW } },
    });
    const codes: number[] = [];
    for (let i = 0; i < 4; i++) codes.push((await pages.ask('/simulator/')).status);
    await pages.close();
    expect(codes).toEqual([502, 502, 502, 429]);
  });
});

describe('the console', () => {
  it('is shown at every address of a page, with a policy that fits its scripts', async () => {
    for (const path of ['/', '/inbox', '/settings/channels/1', '/index.html', '/enter']) {
      const answer = await g.ask(path);
      expect([path, answer.status, answer.text]).toEqual([path, 200, PAGE]);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toContain(SCRIPTS);
      for (const d of ["default-src 'self'", "object-src 'none'", "base-uri 'self'", "frame-ancestors 'none'"]) expect(policy).toContain(d);
    }
  });

  it('has files for ever where the name has their hash, compressed', async () => {
    const script = await g.ask('/main-B2W_a-iE.js', { headers: { 'accept-encoding': 'br' } });
    expect(script.status).toBe(200);
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(script.headers.get('content-encoding')).toBe('br');
    expect((await g.ask('/i18n/en.json')).headers.get('cache-control')).toBe('no-cache');
  });

  it('does not answer for files that are not there, hidden ones, or paths out of it', async () => {
    for (const path of ['/main-AAAAAAAA.js', '/.secret', '/i18n/..%2f.secret', '/auth/else', '/v1/else', '/media', '/schemas/x'])
      expect([path, (await g.ask(path, { headers: { cookie } })).status]).toEqual([path, 404]);
    expect((await g.ask('/..%2f..%2fetc%2fpasswd')).text).not.toContain('root:');
  });

  it('is the newest build: another one, made while we serve, is shown with its own policy', async () => {
    const place = await mkdtemp(join(tmpdir(), 'mia-console-'));
    let built: ConsoleBuild = { building: true };
    const served = await openTestGateway(g.db, { ports: { console: () => built } });
    try {
      const early = await served.ask('/inbox');
      expect([early.status, early.headers.get('retry-after'), early.text.includes('sendo construído')]).toEqual([503, '2', true]);
      expect((await served.ask('/main-B2W_a-iE.js')).status).toBe(404);
      expect((await served.ask('/health')).status).toBe(200);
      await writeFile(join(place, 'index.html'), PAGE);
      built = { dir: place };
      expect([(await served.ask('/inbox')).text, (await served.ask('/main-C3X_b-jF.js')).status]).toEqual([PAGE, 404]);
      const next = PAGE.replace('sha256-AAAA', 'sha256-BBBB').replace('<body>', '<body>the second ');
      await writeFile(join(place, 'main-C3X_b-jF.js'), '/* new */');
      await writeFile(join(place, 'index.html'), next);
      for (const path of ['/inbox', '/index.html']) {
        const answer = await served.ask(path);
        expect([path, answer.text, answer.headers.get('content-security-policy')?.includes('sha256-BBBB')]).toEqual([path, next, true]);
      }
      expect((await served.ask('/main-C3X_b-jF.js')).status).toBe(200);
    } finally {
      await served.close();
      await rm(place, { recursive: true });
    }
  });

  it('says why it could not be built, and the rest works', async () => {
    const broken = await openTestGateway(g.db, { ports: { console: () => ({ failed: 'error <b>TS1</b>' }) } });
    try {
      const answer = await broken.ask('/inbox');
      expect(answer.status).toBe(503);
      expect(answer.text).toContain('error &#60;b&#62;TS1');
      expect((await broken.ask('/health')).status).toBe(200);
    } finally {
      await broken.close();
    }
  });
});

describe('headers and health', () => {
  it('every answer forbids sniffing, framing and foreign use', async () => {
    for (const path of ['/', '/health', '/auth/session', '/graphql', '/media/x', '/nothing.js', '/v1/commands/X']) {
      const { headers } = await g.ask(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  it('is ready while views and engines are, else says why not', async () => {
    expect(await g.ask('/ready')).toMatchObject({ status: 200, json: { ready: true, reasons: [] } });
    const late = await openTestGateway(g.db, {
      config: { metricsToken: 'of the scraper' },
      ports: {
        views: {
          reached: async () => true,
          status: async () => {
            const at = { version: 1, state: 'live', position: '', head: '', lag: 9, parked: [], versions: [] } as const;
            return [
              { ...at, view: 'inbox', lagMs: 60_000, readable: true },
              { ...at, view: 'thread', lagMs: 0, readable: false },
            ];
          },
        },
        system: async () => ({ engines: [{ name: 'database', kind: 'x', ok: false }], head: '', work: new Map() }),
      },
    });
    try {
      expect(await late.ask('/ready')).toMatchObject({
        status: 503,
        json: { ready: false, reasons: ['engine database does not answer', 'view inbox is 60 s behind', 'view thread has no tables'] },
      });
      expect((await late.ask('/health')).status).toBe(200);
      expect((await late.ask('/metrics')).status).toBe(401);
      expect((await late.ask('/metrics', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
      expect((await late.ask('/metrics', { headers: { authorization: 'Bearer of the scraper' } })).text).toContain('mia_http_seconds');
    } finally {
      await late.close();
    }
  });

  it('shows metrics to this machine only, and no ids or addresses in them', async () => {
    await g.graph('{ me { role } }', { headers: { cookie } });
    const { status, text } = await g.ask('/metrics');
    expect(status).toBe(200);
    expect(text).toContain('mia_graphql_seconds_count{kind="query"}');
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|@|\+55/);
    expect((await g.ask('/metrics', { headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(404);
  });

  it('binds the cookie to the host and asks for https where the product has it', async () => {
    const secure = await openTestGateway(g.db, { config: { secureCookies: true, publicUrl: () => 'https://mia.example' } });
    try {
      const c = await putCompany(secure.db, 'https');
      const token = await secure.link(c.owner, c.tenant, 'enter');
      const answer = await secure.ask('/auth/enter', { body: { token }, headers: { origin: 'https://mia.example' } });
      expect(answer.headers.get('set-cookie')).toMatch(
        /^__Host-mia_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=\d+$/,
      );
      expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000');
      expect((await secure.ask('/auth/enter', { body: { token }, headers: { origin: 'http://mia.example' } })).status).toBe(403);
    } finally {
      await secure.close();
    }
  });
});

describe('the simulator', () => {
  it('is passed on as it comes, without the caller’s session and without its own cookies', async () => {
    const stop = new AbortController();
    const answer = await fetch(`${g.url}/simulator/_sim/events?x=1`, {
      headers: { cookie, authorization: `Bearer ${a.key}`, 'x-asked': 'yes' },
      signal: stop.signal,
    });
    const first = await answer.body?.getReader().read();
    expect(Buffer.from(first?.value as Uint8Array).toString()).toBe('data: first\n\n');
    stop.abort();
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'self'");
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(reached.at(-1)).toMatchObject({ url: '/simulator/_sim/events?x=1', method: 'GET', headers: { 'x-asked': 'yes' } });
    expect(reached.at(-1)?.headers.cookie).toBeUndefined();
    expect(reached.at(-1)?.headers.authorization).toBeUndefined();
  });

  it('takes no message from another page', async () => {
    const before = reached.length;
    expect((await g.ask('/simulator/_sim/messages', { body: { text: 'x' }, headers: { origin: 'http://evil.example' } })).status).toBe(403);
    expect(reached.length).toBe(before);
    const stop = new AbortController();
    await fetch(`${g.url}/simulator/_sim/messages`, {
      method: 'POST',
      body: '{"text":"x"}',
      headers: { 'content-type': 'application/json', origin: g.url },
      signal: stop.signal,
    });
    stop.abort();
    expect(reached.at(-1)).toMatchObject({ method: 'POST', body: '{"text":"x"}' });
  });

  it('is not there without the demo', async () => {
    const real = await openTestGateway(g.db, { config: { demo: false, simulatorUrl: 'http://127.0.0.1:1' } });
    try {
      expect((await real.ask('/simulator/')).status).toBe(404);
    } finally {
      await real.close();
    }
  });
});
