import { checkText } from '@master-ia/schemas/channels/check-texts.ts';
import { check as checkSchema } from '@master-ia/schemas/channels/channel.ts';
import { openProviderHttp } from '@master-ia/platform/http/provider.ts';
import { runChecks, type ChecksInput } from './checks.ts';
import { graphClient } from './graph-client.ts';
import { graphError, json, scriptedGraph, type Script } from './testing/scripted-graph.ts';

const APP = '77001';
const CALLBACK = 'https://painel.exemplo.com.br/webhooks/whatsapp/6f1c0f5e';
const number = { id: '106540352242922', display_phone_number: '+55 11 98765-4321', status: 'CONNECTED' };
const scopes = ['whatsapp_business_messaging', 'whatsapp_business_management'];
const refusedProof = graphError(400, 100, { message: 'Invalid appsecret_proof provided in the API argument' });

const transport = openProviderHttp();
let graph: Awaited<ReturnType<typeof scriptedGraph>>;
beforeAll(async () => {
  graph = await scriptedGraph();
});
afterAll(async () => {
  await transport.close();
  await graph?.close();
});

type Parts = { readonly number?: Script; readonly debug?: Script; readonly subscribe?: Script; readonly subscribed?: Script };
const account =
  (p: Parts): Script =>
  (r, res) => {
    const script =
      r.path === '/v23.0/debug_token'
        ? (p.debug ?? json(200, { data: { app_id: APP, is_valid: true, scopes, expires_at: 0 } }))
        : r.path.endsWith('/subscribed_apps')
          ? r.method === 'POST'
            ? (p.subscribe ?? json(200, { success: true }))
            : (p.subscribed ?? json(200, { data: [{ override_callback_uri: CALLBACK, whatsapp_business_api_data: { id: APP } }] }))
          : (p.number ?? json(200, number));
    script(r, res);
  };
const run = async (p: Parts = {}, o: Partial<ChecksInput> & { readonly secret?: string | undefined } = {}) => {
  graph.answer(account(p));
  const secret = 'secret' in o ? o.secret : 'shh';
  const client = graphClient({
    baseUrl: graph.url,
    version: 'v23.0',
    transport,
    accessToken: 'EAA',
    ...(secret ? { appSecret: secret } : {}),
  });
  const lines = await runChecks({
    client,
    hasSecret: Boolean(secret),
    phoneNumberId: number.id,
    phoneNumber: '11 8765-4321',
    businessAccountId: '102290129340398',
    appId: APP,
    callbackUrl: CALLBACK,
    verifyToken: 'verify',
    simulated: false,
    now: new Date('2026-11-21T12:00:00Z'),
    ...o,
  });
  for (const l of lines) {
    expect(checkSchema.safeParse(l).success).toBe(true);
    if (l.code !== undefined)
      for (const locale of ['pt-BR', 'en'] as const) expect(checkText(l.code, locale, l.params)).toMatch(/^[^?]+\.$/);
  }
  expect(lines.map((l) => l.step)).toEqual(['token', 'secret', 'registered', 'webhook', 'test_message']);
  return Object.fromEntries(lines.map((l) => [l.step, l.code === undefined ? l.state : `${l.state} ${l.code}`]));
};
const right = { token: 'ok', secret: 'ok', registered: 'ok', webhook: 'ok', test_message: 'not_checked test_not_sent' };
const waiting = { registered: 'not_checked after_earlier', webhook: 'not_checked after_earlier' };

it('everything right', async () => {
  expect(await run()).toEqual(right);
  const subscribe = graph.received.find((r) => r.method === 'POST')!;
  expect(JSON.parse(subscribe.body.toString())).toEqual({ override_callback_uri: CALLBACK, verify_token: 'verify' });
});

it('without an app id nobody is asked about scopes', async () => {
  expect(await run({ debug: graphError(400, 100) }, { appId: null })).toEqual(right);
  expect(graph.received.some((r) => r.path.endsWith('debug_token'))).toBe(false);
});

it.each<[string, Parts, object]>([
  ['a wrong token', { number: graphError(401, 190) }, { token: 'failed token_invalid', secret: 'not_checked after_earlier', ...waiting }],
  [
    'an expired token',
    { number: graphError(401, 190, { subcode: 463 }) },
    { token: 'failed token_expired', secret: 'not_checked after_earlier', ...waiting },
  ],
  ['a token without permission', { number: graphError(403, 10) }, { token: 'failed token_no_permission' }],
  [
    'a token that lacks a scope',
    { debug: json(200, { data: { app_id: APP, is_valid: true, scopes: [scopes[0]] } }) },
    { ...right, token: 'failed token_scopes_missing' },
  ],
  [
    'a token of another app',
    { debug: json(200, { data: { app_id: '1', is_valid: true, scopes } }) },
    { ...right, token: 'failed token_other_app' },
  ],
  ['a wrong app id', { debug: graphError(400, 101) }, { ...right, token: 'failed app_id_wrong' }],
  [
    'a token that ends in three days',
    { debug: json(200, { data: { app_id: APP, is_valid: true, scopes, expires_at: 1795521600 } }) },
    { ...right, token: 'ok token_expires_soon' },
  ],
  [
    'a wrong number id',
    { number: graphError(400, 100, { subcode: 33 }) },
    { token: 'failed number_not_found', secret: 'not_checked after_earlier' },
  ],
  [
    'the id of another number',
    { number: json(200, { ...number, display_phone_number: '+55 21 3333-4444' }) },
    { ...right, token: 'failed number_differs' },
  ],
  ['Meta out of order', { number: graphError(503, 2) }, { token: 'pending meta_unsure', secret: 'not_checked after_earlier' }],
  ['Meta busy', { number: graphError(429, 4) }, { token: 'pending meta_busy' }],
  ['an error of its own', { number: graphError(403, 368) }, { token: 'failed graph_error' }],
  [
    'a wrong secret',
    {
      number: (r, res) => {
        (r.query.has('appsecret_proof') ? refusedProof : json(200, number))(r, res);
      },
    },
    { ...right, secret: 'failed secret_wrong', webhook: 'not_checked after_earlier' },
  ],
  ['a wrong secret of an app that demands proof', { number: refusedProof }, { token: 'ok', secret: 'failed secret_wrong', ...waiting }],
  [
    'a number that is not registered',
    { number: json(200, { ...number, status: 'PENDING' }) },
    { ...right, registered: 'failed not_registered' },
  ],
  ['a restricted number', { number: json(200, { ...number, status: 'RESTRICTED' }) }, { ...right, registered: 'failed number_restricted' }],
  ['a flagged number', { number: json(200, { ...number, status: 'FLAGGED' }) }, { ...right, registered: 'ok number_flagged' }],
  [
    'a number of which nothing is told',
    { number: json(200, { id: number.id }) },
    { ...right, registered: 'not_checked registration_unknown' },
  ],
  ['a wrong account', { subscribe: graphError(400, 100, { subcode: 33 }) }, { ...right, webhook: 'failed account_not_found' }],
  [
    'a callback that Meta cannot verify',
    { subscribe: graphError(400, 2200, { message: '(#2200) Callback verification failed' }) },
    { ...right, webhook: 'failed callback_refused' },
  ],
  ['a token that may not subscribe', { subscribe: graphError(403, 200) }, { ...right, webhook: 'failed token_no_permission' }],
  [
    'a subscription that leads elsewhere',
    { subscribed: json(200, { data: [{ override_callback_uri: 'https://other.example.com/', whatsapp_business_api_data: { id: APP } }] }) },
    { ...right, webhook: 'failed callback_elsewhere' },
  ],
  [
    'a subscription that does not show yet',
    { subscribed: json(200, { data: [{ whatsapp_business_api_data: { id: APP } }] }) },
    { ...right, webhook: 'pending callback_unconfirmed' },
  ],
])('%s', async (_, parts, expected) => {
  expect(await run(parts)).toMatchObject(expected);
});

it('no secret', async () => {
  expect(await run({}, { secret: undefined })).toEqual({ ...right, secret: 'failed secret_missing' });
});

it.each([
  ['http://127.0.0.1:5000/webhooks/whatsapp/1', 'failed callback_not_public'],
  ['https://192.168.0.2/webhooks/whatsapp/1', 'failed callback_not_public'],
  ['http://painel.exemplo.com.br/webhooks/whatsapp/1', 'failed callback_not_https'],
  ['painel', 'failed callback_malformed'],
])('an address that Meta cannot reach says so, before and after the token is right: %s', async (callbackUrl, webhook) => {
  expect(await run({}, { callbackUrl })).toEqual({ ...right, webhook });
  expect(graph.received.some((r) => r.path.endsWith('/subscribed_apps'))).toBe(false);
  expect(await run({ number: graphError(401, 190) }, { callbackUrl })).toMatchObject({ webhook });
});

it('the simulator reaches what Meta cannot', async () => {
  const callbackUrl = 'http://127.0.0.1:5000/webhooks/whatsapp/1';
  const subscribed = json(200, { data: [{ override_callback_uri: callbackUrl, whatsapp_business_api_data: { id: APP } }] });
  expect(await run({ subscribed }, { callbackUrl, simulated: true })).toEqual(right);
});

it('is reached only when something came', async () => {
  expect(await run({}, { reached: () => false })).toEqual({ ...right, webhook: 'pending callback_not_reached' });
  expect(await run({}, { reached: () => Promise.resolve(true) })).toEqual(right);
});
