import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { State, Token } from '../state.ts';
import { refuse } from './errors.ts';

export const MESSAGING = 'whatsapp_business_messaging';
export const MANAGEMENT = 'whatsapp_business_management';

const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** The token of a request: bearer header, or `access_token` in the query. */
const tokenOf = (req: Request): string | null => {
  const [scheme, token] = (req.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer' && token) return token;
  const query = req.query['access_token'];
  return typeof query === 'string' && query ? query : null;
};

const proofOf = (req: Request): string | null => {
  const fromQuery = req.query['appsecret_proof'];
  if (typeof fromQuery === 'string') return fromQuery;
  const body: unknown = req.body;
  const fromBody = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)['appsecret_proof'] : undefined;
  return typeof fromBody === 'string' ? fromBody : null;
};

const invalid = (t: Token | undefined) => {
  if (!t) return refuse(401, 190, 'Invalid OAuth access token - Cannot parse access token');
  const when = new Date(t.changedAt).toUTCString();
  return t.state === 'expired'
    ? refuse(401, 190, `Error validating access token: Session has expired on ${when}.`, { subcode: 463 })
    : refuse(401, 190, 'Error validating access token: The session has been invalidated.', { subcode: 467 });
};

/** Why a token is refused, as `debug_token` tells it; null when it is valid. */
export const tokenProblem = (state: State, token: string): { message: string; code: number; subcode?: number } | null => {
  const t = state.tokens.get(token);
  if (t?.state === 'valid') return null;
  const { message, body } = invalid(t);
  const subcode = body['error_subcode'];
  return { message, code: body.code, ...(typeof subcode === 'number' ? { subcode } : {}) };
};

/** Checks bearer token and, when it is sent or required, `appsecret_proof`. Throws Graph's refusal. */
export const authenticate = (state: State, req: Request): Token => {
  const text = tokenOf(req);
  if (text === null) throw refuse(401, 104, 'An access token is required to request this resource');
  const token = state.tokens.get(text);
  if (token?.state !== 'valid') throw invalid(token);
  const proof = proofOf(req);
  if (proof !== null || state.settings.requireProof) {
    if (proof === null)
      throw refuse(400, 100, 'API calls from the server require an appsecret_proof argument', { type: 'GraphMethodException' });
    const expected = createHmac('sha256', state.app?.secret ?? '')
      .update(text)
      .digest('hex');
    if (!same(proof, expected))
      throw refuse(400, 100, 'Invalid appsecret_proof provided in the API argument', { type: 'GraphMethodException' });
  }
  return token;
};

/** The messaging side answers a missing permission with 10, the management side with 200. */
export const requireScope = (token: Token, scope: typeof MESSAGING | typeof MANAGEMENT): void => {
  if (token.scopes.includes(scope)) return;
  throw scope === MESSAGING
    ? refuse(403, 10, '(#10) Application does not have permission for this action')
    : refuse(403, 200, 'Requires whatsapp_business_messaging or whatsapp_business_management permission', { subcode: 1349176 });
};

/** `app id|app secret`, as `debug_token` takes it. */
export const isAppToken = (state: State, req: Request): boolean => {
  const token = tokenOf(req);
  return token !== null && state.app !== null && same(token, `${state.app.id}|${state.app.secret}`);
};
