import express from 'express';
import type { Router } from 'express';
import { z } from 'zod';
import { callbackFor, deliveryRecords } from '../deliveries.ts';
import type { runDeliveries } from '../deliveries.ts';
import { MANAGEMENT, MESSAGING } from '../graph/auth.ts';
import { hexSecret } from '../ids.ts';
import type { RecordBody, Template } from '../records.ts';
import { addAccount, newToken } from '../sample-account.ts';
import type { Delivery, State, Token } from '../state.ts';
import { subscribe } from '../subscriptions.ts';
import type { World } from '../world.ts';

const SHOWN_DELIVERIES = 50;
const currentToken = (state: State): Token | undefined => [...state.tokens.values()].findLast((t) => t.state !== 'revoked');

/** What the developer page shows and a test copies. */
const credentials = (state: State) => {
  const token = currentToken(state);
  const numbers = [...state.numbers.values()];
  return {
    appId: state.app?.id,
    appName: state.app?.name,
    appSecret: state.app?.secret,
    accessToken: token?.token,
    tokenState: token?.state,
    scopes: token?.scopes,
    wabaId: numbers[0]?.wabaId,
    accounts: [...state.accounts.values()].map((a) => ({
      ...a,
      subscribed: state.subscribed.has(a.id),
      callback: state.callbacks.account.get(a.id)?.url ?? null,
      effective: callbackFor(state, { wabaId: a.id, phoneNumberId: null })?.url ?? null,
    })),
    phoneNumbers: numbers.map((n) => ({
      id: n.id,
      wabaId: n.wabaId,
      phone: `+${n.phone}`,
      display: n.display,
      name: n.verifiedName,
      registered: n.registered,
      pin: n.pin,
      callback: state.callbacks.number.get(n.id)?.url ?? null,
    })),
    appCallback: state.callbacks.app?.url ?? null,
  };
};

const deliveryView = (d: Delivery) => ({
  id: d.id,
  at: d.at,
  about: d.about,
  target: d.target,
  state: d.state,
  attempts: d.attempts,
  nextAt: d.state === 'pending' ? d.nextAt : null,
  last: d.last,
  body: d.body,
});

const rawDelivery = z.object({
  /** The exact text of the body, JSON or not. */
  body: z.string(),
  wabaId: z.string().optional(),
  phoneNumberId: z.string().nullable().default(null),
  signature: z.enum(['right', 'wrong', 'missing']).default('right'),
});
const templateStatus = z.object({
  name: z.string(),
  language: z.string(),
  wabaId: z.string().optional(),
  status: z.enum(['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED']),
  reason: z.string().default('NONE'),
});

const templateBody = (t: Template, reason: string): string =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: t.wabaId,
        time: Math.floor(Date.now() / 1000),
        changes: [
          {
            value: {
              event: t.status,
              message_template_id: Number(t.id),
              message_template_name: t.name,
              message_template_language: t.language,
              message_template_category: t.category,
              reason,
            },
            field: 'message_template_status_update',
          },
        ],
      },
    ],
  });

/** The developer page's actions: credentials to rotate and break, the webhook subscription, the last deliveries. */
export const developerRouter = (world: World, deliveries: ReturnType<typeof runDeliveries>): Router => {
  const { state } = world;
  const api = express.Router();

  const withToken = (change: (t: Token) => RecordBody | null): RecordBody[] => {
    const token = currentToken(state);
    const record = token && change(token);
    return record ? [record] : [];
  };
  const setToken =
    (tokenState: Token['state'], scopes?: readonly string[]) =>
    (t: Token): RecordBody => ({ kind: 'token', token: t.token, scopes: scopes ?? t.scopes, state: tokenState, issuedAt: t.issuedAt });
  const actions: Readonly<Record<string, () => RecordBody[]>> = {
    // The old token stops working at once, as when a person renews it in Meta's console.
    'rotate-token': () => [...withToken(setToken('revoked')), newToken()],
    'expire-token': () => withToken(setToken('expired')),
    'restore-token': () => withToken(setToken('valid', [MESSAGING, MANAGEMENT])),
    'drop-messaging-scope': () => withToken(setToken('valid', [MANAGEMENT])),
    'drop-management-scope': () => withToken(setToken('valid', [MESSAGING])),
    'rotate-secret': () => [{ kind: 'secret', secret: hexSecret(16) }],
  };

  api.get('/credentials', (_req, res) => void res.json(credentials(state)));
  api.post('/credentials/:action', async (req, res) => {
    const action = actions[req.params.action];
    if (!action) {
      res.status(404).json({ error: 'no such action', actions: Object.keys(actions) });
      return;
    }
    await world.commit(...action());
    res.json(credentials(state));
  });
  api.post('/accounts', async (req, res) => {
    const added = await addAccount(world, z.object({ name: z.string().trim().min(1).max(80) }).parse(req.body).name);
    res.json({ ...credentials(state), added: added.id });
  });
  api.post('/numbers/:id/deregister', async (req, res) => {
    const n = state.numbers.get(req.params.id);
    if (n) await world.commit({ kind: 'number', number: { ...n, registered: false } });
    res.status(n ? 200 : 404).json(credentials(state));
  });
  // The app's own callback, as it is set in Meta's app dashboard.
  api.put('/webhook', async (req, res) => {
    const input = z.object({ url: z.string(), verifyToken: z.string().default('') }).parse(req.body);
    await subscribe(world, { level: 'app', id: state.app?.id ?? '' }, input.url, input.verifyToken);
    res.json(credentials(state));
  });

  api.get('/deliveries', (_req, res) => void res.json([...state.deliveries.values()].slice(-SHOWN_DELIVERIES).reverse().map(deliveryView)));
  api.post('/deliveries', async (req, res) => {
    const { body, wabaId, phoneNumberId, signature } = rawDelivery.parse(req.body);
    const records = deliveryRecords(state, {
      lane: 'raw',
      target: { wabaId: wabaId ?? [...state.accounts.keys()][0] ?? '', phoneNumberId },
      about: { what: 'raw', detail: `${Buffer.byteLength(body)} bytes` },
      body,
      signature,
    });
    await world.commit(...records);
    res.json({ queued: records.length });
  });
  api.post('/deliveries/retry', (_req, res) => {
    deliveries.retryNow();
    res.json({ retrying: true });
  });
  api.post('/templates/status', async (req, res) => {
    const input = templateStatus.parse(req.body);
    const t = [...state.templates.values()].find(
      (x) => x.name === input.name && x.language === input.language && (input.wabaId === undefined || x.wabaId === input.wabaId),
    );
    if (!t) {
      res.status(404).json({ error: 'no such template' });
      return;
    }
    const template: Template = { ...t, status: input.status, rejectedReason: input.status === 'REJECTED' ? input.reason : 'NONE' };
    await world.commit(
      { kind: 'template', template },
      ...deliveryRecords(state, {
        lane: 'templates',
        target: { wabaId: t.wabaId, phoneNumberId: null },
        about: { what: 'template', detail: `${t.name} ${input.status}` },
        body: templateBody(template, input.reason),
      }),
    );
    res.json(template);
  });
  return api;
};
