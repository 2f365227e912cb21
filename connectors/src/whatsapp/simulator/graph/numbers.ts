import type { Request, Response } from 'express';
import type { PhoneNumber } from '../records.ts';
import type { State } from '../state.ts';
import { subscribe } from '../subscriptions.ts';
import type { World } from '../world.ts';
import { authenticate, MANAGEMENT, requireScope } from './auth.ts';
import { checkProduct } from './validate-message.ts';
import { isObject } from './checked.ts';
import { noSuchObject, refuse, refuseMessage } from './errors.ts';
import { meetsFault } from './faulted.ts';

const always = ['id', 'display_phone_number', 'verified_name', 'quality_rating'];

/** Every field of a phone number that can be asked for. */
const fieldsOf = (state: State, n: PhoneNumber): Readonly<Record<string, unknown>> => ({
  id: n.id,
  display_phone_number: n.display,
  verified_name: n.verifiedName,
  quality_rating: n.registered ? 'GREEN' : 'UNKNOWN',
  status: n.registered ? 'CONNECTED' : 'PENDING',
  name_status: 'APPROVED',
  code_verification_status: 'VERIFIED',
  account_mode: 'LIVE',
  platform_type: n.registered ? 'CLOUD_API' : 'NOT_APPLICABLE',
  host_platform: 'CLOUD_API',
  messaging_limit_tier: 'TIER_1K',
  throughput: { level: n.registered ? 'STANDARD' : 'NOT_APPLICABLE' },
  country_code: 'BR',
  country_dial_code: '55',
  is_official_business_account: false,
  is_pin_enabled: n.pin !== null,
  webhook_configuration: {
    ...(state.callbacks.number.get(n.id) ? { phone_number: state.callbacks.number.get(n.id)?.url } : {}),
    ...(state.callbacks.account.get(n.wabaId) ? { whatsapp_business_account: state.callbacks.account.get(n.wabaId)?.url } : {}),
    ...(state.callbacks.app ? { application: state.callbacks.app.url } : {}),
  },
});

/** The fields that a request asks for; the usual ones when it asks for none. */
export const pickFields = (all: Readonly<Record<string, unknown>>, asked: unknown, usual: readonly string[]): Record<string, unknown> => {
  const names =
    typeof asked === 'string' && asked !== '' ? ['id', ...asked.split(',').map((f) => f.trim().replace(/[{(.].*$/, ''))] : usual;
  const unknown = names.find((f) => !(f in all));
  if (unknown !== undefined) throw refuse(400, 100, `(#100) Tried accessing nonexisting field (${unknown})`);
  return Object.fromEntries(names.map((f) => [f, all[f]]));
};

/** Parameters of a management call: Graph takes them in a JSON body, a form, or the query. */
export const parametersOf = (req: Request): Readonly<Record<string, unknown>> => ({
  ...req.query,
  ...(isObject(req.body) ? req.body : {}),
});

export const numberEndpoints = (world: World) => {
  const { state } = world;
  const numberOf = (req: Request, id: string): PhoneNumber => {
    const token = authenticate(state, req);
    const n = state.numbers.get(id);
    if (!n) throw noSuchObject(req.method, id);
    requireScope(token, MANAGEMENT);
    return n;
  };

  return {
    read: async (req: Request, res: Response, id: string): Promise<void> => {
      const n = numberOf(req, id);
      if (await meetsFault(world, 'manage', id, req, res, () => Promise.resolve())) return;
      res.json(pickFields(fieldsOf(state, n), req.query['fields'], always));
    },

    /** `POST /{phone_number_id}/register` with the six-digit PIN. */
    register: async (req: Request, res: Response): Promise<void> => {
      const n = numberOf(req, String(req.params['id']));
      const { pin } = checkProduct(parametersOf(req));
      if (typeof pin !== 'string' || !/^\d{6}$/.test(pin)) throw refuse(400, 100, 'Invalid PIN format. PIN must be exactly 6 digits');
      if (n.pin !== null && n.pin !== pin) throw refuseMessage(133005);
      const work = () => world.commit({ kind: 'number', number: { ...n, pin, registered: true } });
      if (await meetsFault(world, 'manage', n.id, req, res, work)) return;
      await work();
      res.json({ success: true });
    },

    deregister: async (req: Request, res: Response): Promise<void> => {
      const n = numberOf(req, String(req.params['id']));
      await world.commit({ kind: 'number', number: { ...n, registered: false } });
      res.json({ success: true });
    },

    /** `POST /{phone_number_id}` with `webhook_configuration`: a callback of the number's own; an empty address takes it away. */
    configure: async (req: Request, res: Response, id: string): Promise<void> => {
      const n = numberOf(req, id);
      const configuration = parametersOf(req)['webhook_configuration'];
      if (!isObject(configuration)) throw refuse(400, 100, '(#100) The parameter webhook_configuration is required.');
      await subscribe(world, { level: 'number', id: n.id }, configuration['override_callback_uri'], configuration['verify_token']);
      res.json({ success: true });
    },

    listOf: async (req: Request, res: Response): Promise<void> => {
      const id = String(req.params['id']);
      const token = authenticate(state, req);
      if (!state.accounts.has(id)) throw noSuchObject(req.method, id);
      requireScope(token, MANAGEMENT);
      if (await meetsFault(world, 'manage', null, req, res, () => Promise.resolve())) return;
      const numbers = [...state.numbers.values()].filter((n) => n.wabaId === id);
      res.json({
        data: numbers.map((n) =>
          pickFields(fieldsOf(state, n), req.query['fields'], [
            ...always,
            'status',
            'code_verification_status',
            'account_mode',
            'host_platform',
            'messaging_limit_tier',
          ]),
        ),
        ...(numbers.length > 0 ? { paging: { cursors: { after: Buffer.from(numbers.at(-1)?.id ?? '').toString('base64') } } } : {}),
      });
    },
  };
};
