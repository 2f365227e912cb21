import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { inboxTable } from '@master-ia/schemas/conversations/tables.ts';
import { embeddedEngine } from '@master-ia/platform/testing/embedded.ts';
import { inboxRow, putCompany, putKey, putMember, putPerson, type TestCompany } from '../testing/company.ts';
import { openTestGateway, type Answered, type TestGateway } from '../testing/gateway.ts';
import { putRow } from '../testing/read-models.ts';

const OFFICE = 'application/vnd.openxmlformats-officedocument';
/** A file that begins so. */
const fileOf = (start: string, size = 5000): Buffer => Buffer.concat([Buffer.from(start, 'latin1'), randomBytes(size)]).subarray(0, size);
const PNG = fileOf('\x89PNG\r\n\x1a\n');
const OGG = fileOf('OggS');
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
afterAll(() => g?.close());

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
    expect((await upload(OGG, { type: 'audio/ogg; codecs=opus' })).json).toMatchObject({ mime: 'audio/ogg; codecs=opus' });
    expect((await upload(fileOf('\xff\xd8\xff\xe0'), { type: 'image/jpg; x="<script>"' })).json).toMatchObject({ mime: 'image/jpeg' });
  });

  it.each(['text/html', 'image/svg+xml', 'application/javascript', 'application/octet-stream', '', 'multipart/form-data; boundary=x'])(
    'of type %p are refused',
    async (type) => {
      expect(await upload('<script>alert(1)</script>', { type })).toMatchObject({ status: 415, json: { code: 'unsupported_type' } });
    },
  );

  it('that are too large are refused, announced or not, and nothing is kept', async () => {
    const before = g.media.kept();
    const large = fileOf('RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x02', 600 * 1024);
    expect(await upload(large, { type: 'image/webp' })).toMatchObject({ status: 413, json: { code: 'too_large' } });
    let first = true;
    const streamed = new ReadableStream({
      pull: (c) => {
        c.enqueue(first ? large.subarray(0, 64 * 1024) : Buffer.alloc(64 * 1024, 1));
        first = false;
      },
    });
    const endless = upload(streamed, { type: 'image/webp' });
    // The connection may end before the answer is read: what counts is that nothing is kept.
    await endless.then(
      (x) => expect(x.status).toBe(413),
      (error: unknown) => expect(error).toBeInstanceOf(TypeError),
    );
    expect(await upload('')).toMatchObject({ status: 422, json: { code: 'empty' } });
    // A sticker that does not move has a fifth of the room of one that does.
    const still = fileOf('RIFF\0\0\0\0WEBPVP8 ', 100 * 1024 + 1);
    expect(await upload(still, { type: 'image/webp' })).toMatchObject({ status: 413, json: { code: 'too_large' } });
    expect(g.media.kept()).toBe(before);
    expect((await upload(still.subarray(0, 100 * 1024), { type: 'image/webp' })).status).toBe(201);
    expect((await upload(large.subarray(0, 500 * 1024), { type: 'image/webp' })).status).toBe(201);
  });

  it.each([
    ['image/jpeg', PNG],
    ['image/png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['image/webp', fileOf('RIFF\0\0\0\0WAVE')],
    ['application/pdf', fileOf('MZ\0')],
    ['application/pdf', Buffer.from('<html><script>')],
    ['video/mp4', fileOf('\x1aE\xdf\xa3')],
    ['audio/ogg; codecs=opus', fileOf('ID3')],
    ['audio/mpeg', OGG],
    ['audio/amr', OGG],
    [`${OFFICE}.spreadsheetml.sheet`, fileOf('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')],
    ['application/msword', fileOf('MZ\0')],
    ['text/plain', fileOf('\0')],
    ['image/png', Buffer.from('\x89PN', 'latin1')],
  ])('declared as %s that begin as something else are refused, and nothing is kept', async (type, body) => {
    const before = g.media.kept();
    expect(await upload(body, { type })).toMatchObject({ status: 415, json: { code: 'content_mismatch', status: 415 } });
    expect(g.media.kept()).toBe(before);
  });

  it.each([
    ['video/mp4', fileOf('\0\0\0\x18ftypmp42')],
    ['audio/mpeg', fileOf('ID3')],
    ['audio/aac', fileOf('\xff\xf1\x50\x80')],
    ['audio/amr', fileOf('#!AMR\n')],
    ['application/pdf', fileOf('%PDF-1.7', 600)],
    [`${OFFICE}.wordprocessingml.document`, fileOf('PK\x03\x04')],
    ['application/vnd.ms-excel', fileOf('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')],
    ['text/plain', Buffer.from('Olá')],
  ])('of type %s are kept byte for byte', async (type, body) => {
    const answer = await upload(body, { type });
    expect(answer.status).toBe(201);
    expect((await bytes(String(answer.json['id']))).body.equals(body)).toBe(true);
  });

  it('in small pieces are told by their beginning and kept whole', async () => {
    const body = fileOf('%PDF-1.4', 700);
    let at = 0;
    const pieces = new ReadableStream({
      pull: (c) => {
        if (at >= body.length) c.close();
        else c.enqueue(body.subarray(at, (at += 3)));
      },
    });
    const answer = await upload(pieces, { type: 'application/pdf' });
    expect(answer).toMatchObject({ status: 201, json: { size: 700 } });
    expect((await bytes(String(answer.json['id']))).body.equals(body)).toBe(true);
  });

  it('of the same bytes count from the newest one', async () => {
    const body = fileOf('%PDF-1');
    const put = async (): Promise<string> => String((await upload(body, { type: 'application/pdf' })).json['id']);
    const id = await put();
    g.clock.advance(86_400_001);
    expect(await put()).toBe(id);
    expect((await g.media.info(a.tenant, id))?.at).toEqual(g.clock.now());
    expect((await g.media.uploaded(a.tenant, id, `user:${a.owner}`))?.at).toEqual(g.clock.now());
    expect(await g.media.uploaded(a.tenant, id, `user:${b.owner}`)).toBeNull();
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
