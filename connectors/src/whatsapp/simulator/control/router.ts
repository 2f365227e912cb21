import express from 'express';
import type { ErrorRequestHandler, Request, RequestHandler, Router } from 'express';
import { createReadStream } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { customerByPhone, newCustomer } from '../customers.ts';
import { CannotSend, customerContent, customerMessageRecords } from '../customer-message.ts';
import type { runDeliveries } from '../deliveries.ts';
import { faultInput, settings } from '../faults.ts';
import { textOf } from '../graph/checked.ts';
import { documentedErrors, GraphRefusal } from '../graph/errors.ts';
import { storeMedia } from '../graph/media.ts';
import { wamid } from '../ids.ts';
import { withNinthDigit } from '../phones.ts';
import type { Customer, PhoneNumber } from '../records.ts';
import type { World } from '../world.ts';
import { developerRouter } from './developer-router.ts';
import { drained } from './drained.ts';
import { eventStream } from './event-stream.ts';
import { bubblesOf, unreadOf } from './phone-view.ts';
import { openChat, play } from './reading.ts';
import { samples } from './samples.ts';

const SHOWN_MESSAGES = 300;
const digits = z
  .string()
  .transform((s) => s.replace(/\D/g, ''))
  .pipe(z.string().min(7).max(15));
/** A moment: ISO 8601, or milliseconds. */
const moment = z.union([z.number().int(), z.iso.datetime().transform((s) => Date.parse(s))]);
const common = {
  /** Any spelling of the phone; an unknown one becomes a customer. */
  from: digits,
  phoneNumberId: z.string(),
  contextId: z.string().optional(),
  forwarded: z.boolean().optional(),
  referral: z.record(z.string(), z.unknown()).optional(),
  at: moment.optional(),
};
const messageInput = z.object({
  ...common,
  content: z.union([
    customerContent,
    z.object({ sample: z.enum(['photo', 'voice', 'document', 'sticker']), caption: z.string().optional() }),
  ]),
});
const ranks = ['sent', 'delivered', 'read'] as const;
const historyInput = z.object({
  to: digits,
  phoneNumberId: z.string(),
  text: z.string().min(1).max(4096),
  at: moment,
  reached: z.enum(ranks),
});
const customerInput = z.object({
  phone: digits,
  name: z.string().trim().max(100).default(''),
  waId: digits.optional(),
  username: z.string().max(60).optional(),
  hidesPhone: z.boolean().optional(),
});
const customerPatch = z
  .object({
    name: z.string().trim().max(100),
    offline: z.boolean(),
    readReceipts: z.boolean(),
    hidesPhone: z.boolean(),
    username: z.string().max(60),
  })
  .partial();

/** A thing that is not there. */
export class NotFound extends Error {}
const found = <T>(v: T | undefined, what: string): T => {
  if (v === undefined) throw new NotFound(what);
  return v;
};
const param = (req: Request, name: string): string => String(req.params[name]);

/**
 * A page on another origin may not drive the simulator in somebody's browser: what changes something needs a content type or a header
 * that a browser sends across origins only after asking, and nobody answers that question.
 */
const sameOriginOnly: RequestHandler = (req, res, next) => {
  if (req.method === 'GET' || req.is('application/json') || req.get('x-simulator') === '1') next();
  else res.status(415).json({ error: 'send application/json, or the header x-simulator: 1' });
};

const answerError: ErrorRequestHandler = (e: unknown, _req, res, next) => {
  if (res.headersSent) next(e);
  else if (e instanceof z.ZodError) res.status(400).json({ error: z.prettifyError(e) });
  else if (e instanceof CannotSend) res.status(400).json({ error: e.message });
  else if (e instanceof GraphRefusal) res.status(422).json({ error: e.body });
  else if (e instanceof NotFound) res.status(404).json({ error: `no such ${e.message}` });
  else if (e instanceof Error && 'status' in e && typeof e.status === 'number') res.status(e.status).json({ error: e.message });
  else next(e);
};

/** `/_sim/…`: what people and tests do to the simulated world. README.md lists it. */
export const controlRouter = (world: World, deliveries: ReturnType<typeof runDeliveries>): Router => {
  const { state } = world;
  const number = (id: string): PhoneNumber => found(state.numbers.get(id), 'phone number');
  const customer = (id: string): Customer => found(customerByPhone(state, id.replace(/\D/g, '')), 'customer');
  const api = express.Router();
  api.use(sameOriginOnly);

  api.get('/events', eventStream(world));
  api.get('/state', (_req, res) => {
    const numbers = [...state.numbers.values()].map((n) => ({
      id: n.id,
      wabaId: n.wabaId,
      display: n.display,
      name: n.verifiedName,
      registered: n.registered,
      subscribed: state.subscribed.has(n.wabaId),
    }));
    res.json({
      numbers,
      customers: [...state.customers.values()].map((c) => ({
        ...c,
        unread: Object.fromEntries(numbers.map((n) => [n.id, unreadOf(state, c.id, n.id)])),
      })),
      settings: state.settings,
      faults: state.faults,
      errors: documentedErrors,
    });
  });
  api.get('/chats/:customer/:number', (req, res) => {
    const c = customer(param(req, 'customer'));
    const n = number(param(req, 'number'));
    res.json({
      customer: c,
      number: { id: n.id, display: n.display, name: n.verifiedName },
      unread: unreadOf(state, c.id, n.id),
      bubbles: bubblesOf(state, c.id, n.id, SHOWN_MESSAGES),
    });
  });

  // Files come as raw bytes with their content type.
  api.post('/media', express.raw({ type: () => true, limit: '100mb' }), async (req, res) => {
    const n = number(textOf(req.query['phoneNumberId']));
    const filename = req.query['filename'];
    const bytes: unknown = req.body;
    if (!Buffer.isBuffer(bytes) || bytes.length === 0) throw new CannotSend('an empty file');
    const media = await storeMedia(world, {
      phoneNumberId: n.id,
      mime: req.get('content-type') ?? 'application/octet-stream',
      bytes,
      by: 'customer',
      ...(typeof filename === 'string' ? { filename } : {}),
    });
    res.json({ id: media.id });
  });
  api.get('/media/:id', (req, res) => {
    const media = found(state.media.get(param(req, 'id')), 'media');
    // Only what a phone shows in place keeps its type; anything else is a download.
    const shown = /^(image\/(jpeg|png|webp)|audio\/|video\/)/.test(media.mime);
    res.sendFile(world.mediaPath(media.id), {
      headers: {
        'content-type': shown ? media.mime : 'application/octet-stream',
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, max-age=86400, immutable',
        ...(shown ? {} : { 'content-disposition': 'attachment' }),
      },
    });
  });

  api.use(express.json({ limit: '8mb' }));
  api.post('/messages', async (req, res) => {
    const input = messageInput.parse(req.body);
    const n = number(input.phoneNumberId);
    const known = customerByPhone(state, input.from);
    const sender = known ?? newCustomer(state, input.from);
    if (!known) await world.commit({ kind: 'customer', customer: sender });
    if (sender.offline) throw new CannotSend('the phone is offline');
    let content;
    if ('sample' in input.content) {
      const sample = samples[input.content.sample];
      const media = await storeMedia(world, {
        phoneNumberId: n.id,
        mime: sample.mime,
        bytes: await sample.bytes(),
        filename: sample.filename,
        by: 'customer',
      });
      content = customerContent.parse({
        type: sample.type,
        mediaId: media.id,
        ...(input.content.caption === undefined ? {} : { caption: input.content.caption }),
      });
    } else content = input.content;
    const { wamid: id, records } = customerMessageRecords(state, sender, n, {
      content,
      contextId: input.contextId,
      forwarded: input.forwarded,
      referral: input.referral,
      at: input.at ?? Date.now(),
    });
    await world.commit(...records);
    res.json({ id, delivered: records.length > 1 });
  });
  api.post('/history', async (req, res) => {
    const { to, phoneNumberId, text, at, reached } = historyInput.parse(req.body);
    const n = number(phoneNumberId);
    const { id: customerId, waId } = customer(to);
    const id = wamid(waId, 'out');
    const message = { messaging_product: 'whatsapp', to: waId, type: 'text', text: { body: text } };
    const statuses = ranks.slice(0, ranks.indexOf(reached) + 1);
    await world.commit({ kind: 'history', wamid: id, phoneNumberId: n.id, customerId, message, told: at, statuses });
    res.json({ id });
  });
  api.post('/messages/:id/play', async (req, res) => void res.json({ played: await play(world, param(req, 'id')) }));
  api.post('/chats/:customer/:number/open', async (req, res) => {
    res.json({ read: await openChat(world, customer(param(req, 'customer')).id, number(param(req, 'number')).id) });
  });

  api.post('/customers', async (req, res) => {
    const input = customerInput.parse(req.body);
    const existing = state.customers.get(withNinthDigit(input.phone));
    const { phone, ...rest } = input;
    const c = existing
      ? { ...existing, name: input.name || existing.name }
      : newCustomer(state, phone, Object.fromEntries(Object.entries(rest).filter(([, v]) => v !== undefined)));
    await world.commit({ kind: 'customer', customer: c });
    res.json(c);
  });
  api.patch('/customers/:id', async (req, res) => {
    const patch = Object.fromEntries(Object.entries(customerPatch.parse(req.body)).filter(([, v]) => v !== undefined));
    const c: Customer = { ...customer(param(req, 'id')), ...patch };
    await world.commit({ kind: 'customer', customer: c });
    res.json(c);
  });

  api.get('/settings', (_req, res) => void res.json(state.settings));
  api.put('/settings', async (req, res) => {
    const given: unknown = req.body;
    const patch = settings.partial().strict().parse(given);
    await world.commit({ kind: 'settings', patch: Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined)) });
    res.json(state.settings);
  });
  api.get('/faults', (_req, res) => void res.json(state.faults));
  api.post('/faults', async (req, res) => {
    const fault = { ...faultInput.parse(req.body), id: randomUUID() };
    await world.commit({ kind: 'fault', fault });
    res.json(fault);
  });
  api.delete('/faults', async (_req, res) => {
    await world.commit({ kind: 'faults_cleared' });
    res.json([]);
  });

  api.get('/ledger', (req, res) => {
    const after = Number(req.query['after'] ?? 0);
    const phoneNumberId = req.query['phoneNumberId'];
    const sends = state.sends.filter((s) => s.n > after && (phoneNumberId === undefined || s.phoneNumberId === phoneNumberId));
    res.json({ sends: sends.map((s) => ({ ...s, at: new Date(s.at).toISOString() })), last: state.lastRecord });
  });
  api.get('/ledger.jsonl', (_req, res) => {
    res.type('application/x-ndjson');
    createReadStream(join(world.mediaPath('0'), '../../ledger.jsonl')).pipe(res);
  });
  api.get('/drained', async (req, res) => void res.json(await drained(world, Math.min(60_000, Number(req.query['timeoutMs'] ?? 5000)))));
  api.use(developerRouter(world, deliveries));
  api.use((_req, res) => void res.status(404).json({ error: 'no such path' }));
  api.use(answerError);
  return api;
};
