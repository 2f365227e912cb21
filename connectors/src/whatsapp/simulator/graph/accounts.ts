import type { Request, Response } from 'express';
import type { Template } from '../records.ts';
import { subscribe } from '../subscriptions.ts';
import type { World } from '../world.ts';
import { authenticate, isAppToken, MANAGEMENT, requireScope, tokenProblem } from './auth.ts';
import { textOf } from './checked.ts';
import { noSuchObject, refuse } from './errors.ts';
import { meetsFault } from './faulted.ts';
import { parametersOf, pickFields } from './numbers.ts';

const templateFields = (t: Template): Readonly<Record<string, unknown>> => ({
  id: t.id,
  name: t.name,
  language: t.language,
  status: t.status,
  category: t.category,
  components: t.components,
  parameter_format: t.parameterFormat,
  rejected_reason: t.rejectedReason,
  quality_score: { score: t.status === 'PAUSED' ? 'RED' : 'GREEN' },
});
const usualTemplateFields = ['id', 'name', 'language', 'status', 'category', 'components', 'parameter_format'];
const LARGEST_PAGE = 1000;
const USUAL_PAGE = 25;

const cursorOf = (index: number): string => Buffer.from(`t${index}`).toString('base64');
const indexOf = (cursor: unknown): number => {
  const index = typeof cursor === 'string' ? /^t(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1] : undefined;
  if (index === undefined) throw refuse(400, 100, '(#100) Invalid cursors values');
  return Number(index);
};

export const accountEndpoints = (world: World) => {
  const { state } = world;
  const accountOf = (req: Request): string => {
    const id = String(req.params['id']);
    const token = authenticate(state, req);
    if (!state.accounts.has(id)) throw noSuchObject(req.method, id);
    requireScope(token, MANAGEMENT);
    return id;
  };
  const apiData = () => ({
    id: state.app?.id ?? '',
    name: state.app?.name ?? '',
    link: `https://www.facebook.com/games/?app_id=${state.app?.id ?? ''}`,
  });

  return {
    read: (req: Request, res: Response, id: string): void => {
      requireScope(authenticate(state, req), MANAGEMENT);
      const account = state.accounts.get(id);
      if (!account) throw noSuchObject('get', id);
      const all = {
        id,
        name: account.name,
        currency: 'BRL',
        timezone_id: '25',
        account_review_status: 'APPROVED',
        message_template_namespace: `ns_${id}`,
      };
      res.json(pickFields(all, req.query['fields'], ['id', 'name', 'timezone_id', 'message_template_namespace']));
    },

    /** `GET /{WABA}/subscribed_apps`. */
    subscriptions: async (req: Request, res: Response): Promise<void> => {
      const id = accountOf(req);
      if (await meetsFault(world, 'manage', null, req, res, () => Promise.resolve())) return;
      const override = state.callbacks.account.get(id);
      res.json({
        data: state.subscribed.has(id)
          ? [{ whatsapp_business_api_data: apiData(), ...(override ? { override_callback_uri: override.url } : {}) }]
          : [],
      });
    },

    /** `POST /{WABA}/subscribed_apps`: subscribes the app; with `override_callback_uri` after the handshake with that address. */
    subscribe: async (req: Request, res: Response): Promise<void> => {
      const id = accountOf(req);
      const { override_callback_uri: url, verify_token: verifyToken } = parametersOf(req);
      const work = async (): Promise<void> => {
        // Without an override the account goes back to the app's callback.
        await subscribe(world, { level: 'account', id }, url ?? '', verifyToken);
        await world.commit({ kind: 'subscribed', wabaId: id, on: true });
      };
      if (await meetsFault(world, 'manage', null, req, res, work)) return;
      await work();
      res.json({
        success: true,
        ...(url === undefined || url === '' ? {} : { data: [{ override_callback_uri: url, whatsapp_business_api_data: apiData() }] }),
      });
    },

    unsubscribe: async (req: Request, res: Response): Promise<void> => {
      const id = accountOf(req);
      await world.commit({ kind: 'callback', level: 'account', id, callback: null }, { kind: 'subscribed', wabaId: id, on: false });
      res.json({ success: true });
    },

    /** `GET /{WABA}/message_templates`, paged by cursor; filters `name`, `language`, `status`, `category`. */
    templates: async (req: Request, res: Response): Promise<void> => {
      const id = accountOf(req);
      if (await meetsFault(world, 'manage', null, req, res, () => Promise.resolve())) return;
      const { fields, limit, after, name, language, status, category } = req.query;
      const wanted = [...state.templates.values()].filter(
        (t) =>
          t.wabaId === id &&
          (typeof name !== 'string' || t.name.includes(name)) &&
          (typeof language !== 'string' || t.language === language) &&
          (typeof status !== 'string' || t.status === status.toUpperCase()) &&
          (typeof category !== 'string' || t.category === category.toUpperCase()),
      );
      const size = limit === undefined ? USUAL_PAGE : Number(limit);
      if (!Number.isInteger(size) || size < 1 || size > LARGEST_PAGE)
        throw refuse(400, 100, '(#100) Param limit must be an integer between 1 and 1000.');
      const from = after === undefined ? 0 : indexOf(after) + 1;
      const page = wanted.slice(from, from + size);
      const last = from + page.length - 1;
      const next = new URL(`${req.protocol}://${req.get('host') ?? ''}${req.originalUrl}`);
      next.searchParams.set('after', cursorOf(last));
      next.searchParams.delete('access_token');
      res.json({
        data: page.map((t) => pickFields(templateFields(t), fields, usualTemplateFields)),
        ...(page.length > 0
          ? {
              paging: {
                cursors: { before: cursorOf(from), after: cursorOf(last) },
                ...(last + 1 < wanted.length ? { next: next.href } : {}),
              },
            }
          : {}),
      });
    },

    readTemplate: (req: Request, res: Response, id: string): void => {
      requireScope(authenticate(state, req), MANAGEMENT);
      const t = state.templates.get(id);
      if (!t) throw noSuchObject('get', id);
      res.json(pickFields(templateFields(t), req.query['fields'], usualTemplateFields));
    },

    /** `GET /debug_token?input_token=`: with `app id|app secret`, or with a valid token of the app. */
    debugToken: async (req: Request, res: Response): Promise<void> => {
      if (!isAppToken(state, req)) {
        if ((textOf(req.query['access_token']) || textOf(req.headers.authorization)).includes('|'))
          throw refuse(400, 190, 'Invalid OAuth access token signature.');
        authenticate(state, req);
      }
      const input = req.query['input_token'];
      if (typeof input !== 'string' || input === '') throw refuse(400, 100, '(#100) The parameter input_token is required.');
      if (await meetsFault(world, 'manage', null, req, res, () => Promise.resolve())) return;
      const token = state.tokens.get(input);
      const problem = tokenProblem(state, input);
      if (!token) {
        res.json({ data: { error: problem, is_valid: false, scopes: [] } });
        return;
      }
      const targets = [...state.accounts.keys()];
      res.json({
        data: {
          app_id: state.app?.id,
          type: 'SYSTEM_USER',
          application: state.app?.name,
          // 0: never.
          data_access_expires_at: 0,
          expires_at: token.state === 'expired' ? Math.floor(token.changedAt / 1000) : 0,
          ...(problem ? { error: problem } : {}),
          is_valid: problem === null,
          issued_at: Math.floor(token.issuedAt / 1000),
          scopes: token.scopes,
          granular_scopes: token.scopes.map((scope) => ({ scope, target_ids: targets })),
          user_id: `1${state.app?.id.slice(1) ?? ''}`,
        },
      });
    },
  };
};
