import express from 'express';
import type { ErrorRequestHandler, Request, Response, Router } from 'express';
import { fbtraceId } from '../ids.ts';
import type { World } from '../world.ts';
import { accountEndpoints } from './accounts.ts';
import { authenticate } from './auth.ts';
import { GraphRefusal, noSuchObject, refuse } from './errors.ts';
import { mediaEndpoints } from './media.ts';
import { messagesEndpoint } from './messages.ts';
import { numberEndpoints } from './numbers.ts';

/** The oldest version that still lives; older ones are refused. */
const OLDEST = 21;

const answerRefusal: ErrorRequestHandler = (e: unknown, _req, res, next) => {
  if (res.headersSent || res.socket?.destroyed) return;
  // body-parser's errors carry a status and a type.
  const parse =
    e instanceof Error && 'type' in e && typeof e.type === 'string' && 'status' in e
      ? refuse(400, 100, `(#100) The request body is not valid: ${e.type}`)
      : null;
  const refusal = e instanceof GraphRefusal ? e : parse;
  if (!refusal) {
    next(e);
    return;
  }
  const trace = fbtraceId();
  const transient = [1, 2, 4, 17, 80007, 130429, 131000, 131016, 131056, 131057, 133004].includes(refusal.body.code);
  res
    .status(refusal.http)
    .set({
      'x-fb-trace-id': trace,
      ...(refusal.http === 401
        ? { 'www-authenticate': `OAuth "Facebook Platform" "invalid_token" "${refusal.message.replace(/"/g, "'")}"` }
        : {}),
    })
    .json({ error: { ...refusal.body, ...(transient ? { is_transient: true } : {}), fbtrace_id: trace } });
};

/** `/v23.0/…`: the part of Meta's Graph API that WhatsApp needs, and the media download address. */
export const graphRouter = (world: World): Router => {
  const { state } = world;
  const media = mediaEndpoints(world);
  const numbers = numberEndpoints(world);
  const accounts = accountEndpoints(world);

  const root = express.Router();
  root.get('/whatsapp_business/attachments/', media.download);

  const api = express.Router();
  api.param('id', (req, _res, next, id: string) => next(/^\d+$/.test(id) ? undefined : noSuchObject(req.method, id)));
  api.get('/debug_token', accounts.debugToken);
  api.post('/:id/media', media.upload);
  api.use(express.json({ limit: '1mb', strict: false }), express.urlencoded({ extended: false }));
  api.post('/:id/messages', messagesEndpoint(world));
  api.post('/:id/register', numbers.register);
  api.post('/:id/deregister', numbers.deregister);
  api.get('/:id/phone_numbers', numbers.listOf);
  api.get('/:id/subscribed_apps', accounts.subscriptions);
  api.post('/:id/subscribed_apps', accounts.subscribe);
  api.delete('/:id/subscribed_apps', accounts.unsubscribe);
  api.get('/:id/message_templates', accounts.templates);

  const object = async (req: Request, res: Response): Promise<void> => {
    const id = String(req.params['id']);
    if (req.method === 'DELETE') return media.remove(req, res, id);
    if (req.method === 'POST') return numbers.configure(req, res, id);
    if (state.numbers.has(id)) return numbers.read(req, res, id);
    if (state.accounts.has(id)) return accounts.read(req, res, id);
    if (state.templates.has(id)) return accounts.readTemplate(req, res, id);
    return media.info(req, res, id);
  };
  api.get('/:id', object);
  api.post('/:id', object);
  api.delete('/:id', object);
  api.use((req) => {
    authenticate(state, req);
    throw refuse(400, 2500, `Unknown path components: ${req.path}`);
  });

  root.use(/^\/v\d[^/]*(?=\/|$)/, (req, res, next) => {
    const version = /^\/v(\d+)\.0$/.exec(req.baseUrl.slice(req.baseUrl.lastIndexOf('/')))?.[1];
    if (version === undefined) throw refuse(400, 100, "Invalid version format. Use format like 'v23.0'");
    if (Number(version) < OLDEST)
      throw refuse(400, 2635, '(#2635) You are calling a deprecated version of the API. Please update to the latest version.');
    res.set({ 'facebook-api-version': `v${version}.0`, 'x-app-usage': '{"call_count":1,"total_time":1,"total_cputime":1}' });
    api(req, res, next);
  });
  root.use(answerRefusal);
  return root;
};
