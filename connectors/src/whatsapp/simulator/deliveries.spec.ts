import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { startTestSimulator } from './testing/simulator.ts';
import type { TestSimulator } from './testing/simulator.ts';

type Schemas = { components: { schemas: Record<string, { required?: string[]; properties?: Record<string, { enum?: string[] }> }> } };
const META = new URL('../../../specs/meta/business-messaging-api_v23.0.inbound-refs-fixed.json', import.meta.url);

/** Meta's schema of inbound webhooks; `mend` changes what it says about things that it leaves out. */
const inboundSchema = async (mend: (s: Schemas['components']['schemas']) => void = () => undefined): Promise<ValidateFunction> => {
  const document = JSON.parse(await readFile(META, 'utf8')) as Schemas;
  mend(document.components.schemas);
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'meta', ...document });
  return ajv.compile({ $ref: 'meta#/components/schemas/WebhookPayload' });
};

const ANA = '5511987650001';
let sim: TestSimulator;
let asPublished: ValidateFunction;
beforeAll(async () => {
  asPublished = await inboundSchema();
});
beforeEach(async () => {
  sim = await startTestSimulator();
});
afterEach(() => sim.stop());

const problems = (validate: ValidateFunction, body: unknown): string => (validate(body) ? '' : JSON.stringify(validate.errors));
const last = () => sim.callback.received.at(-1);

describe('what a customer sends', () => {
  const contents: Readonly<Record<string, Record<string, unknown>>> = {
    text: { type: 'text', text: 'Oi! 😊' },
    image: { sample: 'photo', caption: 'Esta mesa' },
    audio: { sample: 'voice' },
    document: { sample: 'document' },
    sticker: { sample: 'sticker' },
    location: { type: 'location', latitude: -23.58, longitude: -46.65, name: 'Parque', address: 'São Paulo' },
    contacts: { type: 'contacts', contacts: [{ name: 'Marina Costa', phone: '+55 11 98765-0099' }] },
    order: { type: 'order', catalogId: '1', items: [{ product_retailer_id: 'a', quantity: 1, item_price: 10.5, currency: 'BRL' }] },
    system: { type: 'system', newPhone: '5511987650077' },
    unsupported: { type: 'unsupported' },
  };
  test.each(Object.keys(contents))('%s fits the schema of v23.0', async (type) => {
    const id = await sim.write(ANA, contents[type] ?? {});
    await sim.drained();
    expect(problems(asPublished, last()?.body)).toBe('');
    expect(sim.callback.messages()).toMatchObject([{ id, type, from: ANA }]);
    // System messages come without contacts.
    expect(last()?.body.entry[0]?.changes[0]?.value.contacts?.length ?? 0).toBe(type === 'system' ? 0 : 1);
  });

  test('a video that was uploaded fits the schema', async () => {
    const bytes = new Uint8Array([0, 0, 0, 24, 102, 116, 121, 112, 105, 115, 111, 109]);
    const { body } = await sim.ask('POST', `/_sim/media?phoneNumberId=${sim.number}&filename=v.mp4`, bytes, {
      'content-type': 'video/mp4',
      'x-simulator': '1',
    });
    await sim.write(ANA, { type: 'video', mediaId: body['id'] });
    await sim.drained();
    expect(problems(asPublished, last()?.body)).toBe('');
  });

  test('taps on buttons, list rows and quick replies, and reactions, refer to the message they answer', async () => {
    await sim.write(ANA, { type: 'text', text: 'oi' });
    const sent = await sim.text(ANA, 'Olá');
    const contextId = sent.body['messages']?.[0]?.['id'];
    await sim.drained();
    const answers = [
      { type: 'button_reply', id: 'b1', title: 'Sim' },
      { type: 'list_reply', id: 'r1', title: 'Pix', description: '5%' },
      { type: 'button', text: 'SAIR', payload: 'SAIR' },
    ];
    for (const content of answers) {
      await sim.write(ANA, content, { contextId });
      await sim.drained();
      expect(problems(asPublished, last()?.body)).toBe('');
      expect(sim.callback.messages().at(-1)).toMatchObject({ context: { id: contextId, from: '5511900000001' } });
    }
    for (const emoji of ['👍', '']) {
      await sim.write(ANA, { type: 'reaction', messageId: contextId, emoji });
      await sim.drained();
      expect(problems(asPublished, last()?.body)).toBe('');
      expect(sim.callback.messages().at(-1)).toMatchObject({ reaction: { message_id: contextId, emoji } });
    }
  });

  test('a text reply fits the schema but for the product that the schema demands of every context', async () => {
    const contextId = await sim.write(ANA, { type: 'text', text: 'oi' });
    await sim.write(ANA, { type: 'text', text: 'de novo' }, { contextId });
    await sim.drained();
    expect(problems(asPublished, last()?.body)).toContain('referred_product');
    const mended = await inboundSchema((s) => {
      const context = s['ContextObject'];
      if (context) context.required = ['from', 'id'];
    });
    expect(problems(mended, last()?.body)).toBe('');
  });

  test('a customer who hides the phone is known by the business-scoped id only, and can be answered by it', async () => {
    await sim.sim('POST', 'customers', { phone: '5511987650050', name: 'Sem Número', username: 'sem.numero', hidesPhone: true });
    await sim.write('5511987650050', { type: 'text', text: 'oi' });
    await sim.drained();
    const value = last()?.body.entry[0]?.changes[0]?.value;
    const userId = value?.contacts?.[0]?.['user_id'];
    expect(userId).toMatch(/^BR\.\d{10,}$/);
    expect(value?.contacts?.[0]).toEqual({ profile: { name: 'Sem Número', username: 'sem.numero' }, user_id: userId });
    expect(value?.messages?.[0]).toMatchObject({ from_user_id: userId });
    expect(value?.messages?.[0]).not.toHaveProperty('from');

    const sent = await sim.send({ recipient: userId, type: 'text', text: { body: 'Olá' } });
    expect(sent.body['contacts']).toEqual([{ input: userId, user_id: userId }]);
    await sim.drained();
    expect(sim.callback.statuses().map((s) => [s.status, s['recipient_user_id'], s['recipient_id']])).toEqual([
      ['sent', userId, undefined],
      ['delivered', userId, undefined],
    ]);
  });

  test('a Brazilian number of an area code from 31 on loses its ninth digit in wa_id, and both spellings reach it', async () => {
    await sim.write('5531987650003', { type: 'text', text: 'oi' });
    await sim.drained();
    expect(sim.callback.messages()[0]).toMatchObject({ from: '553187650003' });
    for (const to of ['5531987650003', '+55 31 8765-0003']) {
      expect((await sim.text(to, 'Olá')).body['contacts']).toEqual([{ input: to, wa_id: '553187650003' }]);
    }
  });

  test('without a subscription nothing is delivered, as at Meta', async () => {
    await sim.graph('DELETE', `${sim.credentials.wabaId}/subscribed_apps`);
    await sim.write(ANA, { type: 'text', text: 'oi' });
    await sim.drained();
    expect(sim.callback.received).toEqual([]);
  });
});

describe('statuses', () => {
  test('sent, delivered and, when the phone opens the chat, read; each fits the schema and brings the callback data', async () => {
    await sim.write(ANA, { type: 'text', text: 'oi' });
    const sent = await sim.text(ANA, 'Olá', { biz_opaque_callback_data: 'msg-1' });
    await sim.drained();
    await sim.open(ANA);
    await sim.drained();
    const statuses = sim.callback.statuses();
    expect(statuses.map((s) => s.status)).toEqual(['sent', 'delivered', 'read']);
    for (const s of statuses)
      expect(s).toMatchObject({ id: sent.body['messages']?.[0]?.['id'], biz_opaque_callback_data: 'msg-1', recipient_id: ANA });
    expect(statuses[0]).toMatchObject({
      pricing: { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' },
    });
    for (const r of sim.callback.received) expect(problems(asPublished, r.body)).toBe('');
  });

  test('a failed status carries its error and fits the schema', async () => {
    await sim.text('5511987650000', 'Olá');
    await sim.drained();
    expect(sim.callback.statuses()).toMatchObject([
      { status: 'failed', errors: [{ code: 131026, title: 'Message undeliverable', error_data: {} }] },
    ]);
    expect(problems(asPublished, last()?.body)).toBe('');
  });

  test('a voice note is told as played once; the schema of v23.0 does not know that status', async () => {
    await sim.write(ANA, { sample: 'voice' });
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('file', new Blob([await readFile(new URL('./assets/voice-note.ogg', import.meta.url))], { type: 'audio/ogg' }), 'v.ogg');
    const { body } = await sim.graph('POST', `${sim.number}/media`, form);
    const sent = await sim.send({ to: ANA, type: 'audio', audio: { id: body['id'], voice: true } });
    await sim.drained();
    const path = `messages/${encodeURIComponent(sent.body['messages']?.[0]?.['id'] ?? '')}/play`;
    expect(await sim.sim('POST', path, {})).toEqual({ played: true });
    expect(await sim.sim('POST', path, {})).toEqual({ played: false });
    await sim.drained();
    expect(sim.callback.statuses().map((s) => s.status)).toEqual(['sent', 'delivered', 'played']);
    const mended = await inboundSchema((s) => s['Statuses']?.properties?.['status']?.enum?.push('played'));
    expect(problems(mended, last()?.body)).toBe('');
  });

  test('a phone that is off gets the message, and its status, when it is on again', async () => {
    await sim.write(ANA, { type: 'text', text: 'oi' });
    await sim.sim('PATCH', `customers/${ANA}`, { offline: true });
    await sim.text(ANA, 'Olá');
    await sim.drained();
    expect(sim.callback.statuses().map((s) => s.status)).toEqual(['sent']);
    expect((await sim.sim('GET', `chats/${ANA}/${sim.number}`))['bubbles']).toHaveLength(1);
    await sim.sim('PATCH', `customers/${ANA}`, { offline: false });
    await sim.drained();
    expect(sim.callback.statuses().map((s) => s.status)).toEqual(['sent', 'delivered']);
    expect((await sim.sim('GET', `chats/${ANA}/${sim.number}`))['bubbles']).toHaveLength(2);
  });

  test('a customer without read receipts reads in silence', async () => {
    await sim.write(ANA, { type: 'text', text: 'oi' });
    await sim.sim('PATCH', `customers/${ANA}`, { readReceipts: false });
    await sim.text(ANA, 'Olá');
    await sim.drained();
    expect(await sim.open(ANA)).toEqual({ read: 1 });
    expect(await sim.open(ANA)).toEqual({ read: 0 });
    await sim.drained();
    expect(sim.callback.statuses().map((s) => s.status)).toEqual(['sent', 'delivered']);
  });

  test('out of order, delivered comes before sent with the later time; repeated, everything comes twice', async () => {
    await sim.write(ANA, { type: 'text', text: 'oi' });
    await sim.drained();
    await sim.sim('PUT', 'settings', { outOfOrder: true, deliveredDelayMs: 1000, duplicateDeliveries: true });
    await sim.text(ANA, 'Olá');
    await sim.drained();
    const statuses = sim.callback.statuses();
    expect(statuses.map((s) => s.status)).toEqual(['delivered', 'delivered', 'sent', 'sent']);
    expect(Number(statuses[0]?.['timestamp'])).toBeGreaterThan(Number(statuses[2]?.['timestamp']));
  });
});

describe('how webhooks are posted', () => {
  test('the signature is the HMAC of the exact bytes under the app secret; it can be wrong or missing', async () => {
    for (const signature of ['right', 'wrong', 'missing']) {
      await sim.sim('PUT', 'settings', { signature });
      await sim.write(ANA, { type: 'text', text: 'ação ✓' });
      await sim.drained();
      const expected = `sha256=${createHmac('sha256', sim.credentials.appSecret)
        .update(last()?.text ?? '')
        .digest('hex')}`;
      const header = last()?.headers['x-hub-signature-256'];
      if (signature === 'right') expect(header).toBe(expected);
      if (signature === 'wrong') expect(header).toMatch(/^sha256=[0-9a-f]{64}$/);
      if (signature !== 'right') expect(header).not.toBe(expected);
      if (signature === 'missing') expect(header).toBeUndefined();
    }
  });

  test('a callback that was down gets everything, at least once, when it is back', async () => {
    sim.callback.answerWith(503);
    const refused = sim.callback.nextPost();
    const ids = [await sim.write(ANA, { type: 'text', text: 'um' }), await sim.write(ANA, { type: 'text', text: 'dois' })];
    await refused;
    const waiting = await sim.sim('GET', 'deliveries');
    expect(waiting).toHaveLength(2);
    sim.callback.answerWith(200);
    await sim.drained();
    expect(
      sim.callback
        .messages()
        .map((m) => m.id)
        .sort(),
    ).toEqual([...ids].sort());
    const tried = (await sim.sim('GET', 'deliveries')) as unknown as { state: string; attempts: number }[];
    expect(tried.every((d) => d.state === 'taken')).toBe(true);
    expect(Math.max(...tried.map((d) => d.attempts))).toBeGreaterThan(1);
  });

  test('the wait between attempts grows', async () => {
    await sim.sim('PUT', 'settings', { retryBaseMs: 60_000 });
    sim.callback.answerWith(500);
    await sim.write(ANA, { type: 'text', text: 'um' });
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt++) {
      let d: { attempts: number; nextAt: number; last: { at: number } } | undefined;
      for (let look = 0; look < 200 && d?.attempts !== attempt; look++)
        d = ((await sim.sim('GET', 'deliveries')) as unknown as (typeof d)[])[0];
      waits.push(Math.round(((d?.nextAt ?? 0) - (d?.last.at ?? 0)) / 60_000));
      await sim.sim('POST', 'deliveries/retry', {});
    }
    expect(waits).toEqual([1, 2, 4]);
  });

  test('held webhooks wait; a message is shown as delivered to the business only when the webhook is taken', async () => {
    const tick = async () =>
      ((await sim.sim('GET', `chats/${ANA}/${sim.number}`))['bubbles'] as unknown as { tick: string }[]).at(-1)?.tick;
    await sim.sim('PUT', 'settings', { holdDeliveries: true });
    const id = await sim.write(ANA, { type: 'text', text: 'oi' });
    expect([sim.callback.received.length, await tick()]).toEqual([0, 'sent']);
    await sim.sim('PUT', 'settings', { holdDeliveries: false });
    await sim.drained();
    expect([sim.callback.received.length, await tick()]).toEqual([1, 'delivered']);
    await sim.send({ status: 'read', message_id: id });
    expect(await tick()).toBe('read');
  });

  test('any text can be posted as it is, signed', async () => {
    const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [] });
    await sim.sim('POST', 'deliveries', { body });
    await sim.drained();
    expect(last()?.text).toBe(body);
    expect(last()?.headers['x-hub-signature-256']).toBeDefined();
  });

  test('the change of a template is told', async () => {
    await sim.sim('POST', 'templates/status', { name: 'boas_vindas', language: 'pt_BR', status: 'PAUSED', reason: 'NONE' });
    await sim.drained();
    expect(last()?.body.entry[0]?.changes[0]).toMatchObject({
      field: 'message_template_status_update',
      value: { event: 'PAUSED', message_template_name: 'boas_vindas', message_template_language: 'pt_BR', reason: 'NONE' },
    });
  });
});
