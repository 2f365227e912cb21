import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Content } from '@master-ia/schemas/conversations/content.ts';
import { openProviderHttp } from '@master-ia/platform/http/provider.ts';
import { startSimulatorProcess, type SimulatorProcess } from '../simulator/process.ts';
import { runChecks } from './checks.ts';
import { cloudDriver } from './cloud-driver.ts';
import { graphClient } from './graph-client.ts';
import type { InboundMessage, Item, StatusItem } from './items.ts';
import { readDelivery } from './parse.ts';
import { signatureHeaders, verifySignature } from './signature.ts';
import { answerChallenge } from './subscription-challenge.ts';

type Credentials = {
  readonly appId: string;
  readonly appSecret: string;
  readonly accessToken: string;
  readonly wabaId: string;
  readonly phoneNumbers: readonly { readonly id: string; readonly phone: string }[];
};
const VERIFY_TOKEN = 'our verify token';
const ANA = '5511987650001';

const transport = openProviderHttp();
let dir: string;
let simulator: SimulatorProcess;
let shared: Credentials;
const items: Item[] = [];
const unsigned: string[] = [];

const bytesOf = async (req: IncomingMessage): Promise<Buffer> => Buffer.concat((await req.toArray()) as Buffer[]);
/** What the product's webhook does, as far as this folder goes: challenge, signature over the bytes, parse. */
const callback = createServer((req, res) => {
  void (async () => {
    const url = new URL(req.url ?? '/', 'http://local');
    if (req.method === 'GET') {
      const answer = answerChallenge(Object.fromEntries(url.searchParams), VERIFY_TOKEN);
      res.writeHead(answer.status, { 'content-type': 'text/plain' }).end('text' in answer ? answer.text : '');
      return;
    }
    const body = await bytesOf(req);
    const verdict = verifySignature({ secret: shared.appSecret, headers: signatureHeaders(req.rawHeaders), body });
    if (!verdict.ok) unsigned.push(verdict.why);
    const read = readDelivery(body);
    items.push(...(read.ok ? read.items : []));
    res.writeHead(verdict.ok ? 200 : 401).end();
  })();
});
const callbackUrl = () => `http://127.0.0.1:${(callback.address() as AddressInfo).port}/webhooks/whatsapp/1`;

const control = async <T>(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<T> => {
  const res = await fetch(`${simulator.url}/_sim/${path}`, {
    method,
    headers: { 'x-simulator': '1', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!res.ok) throw new Error(`${path}: ${res.status} ${await res.text()}`);
  return (await res.json()) as T;
};
const drained = () => control<{ drained: boolean }>('drained?timeoutMs=10000');
const client = (o: { readonly accessToken?: string; readonly appSecret?: string; readonly stallMs?: number } = {}) =>
  graphClient({
    baseUrl: simulator.url,
    version: 'v23.0',
    transport,
    accessToken: o.accessToken ?? shared.accessToken,
    appSecret: o.appSecret ?? shared.appSecret,
    ...(o.stallMs === undefined ? {} : { stallMs: o.stallMs }),
  });
const number = (n = 0) => shared.phoneNumbers[n]!;
const driver = (o: { readonly stallMs?: number } = {}) =>
  cloudDriver(client(o), { phoneNumberId: number().id, boundary: () => 'b0undary' });
const checks = async (
  o: { readonly accessToken?: string; readonly appSecret?: string; readonly n?: number; readonly url?: string } = {},
) => {
  const lines = await runChecks({
    client: client(o),
    hasSecret: true,
    phoneNumberId: number(o.n).id,
    phoneNumber: number(o.n).phone,
    businessAccountId: shared.wabaId,
    appId: shared.appId,
    callbackUrl: o.url ?? callbackUrl(),
    verifyToken: VERIFY_TOKEN,
    simulated: true,
    now: new Date(),
  });
  return Object.fromEntries(lines.map((l) => [l.step, l.code ?? l.state]));
};
/** One customer message, as it comes out of the signed delivery. */
const fromCustomer = async (content: object, o: object = {}): Promise<InboundMessage> => {
  const { id } = await control<{ id: string }>('messages', { from: ANA, phoneNumberId: number().id, content, ...o });
  await drained();
  const found = items.find((i): i is InboundMessage => i.item === 'message' && i.providerMessageId === id);
  if (found === undefined) throw new Error(`message ${id} did not arrive: ${JSON.stringify(items.at(-1))}`);
  return found;
};
const send = (content: Content, o: { readonly replyToProviderId?: string; readonly callbackData?: string } = {}) =>
  driver().send({ to: { phone: `+${ANA}` }, content, ...o });

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mia-simulator-'));
  await new Promise<void>((done) => callback.listen(0, '127.0.0.1', done));
  simulator = await startSimulatorProcess({ dir, log: () => undefined });
  shared = await control<Credentials>('credentials');
  await control('settings', { sentDelayMs: 0, deliveredDelayMs: 0, retryBaseMs: 20 }, 'PUT');
}, 30_000);
afterAll(async () => {
  await transport.close();
  await simulator?.stop();
  callback.closeAllConnections();
  await new Promise((done) => callback.close(done));
  await rm(dir, { recursive: true, force: true });
}, 15_000);

describe('the checklist', () => {
  const right = { token: 'ok', secret: 'ok', registered: 'ok', webhook: 'ok', test_message: 'test_not_sent' };

  it('goes from a wrong token over a wrong secret to all right', async () => {
    expect(await checks({ accessToken: 'EAAwrong' })).toMatchObject({
      token: 'token_invalid',
      secret: 'after_earlier',
      webhook: 'after_earlier',
    });
    expect(await checks({ appSecret: 'wrong' })).toMatchObject({
      token: 'ok',
      secret: 'secret_wrong',
      registered: 'ok',
      webhook: 'after_earlier',
    });
    expect(await checks()).toEqual(right);
  });

  it('tells an app that demands proof from a wrong token', async () => {
    await control('settings', { requireProof: true }, 'PUT');
    expect(await checks({ appSecret: 'wrong' })).toMatchObject({ token: 'ok', secret: 'secret_wrong' });
    expect(await checks()).toEqual(right);
    await control('settings', { requireProof: false }, 'PUT');
  });

  it('names the scope that is missing', async () => {
    await control('credentials/drop-messaging-scope', {});
    expect(await checks()).toMatchObject({ token: 'token_scopes_missing' });
    await control('credentials/restore-token', {});
    expect(await checks()).toEqual(right);
  });

  it('finds an address at which nobody answers', async () => {
    expect(await checks({ url: 'http://127.0.0.1:9/webhooks/whatsapp/1' })).toEqual({ ...right, webhook: 'callback_refused' });
    expect(await checks()).toEqual(right);
  });

  it('leads through the registration of a number', async () => {
    expect(await checks({ n: 2 })).toEqual({ ...right, registered: 'not_registered' });
    expect(await client().register(number(2).id, '12345')).toMatchObject({ kind: 'refused', code: 100 });
    expect(await client().register(number(2).id, '654321')).toEqual({ kind: 'ok', value: true });
    expect(await client().register(number(2).id, '000000')).toMatchObject({ kind: 'refused', code: 133005 });
    expect(await checks({ n: 2 })).toEqual(right);
  });
});

describe('what a customer sends', () => {
  it.each([
    [
      { type: 'text', text: 'Olá 😀' },
      { kind: 'text', text: 'Olá 😀' },
    ],
    [
      { type: 'location', latitude: -23.5, longitude: -46.6, name: 'Sé', address: 'Praça da Sé' },
      { kind: 'location', latitude: -23.5, longitude: -46.6, name: 'Sé', address: 'Praça da Sé' },
    ],
    [
      { type: 'contacts', contacts: [{ name: 'Bruno', phone: '+55 11 91111-2222' }] },
      { kind: 'contacts', contacts: [{ name: 'Bruno', phones: ['+55 11 91111-2222'], emails: [] }] },
    ],
    [{ type: 'unsupported' }, { kind: 'unsupported', providerKind: 'unsupported' }],
    [
      { type: 'system', newPhone: '5511911112222' },
      { kind: 'unsupported', providerKind: 'system' },
    ],
  ])('%j', async (content, parsed) => {
    expect((await fromCustomer(content)).content).toEqual(parsed);
    expect(unsigned).toEqual([]);
  });

  it.each([
    [
      { type: 'button', text: 'SAIR', payload: 'SAIR' },
      { kind: 'button', text: 'SAIR', payload: 'SAIR' },
    ],
    [
      { type: 'button_reply', id: 'b1', title: 'Sim' },
      { kind: 'interactive', type: 'button_reply', id: 'b1', title: 'Sim' },
    ],
    [
      { type: 'list_reply', id: 'r1', title: 'Um', description: 'O primeiro' },
      { kind: 'interactive', type: 'list_reply', id: 'r1', title: 'Um', description: 'O primeiro' },
    ],
  ])('a tap: %j', async (content, parsed) => {
    await fromCustomer({ type: 'text', text: 'abre a janela' });
    const asked = await send({ kind: 'text', text: 'Sim ou não?' });
    if (asked.kind !== 'done') throw new Error(asked.kind);
    const tapped = await fromCustomer(content, { contextId: asked.value.providerId });
    expect([tapped.content, tapped.context]).toEqual([parsed, { quotedProviderId: asked.value.providerId }]);
  });

  it('tells who, when, and on what', async () => {
    const first = await fromCustomer({ type: 'text', text: 'primeira' });
    expect(first.from).toMatchObject({ phone: `+${ANA}`, profileName: 'Ana Souza' });
    expect(first.phoneNumberId).toBe(number().id);
    expect(Math.abs(Date.now() - first.toldAt!.getTime())).toBeLessThan(60_000);
    const reply = await fromCustomer({ type: 'text', text: 'resposta' }, { contextId: first.providerMessageId });
    expect(reply.context).toEqual({ quotedProviderId: first.providerMessageId });
    expect((await fromCustomer({ type: 'text', text: 'x' }, { forwarded: true })).context).toEqual({ forwarded: true });
    const reaction = await fromCustomer({ type: 'reaction', messageId: first.providerMessageId, emoji: '👍' });
    expect([reaction.content, reaction.targetProviderId]).toEqual([
      { kind: 'reaction', targetMessageId: '', emoji: '👍' },
      first.providerMessageId,
    ]);
  });

  it('one person whose number has no ninth digit at WhatsApp is the same phone', async () => {
    const found = await fromCustomer({ type: 'text', text: 'oi' }, { from: '5531987650003' });
    expect(found.from).toMatchObject({ phone: '+5531987650003', waId: '553187650003' });
  });

  it.each(['photo', 'voice', 'document', 'sticker'])('a file: %s', async (sample) => {
    const { content } = await fromCustomer({ sample });
    if (!('providerMediaId' in content) || content.providerMediaId === undefined) throw new Error(content.kind);
    if (sample === 'voice') expect(content).toMatchObject({ kind: 'audio', voice: true });
    const found = await driver().fetchMedia({
      kind: content.kind,
      mime: content.mime,
      providerMediaId: content.providerMediaId,
      sha256: content.sha256!,
    });
    if (found.kind !== 'done') throw new Error(JSON.stringify(found));
    expect(Buffer.concat((await found.value.body.toArray()) as Buffer[]).length).toBe(found.value.size);
  });

  it.each([
    ['stall', 'stalled'],
    ['bytes', 'sha256_mismatch'],
    ['size', /size_mismatch|too_large|cut_off/],
    ['type', 'type_mismatch'],
  ] as const)('a file whose download lies: %s', async (lie, why) => {
    const { content } = await fromCustomer({ sample: 'photo' });
    if (content.kind !== 'image') throw new Error(content.kind);
    await control('faults', { kind: 'download', lie });
    const found = await driver({ stallMs: lie === 'stall' ? 300 : 15_000 }).fetchMedia({
      kind: 'image',
      mime: content.mime,
      providerMediaId: content.providerMediaId!,
      sha256: content.sha256!,
    });
    const outcome =
      found.kind === 'done'
        ? await found.value.body.toArray().catch((e: unknown) => (e as { why: string }).why)
        : found.kind === 'refused'
          ? found.code
          : found.why;
    expect(outcome).toEqual(typeof why === 'string' ? why : expect.stringMatching(why));
    await control('faults', undefined, 'DELETE');
  });
});

describe('what we send', () => {
  const statusesOf = (id: string) => items.filter((i): i is StatusItem => i.item === 'status' && i.providerMessageId === id);

  it('is accepted, and its statuses carry our id', async () => {
    await fromCustomer({ type: 'text', text: 'abre a janela' });
    const sent = await send({ kind: 'text', text: 'Olá, Ana' }, { callbackData: 'msg-1' });
    if (sent.kind !== 'done') throw new Error(JSON.stringify(sent));
    await drained();
    const told = statusesOf(sent.value.providerId);
    expect(told.map((s) => s.status).sort()).toEqual(['delivered', 'sent']);
    expect(told.every((s) => s.callbackData === 'msg-1' && s.recipient.phone === `+${ANA}`)).toBe(true);
    await control(`chats/${ANA}/${number().id}/open`, {});
    await drained();
    expect(statusesOf(sent.value.providerId).map((s) => s.status)).toContain('read');
  });

  it('may be a reply, a reaction, a place, contacts, a file, a voice note, a template', async () => {
    const asked = await fromCustomer({ type: 'text', text: 'pergunta' });
    const upload = async (kind: 'document' | 'audio', mime: string, filename: string, bytes: Buffer): Promise<string> => {
      const body = (async function* () {
        yield bytes;
      })();
      const up = await driver().uploadMedia({ kind, mime, filename, size: bytes.length, body });
      if (up.kind !== 'done') throw new Error(JSON.stringify(up));
      return up.value.providerMediaId;
    };
    const ogg = Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from('OpusHead'), Buffer.alloc(100)]);
    const contents: readonly [Content, string?][] = [
      [{ kind: 'text', text: 'resposta' }, asked.providerMessageId],
      [{ kind: 'reaction', targetMessageId: 'ours', emoji: '👍' }, asked.providerMessageId],
      [{ kind: 'reaction', targetMessageId: 'ours', emoji: null }, asked.providerMessageId],
      [{ kind: 'location', latitude: -23.5, longitude: -46.6, name: 'Loja' }],
      [{ kind: 'contacts', contacts: [{ name: 'Ana', phones: ['+5511987654321'], emails: ['a@b.com'] }] }],
      [
        {
          kind: 'document',
          mime: 'application/pdf',
          filename: 'nota.pdf',
          caption: 'A nota',
          providerMediaId: await upload('document', 'application/pdf', 'nota.pdf', Buffer.from('%PDF-1.4 x')),
        },
      ],
      [{ kind: 'audio', mime: 'audio/ogg', voice: true, providerMediaId: await upload('audio', 'audio/ogg; codecs=opus', 'voz.ogg', ogg) }],
      [
        {
          kind: 'template',
          name: 'boas_vindas',
          language: 'pt_BR',
          header: [{ text: 'Ana' }],
          parameters: [{ text: 'Ana' }, { text: 'DEZ' }],
          buttons: [],
          rendered: '',
        },
      ],
    ];
    for (const [content, replyToProviderId] of contents)
      expect([content.kind, await send(content, replyToProviderId === undefined ? {} : { replyToProviderId })]).toEqual([
        content.kind,
        { kind: 'done', value: { providerId: expect.stringMatching(/^wamid\./) as string, held: false } },
      ]);
    expect(await driver().markRead(asked.providerMessageId, true)).toEqual({ kind: 'done', value: true });
  });

  it.each([4, 80007, 130429, 131056, 131057])('code %s is documented as not processed', async (code) => {
    await control('faults', { kind: 'error', code });
    expect(await send({ kind: 'text', text: 'x' })).toMatchObject({
      kind: 'refused',
      code: String(code),
      retry: { afterMs: expect.any(Number) as number },
    });
  });

  it.each([
    [{ kind: 'cut', when: 'before' }, 0],
    [{ kind: 'cut', when: 'after' }, 1],
    [{ kind: 'http', httpStatus: 502 }, 0],
    [{ kind: 'error', code: 131000 }, 0],
  ])('%j cannot be told, and is made once', async (fault, accepted) => {
    const callbackData = `once-${JSON.stringify(fault)}`;
    await fromCustomer({ type: 'text', text: 'abre a janela' });
    await control('faults', fault);
    expect(await send({ kind: 'text', text: 'x' }, { callbackData })).toMatchObject({ kind: 'ambiguous' });
    await drained();
    expect(
      new Set(
        items.filter((i) => i.item === 'status' && i.callbackData === callbackData).map((i) => i.item === 'status' && i.providerMessageId),
      ).size,
    ).toBe(accepted);
  });

  it('outside the window fails by its status, with the code', async () => {
    const sent = await driver().send({ to: { phone: '+5521987650002' }, content: { kind: 'text', text: 'x' }, callbackData: 'late' });
    expect(sent.kind).toBe('done');
    await drained();
    expect(items).toContainEqual(
      expect.objectContaining({
        item: 'status',
        callbackData: 'late',
        status: 'failed',
        errors: [expect.objectContaining({ code: 131047 })],
      }),
    );
  });

  it('with an expired token suspends', async () => {
    await control('credentials/expire-token', {});
    expect(await send({ kind: 'text', text: 'x' })).toMatchObject({ kind: 'refused', code: '190', suspend: { reason: 'token_expired' } });
    expect(await checks()).toMatchObject({ token: 'token_expired' });
    await control('credentials/restore-token', {});
  });
});

it('the templates of the account', async () => {
  const found = await client().templates(shared.wabaId);
  if (found.kind !== 'ok') throw new Error(JSON.stringify(found));
  expect(found.value.complete).toBe(true);
  expect(found.value.templates.find((t) => t.name === 'boas_vindas' && t.language === 'pt_BR')).toMatchObject({
    status: 'APPROVED',
    variables: [
      { part: 'header', name: '1', example: 'Ana' },
      { part: 'body', name: '1', example: 'Ana' },
      { part: 'body', name: '2', example: 'BEMVINDO10' },
    ],
  });
  expect(found.value.templates.some((t) => t.status === 'PAUSED')).toBe(true);
});
