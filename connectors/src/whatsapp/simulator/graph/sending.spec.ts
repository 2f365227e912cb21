import { readFile } from 'node:fs/promises';
import { startTestSimulator } from '../testing/simulator.ts';
import type { TestSimulator } from '../testing/simulator.ts';
import { documentedErrors } from './errors.ts';

type Body = Record<string, unknown>;
const ANA = '5511987650001';
let sim: TestSimulator;
beforeEach(async () => {
  sim = await startTestSimulator();
});
afterEach(() => sim.stop());

const upload = async (type: string, bytes = 'bytes', number = sim.number): Promise<string> => {
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('file', new Blob([bytes], { type }), 'file');
  return (await sim.graph('POST', `${number}/media`, form)).body['id'];
};
const errorOf = (a: { status: number; body: Body }) => {
  const e = a.body['error'] as { code: number; error_data?: { details: string } } | undefined;
  return e && { status: a.status, code: e.code, details: e.error_data?.details };
};
const lastSend = async () => (await sim.sends()).at(-1);

describe('Meta’s own examples of requests', () => {
  /** What each of the fifty becomes here: accepted, or refused for a documented reason. */
  const NEEDS_CATALOGUE_OR_FLOW = 131051;
  const NO_SUCH_TEMPLATE = 132001;
  const refused: Readonly<Record<string, number>> = {
    'Send Catalog Message': NEEDS_CATALOGUE_OR_FLOW,
    'Send Draft Flow by ID': NEEDS_CATALOGUE_OR_FLOW,
    'Send Draft Flow by Name': NEEDS_CATALOGUE_OR_FLOW,
    'Send Multi-Product Message': NEEDS_CATALOGUE_OR_FLOW,
    'Send Order Details Message': NEEDS_CATALOGUE_OR_FLOW,
    'Send Order Status Message': NEEDS_CATALOGUE_OR_FLOW,
    'Send Published Flow by ID': NEEDS_CATALOGUE_OR_FLOW,
    'Send Published Flow by Name': NEEDS_CATALOGUE_OR_FLOW,
    'Send Single Product Message': NEEDS_CATALOGUE_OR_FLOW,
    'Send Catalog Template Message': NO_SUCH_TEMPLATE,
    'Send Flow Template Message': NO_SUCH_TEMPLATE,
    'Send Message Template Interactive': NO_SUCH_TEMPLATE,
    'Send Message Template Media': NO_SUCH_TEMPLATE,
    'Send Message Template Text': NO_SUCH_TEMPLATE,
    'Send Sample Issue Resolution Template': NO_SUCH_TEMPLATE,
    'Send Sample Shipping Confirmation Template': NO_SUCH_TEMPLATE,
    'Send Sample Text Message': NO_SUCH_TEMPLATE,
    // It has no `type`, which then is `text`, and no text.
    'Send Reply to List Message': 100,
  };

  const examples = async (): Promise<[string, Body][]> =>
    Object.entries(
      JSON.parse(await readFile(new URL('../../../../specs/meta/examples/send_message_requests.json', import.meta.url), 'utf8')) as Record<
        string,
        Body
      >,
    );

  test('with their places for ids and addresses filled in, each is accepted or refused as listed', async () => {
    const inbound = await sim.write(ANA, { type: 'text', text: 'oi' });
    const ids: Record<string, string> = {};
    for (const [kind, mime] of Object.entries({
      audio: 'audio/ogg',
      image: 'image/png',
      video: 'video/mp4',
      document: 'application/pdf',
      sticker: 'image/webp',
    }))
      ids[kind] = await upload(mime);
    const all = await examples();
    expect(all).toHaveLength(50);
    const outcomes: Record<string, number> = {};
    for (const [name, body] of all) {
      const filled = structuredClone(body);
      for (const [kind, id] of Object.entries(ids)) {
        const media = filled[kind] as Body | undefined;
        if (media?.['id']) media['id'] = id;
        if (media?.['link']) media['link'] = 'https://files.example/file';
      }
      if (filled['to']) filled['to'] = ANA;
      if (filled['message_id']) filled['message_id'] = inbound;
      for (const part of ['context', 'reaction']) {
        const o = filled[part] as Body | undefined;
        if (o) o['message_id'] = inbound;
      }
      const answer = await sim.graph('POST', `${sim.number}/messages`, filled);
      if (answer.status !== 200) outcomes[name] = errorOf(answer)?.code ?? 0;
    }
    expect(outcomes).toEqual(refused);
  });

  test('as they stand, with their placeholders, none of those with a placeholder is accepted', async () => {
    for (const [name, body] of await examples()) {
      const text = JSON.stringify(body);
      const answer = await sim.graph('POST', `${sim.number}/messages`, body);
      if (/\{\{Recipient|<[A-Z]+_OBJECT_ID>|-url>/.test(text)) expect([name, answer.status >= 400]).toEqual([name, true]);
      const code = errorOf(answer)?.code;
      if (code !== undefined) expect(documentedErrors.map((e) => e.code)).toContain(code);
    }
  });
});

describe('what is wrong with a body is told as Graph tells it', () => {
  const cases: readonly (readonly [string, Body, number])[] = [
    ['no product', { messaging_product: undefined, to: ANA, text: { body: 'x' } }, 100],
    ['no recipient', { type: 'text', text: { body: 'x' } }, 131008],
    ['a recipient that is no phone', { to: 'ana', type: 'text', text: { body: 'x' } }, 131009],
    ['itself as the recipient', { to: '5511900000001', type: 'text', text: { body: 'x' } }, 131021],
    ['a group', { to: ANA, recipient_type: 'group', type: 'text', text: { body: 'x' } }, 131009],
    ['an unknown type', { to: ANA, type: 'poll', poll: {} }, 100],
    ['an unknown parameter', { to: ANA, type: 'text', text: { body: 'x' }, colour: 'red' }, 100],
    ['an unknown parameter inside', { to: ANA, type: 'text', text: { body: 'x', bold: true } }, 100],
    ['an empty text', { to: ANA, type: 'text', text: { body: ' ' } }, 131008],
    ['a text of 4097', { to: ANA, type: 'text', text: { body: 'x'.repeat(4097) } }, 100],
    ['a text that is a number', { to: ANA, type: 'text', text: { body: 5 } }, 100],
    ['callback data over 512 bytes', { to: ANA, type: 'text', text: { body: 'x' }, biz_opaque_callback_data: 'é'.repeat(300) }, 100],
    ['a quote of an unknown message', { to: ANA, type: 'text', text: { body: 'x' }, context: { message_id: 'wamid.none' } }, 131009],
    ['media that nobody uploaded', { to: ANA, type: 'image', image: { id: '1' } }, 100],
    ['a link that is none', { to: ANA, type: 'image', image: { link: 'ftp://x' } }, 131009],
    ['a caption on audio', { to: ANA, type: 'audio', audio: { link: 'https://x.example/a', caption: 'x' } }, 100],
    ['a caption of 1025', { to: ANA, type: 'image', image: { link: 'https://x.example/a', caption: 'x'.repeat(1025) } }, 100],
    ['a place off the globe', { to: ANA, type: 'location', location: { latitude: 91, longitude: 0 } }, 131009],
    ['a contact without a name', { to: ANA, type: 'contacts', contacts: [{ phones: [] }] }, 131008],
    ['two emoji', { to: ANA, type: 'reaction', reaction: { message_id: 'wamid.none', emoji: '👍👍' } }, 131009],
    [
      'four buttons',
      {
        to: ANA,
        type: 'interactive',
        interactive: {
          type: 'button',
          body: { text: 'x' },
          action: { buttons: [1, 2, 3, 4].map((n) => ({ type: 'reply', reply: { id: String(n), title: String(n) } })) },
        },
      },
      131009,
    ],
    [
      'a button title of 21',
      {
        to: ANA,
        type: 'interactive',
        interactive: {
          type: 'button',
          body: { text: 'x' },
          action: { buttons: [{ type: 'reply', reply: { id: '1', title: 'x'.repeat(21) } }] },
        },
      },
      100,
    ],
    [
      'eleven rows',
      {
        to: ANA,
        type: 'interactive',
        interactive: {
          type: 'list',
          body: { text: 'x' },
          action: {
            button: 'x',
            sections: [1, 2].map((s) => ({ title: `s${s}`, rows: Array.from({ length: 6 }, (_, n) => ({ id: `${s}-${n}`, title: 'x' })) })),
          },
        },
      },
      131009,
    ],
    ['an unknown template', { to: ANA, type: 'template', template: { name: 'nada', language: { code: 'pt_BR' } } }, 132001],
    [
      'a template in another language',
      { to: ANA, type: 'template', template: { name: 'retomar_conversa', language: { code: 'en' } } },
      132001,
    ],
    ['a rejected template', { to: ANA, type: 'template', template: { name: 'sorteio_gratis', language: { code: 'pt_BR' } } }, 132001],
    ['a paused template', { to: ANA, type: 'template', template: { name: 'promocao_relampago', language: { code: 'pt_BR' } } }, 132015],
    [
      'too few parameters',
      {
        to: ANA,
        type: 'template',
        template: {
          name: 'order_confirmation',
          language: { code: 'en' },
          components: [{ type: 'body', parameters: [{ type: 'text', text: 'A' }] }],
        },
      },
      132000,
    ],
    [
      'a missing button parameter',
      {
        to: ANA,
        type: 'template',
        template: {
          name: 'order_confirmation',
          language: { code: 'en' },
          components: [
            {
              type: 'body',
              parameters: [
                { type: 'text', text: 'A' },
                { type: 'text', text: 'B' },
              ],
            },
          ],
        },
      },
      131008,
    ],
    [
      'a missing header picture',
      {
        to: ANA,
        type: 'template',
        template: {
          name: 'novidade_com_foto',
          language: { code: 'pt_BR' },
          components: [{ type: 'body', parameters: [{ type: 'text', text: 'A' }] }],
        },
      },
      132012,
    ],
    [
      'named parameters without names',
      {
        to: ANA,
        type: 'template',
        template: {
          name: 'pedido_enviado',
          language: { code: 'pt_BR' },
          components: [
            { type: 'body', parameters: ['a', 'b', 'c'].map((text) => ({ type: 'text', text })) },
            { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '1' }] },
          ],
        },
      },
      132012,
    ],
  ];
  test.each(cases)('%s', async (_, body, code) => {
    const answer = await sim.send(body);
    expect(errorOf(answer)).toMatchObject({ code });
    expect(answer.body['error']).toMatchObject({
      message: expect.any(String) as string,
      type: 'OAuthException',
      fbtrace_id: expect.any(String) as string,
    });
    // Refused, and on record as such.
    expect(await lastSend()).toMatchObject({ outcome: 'refused', code });
  });

  test('a body that is not JSON is refused', async () => {
    const response = await fetch(`${sim.url}/v23.0/${sim.number}/messages`, {
      method: 'POST',
      body: '{"a":',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${sim.credentials.accessToken}` },
    });
    expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 100 } }]);
  });

  test('named and positional templates show as the customer reads them', async () => {
    await sim.send({
      to: ANA,
      type: 'template',
      template: {
        name: 'pedido_enviado',
        language: { code: 'pt_BR' },
        components: [
          {
            type: 'body',
            parameters: [
              { type: 'text', parameter_name: 'prazo', text: '2 dias' },
              { type: 'text', parameter_name: 'nome', text: 'Ana' },
              { type: 'text', parameter_name: 'pedido', text: '77' },
            ],
          },
          { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '77' }] },
        ],
      },
    });
    await sim.drained();
    const shown = ((await sim.sim('GET', `chats/${ANA}/${sim.number}`))['bubbles'] as unknown as { content: Body }[])[0]?.content;
    expect(shown).toMatchObject({
      body: 'Oi, Ana! O seu pedido 77 saiu para entrega e chega em 2 dias.',
      buttons: [{ url: 'https://loja.example/rastreio/77' }],
    });
  });

  test('media of another number or of the wrong kind cannot be sent', async () => {
    const other = await upload('image/png', 'x', sim.credentials.phoneNumbers[1]?.id);
    expect(errorOf(await sim.send({ to: ANA, type: 'image', image: { id: other } }))).toMatchObject({ code: 100 });
    expect(errorOf(await sim.send({ to: ANA, type: 'image', image: { id: await upload('application/pdf') } }))).toMatchObject({
      code: 131053,
    });
  });
});

describe('the customer service window', () => {
  test('free text before the customer has written, or a day after, is accepted and then fails with 131047; a template arrives', async () => {
    await sim.text(ANA, 'Olá');
    await sim.write(ANA, { type: 'text', text: 'ontem' }, { at: Date.now() - 25 * 3_600_000 });
    await sim.text(ANA, 'de novo');
    await sim.send({ to: ANA, type: 'template', template: { name: 'retomar_conversa', language: { code: 'pt_BR' } } });
    await sim.drained();
    expect(sim.callback.statuses().map((s) => [s.status, (s['errors'] as { code: number }[] | undefined)?.[0]?.code])).toEqual([
      ['failed', 131047],
      ['failed', 131047],
      ['sent', undefined],
      ['delivered', undefined],
    ]);
    await sim.write(ANA, { type: 'text', text: 'hoje' });
    await sim.text(ANA, 'agora sim');
    await sim.drained();
    expect(sim.callback.statuses().at(-1)?.status).toBe('delivered');
  });

  test('the window belongs to one number', async () => {
    await sim.write(ANA, { type: 'text', text: 'oi' });
    await sim.send({ to: ANA, type: 'text', text: { body: 'Olá' } }, sim.credentials.phoneNumbers[1]?.id);
    await sim.drained();
    expect(sim.callback.statuses()).toMatchObject([{ status: 'failed' }]);
  });

  test('by setting it is refused at once', async () => {
    await sim.sim('PUT', 'settings', { windowCheck: 'response' });
    expect(errorOf(await sim.text(ANA, 'Olá'))).toMatchObject({ status: 400, code: 131047 });
  });
});

describe('faults', () => {
  test('every documented code can be injected into an answer, for as many sends as asked', async () => {
    await sim.write(ANA, { type: 'text', text: 'oi' });
    for (const e of documentedErrors) {
      await sim.sim('POST', 'faults', { kind: 'error', code: e.code, times: 2 });
      for (let i = 0; i < 2; i++) expect(errorOf(await sim.text(ANA, 'x'))).toMatchObject({ status: e.http, code: e.code });
      expect((await sim.text(ANA, 'x')).status).toBe(200);
    }
    const outcomes = (await sim.sends()).map((s) => s['outcome'] as string);
    expect(outcomes.filter((o) => o === 'refused')).toHaveLength(documentedErrors.length * 2);
  });

  test('a documented code can come later, as a failed status', async () => {
    await sim.write(ANA, { type: 'text', text: 'oi' });
    await sim.sim('POST', 'faults', { kind: 'error', code: 131049, as: 'status' });
    const sent = await sim.text(ANA, 'x');
    expect(sent.status).toBe(200);
    await sim.drained();
    expect(sim.callback.statuses()).toMatchObject([
      { id: sent.body['messages']?.[0]?.['id'], status: 'failed', errors: [{ code: 131049 }] },
    ]);
  });

  test('a connection cut before accepting leaves nothing; cut after, the message arrives and its callback data tells whose it is', async () => {
    await sim.write(ANA, { type: 'text', text: 'oi' });
    for (const when of ['before', 'after']) {
      await sim.sim('POST', 'faults', { kind: 'cut', when });
      await expect(sim.text(ANA, when, { biz_opaque_callback_data: when })).rejects.toThrow();
      expect(await lastSend()).toMatchObject({ outcome: `cut_${when}`, bizOpaqueCallbackData: when });
    }
    await sim.drained();
    expect(sim.callback.statuses().map((s) => s['biz_opaque_callback_data'])).toEqual(['after', 'after']);
  });

  test('an answer of the infrastructure has no Graph error in it', async () => {
    await sim.sim('POST', 'faults', { kind: 'http', httpStatus: 502 });
    const answer = await sim.text(ANA, 'x');
    expect([answer.status, String(answer.body)]).toEqual([502, expect.stringContaining('<!doctype html>')]);
    expect(await lastSend()).toMatchObject({ outcome: 'refused', httpStatus: 502 });
  });

  test('a late answer is late, and the message is accepted before it', async () => {
    await sim.write(ANA, { type: 'text', text: 'oi' });
    await sim.sim('POST', 'faults', { kind: 'delay', ms: 60_000 });
    await expect(
      fetch(`${sim.url}/v23.0/${sim.number}/messages`, {
        method: 'POST',
        body: JSON.stringify({ messaging_product: 'whatsapp', to: ANA, type: 'text', text: { body: 'x' } }),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${sim.credentials.accessToken}` },
        signal: AbortSignal.timeout(300),
      }),
    ).rejects.toThrow();
    expect(await lastSend()).toMatchObject({ outcome: 'accepted' });
  });

  test('a fault can be meant for one customer, one number, or for management calls', async () => {
    await sim.sim('POST', 'faults', { kind: 'error', code: 131000, to: '5521987650002' });
    await sim.sim('POST', 'faults', { kind: 'error', code: 2, on: 'manage' });
    expect((await sim.text(ANA, 'x')).status).toBe(200);
    expect(errorOf(await sim.text('5521987650002', 'x'))).toMatchObject({ code: 131000 });
    expect(errorOf(await sim.graph('GET', sim.number))).toMatchObject({ status: 503, code: 2 });
    expect((await sim.graph('GET', sim.number)).status).toBe(200);
    expect(await sim.sim('GET', 'faults')).toEqual([]);
  });

  test('more messages in a second than the number’s throughput are refused with 130429', async () => {
    await sim.sim('PUT', 'settings', { throughputPerSecond: 3 });
    const codes = await Promise.all(Array.from({ length: 5 }, async () => errorOf(await sim.text(ANA, 'x'))?.code ?? 200));
    expect(codes.filter((c) => c === 200)).toHaveLength(3);
    expect(codes.filter((c) => c === 130429)).toHaveLength(2);
  });
});

describe('the business reads and types', () => {
  test('reading a message reads what stands before it; typing shows on the phone; an unknown message is refused', async () => {
    await sim.write(ANA, { type: 'text', text: 'um' });
    const second = await sim.write(ANA, { type: 'text', text: 'dois' });
    await sim.write(ANA, { type: 'text', text: 'três' });
    const events = await fetch(`${sim.url}/_sim/events`);
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await sim.send({ status: 'read', message_id: second, typing_indicator: { type: 'text' } })).body).toEqual({ success: true });
    let heard = '';
    while (reader && !heard.includes('"typing"')) heard += (await reader.read()).value ?? '';
    await reader?.cancel();
    expect(heard).toContain(`"customerId":"${ANA}"`);
    const bubbles = (await sim.sim('GET', `chats/${ANA}/${sim.number}`))['bubbles'] as unknown as { tick: string }[];
    expect(bubbles.map((b) => b.tick === 'read')).toEqual([true, true, false]);
    expect(errorOf(await sim.send({ status: 'read', message_id: 'wamid.none' }))).toMatchObject({ code: 131009 });
    // Reading is no message.
    expect(await sim.sends()).toEqual([]);
  });
});
