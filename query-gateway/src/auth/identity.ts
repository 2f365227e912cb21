import type { IncomingMessage } from 'node:http';
import { roleGrants, scopeGrants, type Permission, type Scope } from '@master-ia/schemas/permissions.ts';
import type { Cache } from '@master-ia/platform/ports/cache.ts';
import type { Database } from '@master-ia/platform/ports/sql.ts';
import type { Identity, Locale } from '../graphql/context.ts';
import { clientAddress } from '../http/client-address.ts';
import { askedLocale } from '../http/problem.ts';
import type { RequestRate } from '../http/request-rate.ts';
import { arrivals } from './arrivals.ts';
import type { SessionCookie } from './cookie.ts';
import { sha256, type LiveSession, type Sessions } from './sessions.ts';

const KEPT_MS = 1000;
const KEY = /^mia_[\w-]{20,100}$/;
const DEFAULT_LOCALE: Locale = 'pt-BR';

type LiveKey = { readonly hash: string; readonly apiKeyId: string; readonly tenant: string; readonly scopes: readonly Scope[] };
/** What a request or a socket shows of itself. */
export type Credentials =
  | { readonly kind: 'session'; readonly secret: string }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'bad' };
type Headers = Pick<IncomingMessage, 'headers'>;

const FIND_KEY = `select f.key as hash, f.value, c.value as company
  from work.fact f left join work.fact c on c.tenant = f.tenant and c.fact = 'company' and c.key = 'self'
  where f.fact = 'api_key' and f.key = any($1::text[])`;

const ofSession = (s: LiveSession, asked: Locale | null): Identity => {
  const grants = roleGrants[s.role];
  return {
    tenant: s.companyId,
    actor: { kind: 'user', id: s.userId },
    userId: s.userId,
    role: s.role,
    viewer: { userId: s.userId, visibility: s.visibility ?? grants.visibility },
    permissions: new Set(grants.permissions),
    locale: s.locale ?? asked ?? DEFAULT_LOCALE,
    sessionHash: s.hash,
  };
};
const ofKey = (k: LiveKey, asked: Locale | null): Identity => ({
  tenant: k.tenant,
  actor: { kind: 'api_key', id: k.apiKeyId },
  userId: null,
  role: null,
  viewer: { userId: null, visibility: 'all' },
  permissions: new Set(k.scopes.flatMap((s): readonly Permission[] => scopeGrants[s])),
  locale: asked ?? DEFAULT_LOCALE,
  sessionHash: null,
});

/** Who asks: by the session's cookie or an API key, looked up in what the events say, never in the request's own words. */
export const openIdentities = (ports: {
  readonly db: Database;
  readonly cache: Cache;
  readonly sessions: Sessions;
  readonly cookie: SessionCookie;
  readonly rate: Pick<RequestRate, 'stranger'>;
}) => {
  const arrive = arrivals(ports.rate.stranger);
  const keys = async (hashes: readonly string[]): Promise<readonly LiveKey[]> => {
    const { rows } = await ports.db.query<{
      hash: string;
      value: { apiKeyId: string; tenant: string; scopes: readonly Scope[] };
      company: { suspended: boolean } | null;
    }>(FIND_KEY, [hashes], { name: 'api_keys_live' });
    return rows.flatMap((r) =>
      r.company && !r.company.suspended
        ? [{ hash: r.hash, apiKeyId: r.value.apiKeyId, tenant: r.value.tenant, scopes: r.value.scopes }]
        : [],
    );
  };
  /** A key in the header counts before a cookie; a header that is no key of ours is refused, not passed over. */
  const credentials = (req: Headers, authorization = req.headers.authorization): Credentials => {
    if (authorization !== undefined) {
      const key = /^Bearer (\S{1,200})$/i.exec(authorization)?.[1];
      return key !== undefined && KEY.test(key) ? { kind: 'key', key } : { kind: 'bad' };
    }
    const secret = ports.cookie.read(req);
    return secret === null ? { kind: 'none' } : { kind: 'session', secret };
  };
  const find = async (c: Credentials, req: Headers): Promise<Identity | null> => {
    const asked = askedLocale(req.headers['accept-language']);
    if (c.kind === 'session') {
      const session = await ports.sessions.ofSecret(c.secret);
      return session && ofSession(session, asked);
    }
    if (c.kind === 'key') {
      const id = sha256(c.key);
      const key = await ports.cache.get(`api_key:${id}`, KEPT_MS, async () => (await keys([id]))[0] ?? null);
      return key && ofKey(key, asked);
    }
    return null;
  };
  /** Null: nobody. Throws 429 `too_many_requests` when too many nobodies have come from there. */
  const identify = (c: Credentials, req: IncomingMessage): Promise<Identity | null> =>
    arrive(c.kind === 'session' ? sha256(c.secret) : c.kind === 'key' ? sha256(c.key) : null, clientAddress(req), () => find(c, req));
  return {
    credentials,
    identify,
    ofRequest: (req: IncomingMessage): Promise<Identity | null> => identify(credentials(req), req),
    /** Many at once, past the cache, for open sockets: by the SHA-256 of what each has shown. */
    again: async (
      asked: readonly { readonly kind: 'session' | 'key'; readonly hash: string; readonly headers: Headers }[],
    ): Promise<readonly (Identity | null)[]> => {
      const hashes = (kind: 'session' | 'key'): readonly string[] => [...new Set(asked.filter((x) => x.kind === kind).map((x) => x.hash))];
      const [sessions, live] = await Promise.all([
        hashes('session').length > 0 ? ports.sessions.find(hashes('session')) : [],
        hashes('key').length > 0 ? keys(hashes('key')) : [],
      ]);
      const bySession = new Map(sessions.map((s) => [s.hash, s]));
      const byKey = new Map(live.map((k) => [k.hash, k]));
      return asked.map((x) => {
        const locale = askedLocale(x.headers.headers['accept-language']);
        const session = bySession.get(x.hash);
        const key = byKey.get(x.hash);
        return session ? ofSession(session, locale) : key ? ofKey(key, locale) : null;
      });
    },
  };
};
export type Identities = ReturnType<typeof openIdentities>;

/** Changes when anything does that decides what this caller sees. */
export const rightsOf = (i: Identity): string =>
  JSON.stringify([i.tenant, i.actor.id, i.role, i.viewer.visibility, [...i.permissions].sort(), i.locale]);
