import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { startTestSimulator } from '../testing/simulator.ts';
import type { TestSimulator } from '../testing/simulator.ts';

type Shape = { readonly [k: string]: Shape } | string;
const example = async (file: string): Promise<Record<string, Record<string, unknown>>> =>
  JSON.parse(await readFile(new URL(`../../../../specs/meta/examples/${file}.json`, import.meta.url), 'utf8')) as Record<
    string,
    Record<string, unknown>
  >;
/** Names and kinds of what is in a JSON value; a list is known by its first entry. */
const shape = (v: unknown): Shape => {
  if (Array.isArray(v)) return { '[]': v.length > 0 ? shape(v[0]) : 'empty' };
  if (typeof v === 'object' && v !== null) return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, shape(x)]));
  return typeof v;
};

const ANA = '5511987650001';
let sim: TestSimulator;
let management: Record<string, Record<string, unknown>>;
beforeAll(async () => {
  management = await example('management_responses');
});
beforeEach(async () => {
  sim = await startTestSimulator({ subscribe: false });
});
afterEach(() => sim.stop());

/** Meta's example of that name, beginning with method and path. */
const meta = (name: string): Record<string, unknown> => {
  const found = management[name.replace(/^(\w+) /, '$1 /{Version}/')];
  if (!found) throw new Error(`Meta has no example ${name}`);
  return found;
};

test('a phone number is read with the usual fields, and with those asked for', async () => {
  const { status, body } = await sim.graph('GET', sim.number);
  expect([status, shape(body)]).toEqual([200, shape(meta('GET {Phone-Number-ID} 200 default_response'))]);
  const more = await sim.graph(
    'GET',
    `${sim.number}?fields=display_phone_number,verified_name,quality_rating,name_status,code_verification_status`,
  );
  expect(shape(more.body)).toEqual(shape(meta('GET {Phone-Number-ID} 200 comprehensive_response')));
});

test('errors of the management side have the shape of Meta’s', async () => {
  const cases: readonly (readonly [string, number, () => Promise<{ status: number; body: Record<string, unknown> }>])[] = [
    ['400 invalid_fields', 400, () => sim.graph('GET', `${sim.number}?fields=nonsense`)],
    [
      '400 invalid_version',
      400,
      () => sim.ask('GET', `/v23/${sim.number}`, undefined, { authorization: `Bearer ${sim.credentials.accessToken}` }),
    ],
    ['401 missing_token', 401, () => sim.ask('GET', `/v23.0/${sim.number}`)],
    [
      '401 expired_token',
      401,
      async () => {
        await sim.sim('POST', 'credentials/expire-token', {});
        return sim.graph('GET', sim.number);
      },
    ],
    [
      '403 missing_permissions',
      403,
      async () => {
        await sim.sim('POST', 'credentials/restore-token', {});
        await sim.sim('POST', 'credentials/drop-management-scope', {});
        return sim.graph('GET', sim.number);
      },
    ],
  ];
  for (const [name, status, call] of cases) {
    const answer = await call();
    expect([name, answer.status, shape(answer.body)]).toEqual([name, status, shape(meta(`GET {Phone-Number-ID} ${name}`))]);
  }
});

test('numbers, subscriptions, registration, templates and media answer in Meta’s shapes', async () => {
  const waba = sim.credentials.wabaId;
  const numbers = await sim.graph('GET', `${waba}/phone_numbers?fields=id,display_phone_number,verified_name,status,quality_rating`);
  expect(shape(numbers.body['data']?.[0])).toEqual(
    shape((meta('GET {WABA-ID}/phone_numbers 200 single_phone_number')['data'] as unknown[])[0]),
  );
  expect(numbers.body['data']).toHaveLength(3);
  expect(shape(numbers.body['paging'])).toEqual(shape(meta('GET {WABA-ID}/phone_numbers 200 multiple_phone_numbers')['paging']));

  expect((await sim.graph('GET', `${waba}/subscribed_apps`)).body).toEqual(meta('GET {WABA-ID}/subscribed_apps 200 no_subscriptions'));
  expect((await sim.graph('POST', `${waba}/subscribed_apps`)).body).toEqual(
    meta('POST {WABA-ID}/subscribed_apps 200 basic_subscription_success'),
  );
  expect(shape((await sim.graph('GET', `${waba}/subscribed_apps`)).body)).toEqual(
    shape(meta('GET {WABA-ID}/subscribed_apps 200 multiple_subscriptions')),
  );
  expect(shape((await sim.subscribe(sim.callback)).body)).toEqual(
    shape(meta('POST {WABA-ID}/subscribed_apps 200 custom_callback_success')),
  );
  expect((await sim.graph('DELETE', `${waba}/subscribed_apps`)).body).toEqual(
    meta('DELETE {WABA-ID}/subscribed_apps 200 unsubscribe_success'),
  );

  const third = sim.credentials.phoneNumbers[2]?.id ?? '';
  expect((await sim.graph('POST', `${third}/register`, { messaging_product: 'whatsapp', pin: '111222' })).body).toEqual(
    meta('POST {Phone-Number-ID} 200 phone_registered'),
  );

  const listed = await sim.graph('GET', `${waba}/message_templates?limit=2&fields=category,components,id,language,name,status`);
  const example = meta('GET {WABA-ID}/message_templates 200 Example response') as { data: Record<string, unknown>[]; paging: unknown };
  // `previous_category` stands there only after a change.
  const { previous_category: _, ...usual } = example.data[0] ?? {};
  expect(shape(listed.body['data']?.[0])).toEqual(shape(usual));
  expect(shape(listed.body['paging']?.['cursors'])).toEqual(shape((example.paging as { cursors: unknown }).cursors));
  expect(Object.keys((await sim.graph('GET', listed.body['data']?.[0]?.['id'] ?? '')).body)).toEqual(
    expect.arrayContaining(Object.keys(meta('GET {TEMPLATE_ID} 200 Example response'))),
  );

  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('file', new Blob(['%PDF-1.4'], { type: 'application/pdf' }), 'a.pdf');
  const uploaded = await sim.graph('POST', `${sim.number}/media`, form);
  expect(shape(uploaded.body)).toEqual(shape(meta('POST {Phone-Number-ID}/media 200 Upload Image JSON')));
  const id = uploaded.body['id'] as string;
  expect(shape((await sim.graph('GET', id)).body)).toEqual(shape(meta('GET {Media-ID} 200 Retrieve Media URL')));
  expect((await sim.graph('DELETE', id)).body).toEqual(meta('DELETE {Media-ID} 200 Delete Media'));
  expect((await sim.graph('GET', id)).body).toMatchObject({ error: { code: 100, error_subcode: 33 } });
});

test('sends are answered in the shape of every one of Meta’s examples; only templates add their message status', async () => {
  const responses = await example('send_message_responses');
  const shapes = new Set(Object.values(responses).map((r) => JSON.stringify(shape(r))));
  const id = await sim.write(ANA, { type: 'text', text: 'oi' });
  const text = await sim.text(`+${ANA}`, 'Olá');
  expect([...shapes].map((s) => JSON.parse(s) as Shape)).toContainEqual(shape(text.body));
  expect([...shapes].map((s) => JSON.parse(s) as Shape)).toContainEqual(shape((await sim.send({ status: 'read', message_id: id })).body));
  const template = await sim.send({ to: ANA, type: 'template', template: { name: 'hello_world', language: { code: 'en_US' } } });
  expect(template.body['messages']).toEqual([{ id: expect.stringMatching(/^wamid\./) as string, message_status: 'accepted' }]);
});

test('templates are paged to the end by cursor', async () => {
  const names: string[] = [];
  let path: string | undefined = `${sim.credentials.wabaId}/message_templates?limit=4&fields=name,language,status`;
  for (let page = 0; path !== undefined && page < 10; page++) {
    const { body } = await sim.graph('GET', path);
    const { data, paging } = body as unknown as { data: { name: string; language: string; status: string }[]; paging?: { next?: string } };
    for (const t of data) names.push(`${t.name} ${t.language} ${t.status}`);
    const next = paging?.next;
    expect(next ?? '').not.toContain(sim.credentials.accessToken);
    path = next?.replace(`${sim.url}/v23.0/`, '');
  }
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(
    expect.arrayContaining([
      'boas_vindas pt_BR APPROVED',
      'boas_vindas en APPROVED',
      'promocao_relampago pt_BR PAUSED',
      'sorteio_gratis pt_BR REJECTED',
    ]),
  );
  expect((await sim.graph('GET', `${sim.credentials.wabaId}/message_templates?after=rubbish`)).body).toMatchObject({
    error: { code: 100 },
  });
});

describe('who may call', () => {
  const secretProof = (token: string, secret: string) => createHmac('sha256', secret).update(token).digest('hex');
  const errorOf = async (path: string, headers: Record<string, string> = {}) => {
    const { status, body } = await sim.graph('GET', path, undefined, headers);
    return { status, code: body['error']?.['code'], subcode: body['error']?.['error_subcode'] };
  };

  test('tokens: unknown, expired, replaced', async () => {
    expect(await errorOf(sim.number, { authorization: 'Bearer nonsense' })).toEqual({ status: 401, code: 190, subcode: undefined });
    const renewed = await sim.sim('POST', 'credentials/rotate-token', {});
    expect(await errorOf(sim.number)).toEqual({ status: 401, code: 190, subcode: 467 });
    sim.useToken(renewed['accessToken'] ?? '');
    expect((await sim.graph('GET', sim.number)).status).toBe(200);
    await sim.sim('POST', 'credentials/expire-token', {});
    expect(await errorOf(sim.number)).toEqual({ status: 401, code: 190, subcode: 463 });
  });

  test('unknown ids are 100/33, on every path', async () => {
    for (const path of [
      '106540352242922',
      '106540352242922/phone_numbers',
      '106540352242922/subscribed_apps',
      '106540352242922/message_templates',
    ]) {
      expect([path, await errorOf(path)]).toEqual([path, { status: 400, code: 100, subcode: 33 }]);
    }
    const sent = await sim.send({ to: ANA, type: 'text', text: { body: 'x' } }, '106540352242922');
    expect(sent.body).toMatchObject({ error: { code: 100, error_subcode: 33 } });
  });

  test('permissions: 10 without messaging, 200 without management', async () => {
    await sim.sim('POST', 'credentials/drop-messaging-scope', {});
    expect((await sim.text(ANA, 'x')).body).toMatchObject({ error: { code: 10 } });
    expect((await sim.graph('GET', sim.number)).status).toBe(200);
    await sim.sim('POST', 'credentials/drop-management-scope', {});
    expect(await errorOf(sim.number)).toEqual({ status: 403, code: 200, subcode: 1349176 });
  });

  test('appsecret_proof is checked when it is sent, and demanded when the app asks for it', async () => {
    const { accessToken, appSecret } = sim.credentials;
    const right = `${sim.number}?appsecret_proof=${secretProof(accessToken, appSecret)}`;
    expect((await sim.graph('GET', right)).status).toBe(200);
    expect(await errorOf(`${sim.number}?appsecret_proof=${secretProof(accessToken, 'another')}`)).toMatchObject({ status: 400, code: 100 });
    expect((await sim.send({ to: ANA, type: 'text', text: { body: 'x' }, appsecret_proof: 'wrong' })).body).toMatchObject({
      error: { code: 100 },
    });
    await sim.sim('PUT', 'settings', { requireProof: true });
    expect(await errorOf(sim.number)).toMatchObject({ status: 400, code: 100 });
    expect((await sim.graph('GET', right)).status).toBe(200);
    await sim.sim('POST', 'credentials/rotate-secret', {});
    expect((await sim.graph('GET', right)).status).toBe(400);
  });

  test('debug_token tells validity, scopes and why not', async () => {
    const { appId, appSecret, accessToken } = sim.credentials;
    const debug = (input: string, by = `${appId}|${appSecret}`) =>
      sim.ask('GET', `/v23.0/debug_token?input_token=${input}&access_token=${encodeURIComponent(by)}`);
    expect((await debug(accessToken)).body['data']).toMatchObject({
      app_id: appId,
      is_valid: true,
      expires_at: 0,
      scopes: ['whatsapp_business_messaging', 'whatsapp_business_management'],
    });
    expect((await debug('nonsense')).body['data']).toMatchObject({ is_valid: false, scopes: [], error: { code: 190 } });
    expect((await debug(accessToken, `${appId}|wrong`)).body).toMatchObject({ error: { code: 190 } });
    await sim.sim('POST', 'credentials/expire-token', {});
    expect((await debug(accessToken)).body['data']).toMatchObject({ is_valid: false, error: { code: 190, subcode: 463 } });
  });

  test('versions: dead ones, unknown ones, and paths that do not exist', async () => {
    const auth = { authorization: `Bearer ${sim.credentials.accessToken}` };
    expect((await sim.ask('GET', `/v19.0/${sim.number}`, undefined, auth)).body).toMatchObject({ error: { code: 2635 } });
    expect((await sim.ask('GET', `/v25.0/${sim.number}`, undefined, auth)).status).toBe(200);
    expect((await sim.graph('GET', `${sim.number}/a/b`)).body).toMatchObject({ error: { code: 2500 } });
  });
});

describe('subscribing', () => {
  const attempt = (override_callback_uri: string, verify_token: string) =>
    sim.graph('POST', `${sim.credentials.wabaId}/subscribed_apps`, { override_callback_uri, verify_token });

  test('the handshake must succeed at once: wrong token, wrong echo, nobody there, no address', async () => {
    const failures = [
      await attempt(sim.callback.url, 'wrong'),
      await attempt('http://127.0.0.1:1/x', 'x'),
      await attempt('not a url', 'x'),
    ];
    sim.callback.breakHandshake();
    failures.push(await attempt(sim.callback.url, sim.callback.verifyToken));
    for (const f of failures)
      expect(f).toMatchObject({ status: 422, body: { error: { code: 100, message: 'Webhook callback URL is not reachable or invalid' } } });
    expect(failures[0]?.body['error']?.['error_user_msg']).toContain('HTTP Status Code = 403');
    expect((await sim.graph('GET', `${sim.credentials.wabaId}/subscribed_apps`)).body).toEqual({ data: [] });
  });

  test('a number’s own callback wins over the account’s, and that over the app’s', async () => {
    const own = await sim.graph('POST', sim.number, {
      webhook_configuration: { override_callback_uri: sim.callback.url, verify_token: sim.callback.verifyToken },
    });
    expect(own.body).toEqual({ success: true });
    await sim.sim('PUT', 'webhook', { url: `${sim.callback.url}/app`, verifyToken: sim.callback.verifyToken });
    await attempt(`${sim.callback.url}/account`, sim.callback.verifyToken);
    const read = await sim.graph('GET', `${sim.number}?fields=webhook_configuration`);
    expect(read.body['webhook_configuration']).toEqual({
      phone_number: sim.callback.url,
      whatsapp_business_account: `${sim.callback.url}/account`,
      application: `${sim.callback.url}/app`,
    });
    const posted = async (): Promise<string> => {
      await sim.write(ANA, { type: 'text', text: 'oi' });
      await sim.drained();
      return ((await sim.sim('GET', 'deliveries')) as unknown as { last: { url: string } }[])[0]?.last.url ?? '';
    };
    expect(await posted()).toBe(sim.callback.url);
    await sim.graph('POST', sim.number, { webhook_configuration: { override_callback_uri: '' } });
    expect(await posted()).toBe(`${sim.callback.url}/account`);
    await sim.graph('POST', `${sim.credentials.wabaId}/subscribed_apps`);
    expect(await posted()).toBe(`${sim.callback.url}/app`);
  });
});

describe('registering', () => {
  test('six digits; the first registration sets the PIN, a later one must know it; before it nothing is sent', async () => {
    const third = sim.credentials.phoneNumbers[2]?.id ?? '';
    const register = (pin: unknown) => sim.graph('POST', `${third}/register`, { messaging_product: 'whatsapp', pin });
    expect((await sim.graph('GET', `${third}?fields=status`)).body).toMatchObject({ status: 'PENDING' });
    expect((await sim.send({ to: ANA, type: 'text', text: { body: 'x' } }, third)).body).toMatchObject({ error: { code: 133010 } });
    for (const pin of ['12345', 123456, undefined]) expect((await register(pin)).body).toMatchObject({ error: { code: 100 } });
    expect((await register('111222')).body).toEqual({ success: true });
    expect((await sim.graph('GET', `${third}?fields=status`)).body).toMatchObject({ status: 'CONNECTED' });
    expect((await register('999999')).body).toMatchObject({ error: { code: 133005 } });
    expect((await register('111222')).status).toBe(200);
  });
});
