import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { inboxTable } from '@master-ia/schemas/conversations/tables.ts';
import { embeddedEngine } from '@master-ia/platform/testing/embedded.ts';
import { inboxRow, putCompany, putKey, putMember, putPerson, type TestCompany } from '../testing/company.ts';
import { openTestGateway, type Answered, type TestGateway } from '../testing/gateway.ts';
import { putRow } from '../testing/read-models.ts';

const PNG = randomBytes(5000);
let g: TestGateway;
let a: TestCompany;
let b: TestCompany;
let cookie = '';
beforeAll(async () => {
  g = await openTestGateway(embeddedEngine);
  a = await putCompany(g.db, 'a');
  b = await putCompany(g.db, 'b');
  cookie = await g.session(a.owner, a.tenant);
}, 60_000);
afterAll(() => g.close());

const upload = (
  body: Uint8Array | string | ReadableStream,
  o: { readonly type?: string; readonly conversationId?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Answered> =>
  g.ask(`/media?conversationId=${o.conversationId ?? a.conversationId}`, {
    raw: body as never,
    headers: { 'content-type': o.type ?? 'image/png', cookie, ...o.headers },
  });
const bytes = async (
  id: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: Buffer }> => {
  const answer = await fetch(`${g.url}/media/${id}`, { headers: { cookie, ...headers } });
  return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
};
const stored = async (mime: string, body: Buffer, c = a): Promise<string> =>
  (await g.media.put(c.tenant, { kind: 'contact', id: c.contactId }, Readable.from([body]), { maxBytes: 1e6, mime })).id;

describe('uploads', () => {
  it('keep a file under the contact of the conversation', async () => {
    const answer = await upload(PNG);
    expect(answer).toMatchObject({ status: 201, json: { mime: 'image/png', size: 5000 } });
    const file = await g.media.info(a.tenant, String(answer.json['id']));
    expect(file).toMatchObject({ mime: 'image/png', size: 5000, subject: { kind: 'contact', id: a.contactId } });
    // The same bytes are the same file.
    expect((await upload(PNG)).json['id']).toBe(answer.json['id']);
    expect((await upload(randomBytes(10), { type: 'audio/ogg; codecs=opus' })).json).toMatchObject({ mime: 'audio/ogg; codecs=opus' });
    expect((await upload(randomBytes(10), { type: 'image/jpg; x="<script>"' })).json).toMatchObject({ mime: 'image/jpeg' });
  });

  it.each(['text/html', 'image/svg+xml', 'application/javascript', 'application/octet-stream', '', 'multipart/form-data; boundary=x'])(
    'of type %p are refused',
    async (type) => {
      expect(await upload('<script>alert(1)</script>', { type })).toMatchObject({ status: 415, json: { code: 'unsupported_type' } });
    },
  );

  it('that are too large are refused, announced or not, and nothing is kept', async () => {
    const before = g.media.kept();
    const large = Buffer.alloc(600 * 1024, 1);
    expect(await upload(large, { type: 'image/webp' })).toMatchObject({ status: 413, json: { code: 'too_large' } });
    const streamed = new ReadableStream({
      pull: (c) => {
        c.enqueue(Buffer.alloc(64 * 1024, 1));
      },
    });
    const endless = upload(streamed, { type: 'image/webp' });
    // The connection may end before the answer is read: what counts is that nothing is kept.
    await endless.then(
      (x) => expect(x.status).toBe(413),
      (error: unknown) => expect(error).toBeInstanceOf(TypeError),
    );
    expect(await upload('')).toMatchObject({ status: 422, json: { code: 'empty' } });
    expect(g.media.kept()).toBe(before);
  });

  it('need a conversation that the caller sees, a permission, and our own page', async () => {
    expect((await upload(PNG, { conversationId: b.conversationId })).status).toBe(404);
    expect((await upload(PNG, { conversationId: '../x' })).status).toBe(400);
    expect((await upload(PNG, { headers: { cookie: '' } })).status).toBe(401);
    expect(await upload(PNG, { headers: { origin: 'http://evil.example' } })).toMatchObject({
      status: 403,
      json: { code: 'foreign_origin' },
    });
    const { key } = await putKey(g.db, a.tenant, 'reads', ['read']);
    expect((await upload(PNG, { headers: { cookie: '', authorization: `Bearer ${key}` } })).status).toBe(403);
    expect((await upload(PNG, { headers: { cookie: '', authorization: `Bearer ${a.key}` } })).status).toBe(201);
  });
});

describe('files', () => {
  it('come whole, in ranges, or not again', async () => {
    const id = await stored('image/png', PNG);
    const whole = await bytes(id);
    expect(whole.status).toBe(200);
    expect(whole.body.equals(PNG)).toBe(true);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': '5000',
      'accept-ranges': 'bytes',
      'content-disposition': 'inline',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=3600',
    });
    expect(whole.headers.get('content-security-policy')).toContain('sandbox');
    const etag = whole.headers.get('etag') ?? '';
    const part = await bytes(id, { range: 'bytes=100-199' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe('bytes 100-199/5000');
    expect(part.body.equals(PNG.subarray(100, 200))).toBe(true);
    expect((await bytes(id, { range: 'bytes=-10' })).body.equals(PNG.subarray(4990))).toBe(true);
    const beyond = await bytes(id, { range: 'bytes=5000-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */5000']);
    expect((await bytes(id, { 'if-none-match': etag })).status).toBe(304);
    expect((await bytes(id, { range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200);
    expect((await bytes(id, { range: 'bytes=0-9', 'if-range': etag })).status).toBe(206);
    const head = await fetch(`${g.url}/media/${id}`, { method: 'HEAD', headers: { cookie } });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '5000']);
  });

  it.each([
    ['text/html', 'application/octet-stream', 'attachment'],
    ['image/svg+xml', 'application/octet-stream', 'attachment'],
    ['application/pdf', 'application/pdf', 'attachment'],
    ['application/xhtml+xml', 'application/octet-stream', 'attachment'],
    ['audio/ogg; codecs=opus', 'audio/ogg; codecs=opus', 'inline'],
    ['video/mp4', 'video/mp4', 'inline'],
  ])('of type %s are served as %s, %s', async (mime, type, disposition) => {
    const answer = await bytes(await stored(mime, Buffer.from(`<script>alert("${mime}")</script>`)));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.headers.get('content-disposition')).toBe(disposition);
  });

  it('are not found by other companies, without a session, by wrong ids or by paths', async () => {
    const id = await stored('image/png', PNG, b);
    expect((await bytes(id)).status).toBe(404);
    expect((await bytes(await stored('image/png', PNG), { cookie: '' })).status).toBe(401);
    // Spellings that a client does not already put right itself.
    for (const path of [
      '..%2f..%2fetc%2fpasswd',
      '%252e%252e%252fetc',
      '..%5c..%5cwin.ini',
      '%00',
      'a/b/c',
      '////etc/passwd',
      `${id}%00`,
      `${id}/../x`,
      'fefefefe-fefe-4efe-8efe-fefefefefefe',
    ])
      expect((await bytes(path)).status).toBe(404);
  });

  it('are seen by who sees a conversation of the contact', async () => {
    const id = await stored('image/png', PNG);
    const agent = await putPerson(g.db, 'agent');
    await putMember(g.db, a.tenant, agent, 'agent');
    const theirs = { cookie: await g.session(agent, a.tenant) };
    expect((await bytes(id, theirs)).status).toBe(200);
    await putRow(g.db, a.tenant, inboxTable, inboxRow(a, a.conversationId, { assignee_id: a.owner }));
    expect((await bytes(id, theirs)).status).toBe(404);
    expect((await upload(PNG, { headers: theirs })).status).toBe(404);
    await putRow(g.db, a.tenant, inboxTable, inboxRow(a, a.conversationId));
  });

  it('of an erased contact are gone', async () => {
    const c = await putCompany(g.db, 'c');
    const id = await stored('image/png', PNG, c);
    await g.vault.destroy(c.tenant, [{ kind: 'contact', id: c.contactId }]);
    expect((await bytes(id, { cookie: await g.session(c.owner, c.tenant) })).status).toBe(404);
  });
});
