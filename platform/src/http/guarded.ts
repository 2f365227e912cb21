import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { exchange, type HttpAnswer, type HttpRequest } from './exchange.ts';
import { BlockedAddress, type FailureReason, type HttpFailure } from './failure.ts';
import { isPublicAddress } from './public-address.ts';

export type { HttpAnswer, HttpRequest } from './exchange.ts';
export type { HttpFailure } from './failure.ts';

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;
/** The one client for URLs that a tenant can set. Reaches public addresses only, follows no redirect (one is a failure), repeats nothing, never throws. */
export interface GuardedHttp {
  request(r: HttpRequest): Promise<HttpAnswer | HttpFailure>;
  close(): Promise<void>;
}

const PORTS = ['', '443', '8443'];
/** Headers that belong to the client, or that would make one connection carry something else. */
const RESERVED = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'proxy-authorization',
  'proxy-connection',
]);

const systemResolve: Resolve = (hostname) =>
  new Promise((done, failed) => lookup(hostname, { all: true, order: 'verbatim' }, (e, addresses) => (e ? failed(e) : done(addresses))));
const blocked = (address: string): BlockedAddress => new BlockedAddress(`${address} is not a public address`);

/**
 * `internal`: origins (`https://hooks.internal:8443`) that the installation's owner has opened; they skip the rules on scheme, port and address.
 * `ports`: further ones than 443 and 8443.
 */
export const openGuardedHttp = (
  o: {
    readonly internal?: readonly string[];
    readonly ports?: readonly number[];
    readonly resolve?: Resolve;
    readonly connectTimeoutMs?: number;
  } = {},
): GuardedHttp => {
  const resolve = o.resolve ?? systemResolve;
  const internal = new Set((o.internal ?? []).map((url) => new URL(url).origin));
  const ports = new Set([...PORTS, ...(o.ports ?? []).map(String)]);
  const timeout = o.connectTimeoutMs ?? 5_000;
  const free = { allowH2: false, pipelining: 1 };

  const checkedLookup: LookupFunction = (hostname, options, done) => {
    resolve(hostname).then(
      (addresses) => {
        const bad = addresses.find((a) => !isPublicAddress(a.address));
        const first = addresses[0];
        if (bad || !first) return done(bad ? blocked(bad.address) : Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 0);
        // Connecting uses what was checked: the name is not asked for again.
        if (options.all) done(null, [...addresses]);
        else done(null, first.address, first.family);
      },
      (e: unknown) => done(e as NodeJS.ErrnoException, '', 0),
    );
  };
  const connector = buildConnector({ lookup: checkedLookup, timeout, allowH2: false });
  const guarded = new Agent({
    ...free,
    connect: (options, done) => {
      // A literal address is never looked up.
      const host = options.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) && !isPublicAddress(host)) return done(blocked(host), null);
      connector(options, (...[e, socket]) => {
        if (e) return done(e, null);
        if (socket.remoteAddress === undefined || !isPublicAddress(socket.remoteAddress)) {
          socket.destroy();
          return done(blocked(String(socket.remoteAddress)), null);
        }
        done(null, socket);
      });
    },
  });
  const open = new Agent({ ...free, connect: { timeout, allowH2: false } });

  const refuse = (why: FailureReason, detail: string): HttpFailure => ({ ok: false, beforeFirstByte: true, why, detail });
  const check = (r: HttpRequest): HttpFailure | 'guarded' | 'internal' => {
    if (!URL.canParse(r.url)) return refuse('invalid_request', 'not a URL');
    const url = new URL(r.url);
    if (url.username !== '' || url.password !== '') return refuse('invalid_request', 'a URL must not carry credentials');
    const reserved = Object.keys(r.headers ?? {}).find((name) => RESERVED.has(name.toLowerCase()));
    if (reserved !== undefined) return refuse('invalid_request', `the header ${reserved} is reserved`);
    if (internal.has(url.origin)) return 'internal';
    if (url.protocol !== 'https:') return refuse('blocked', 'only https is allowed');
    if (!ports.has(url.port)) return refuse('blocked', `port ${url.port} is not allowed`);
    return 'guarded';
  };
  return {
    request: async (r) => {
      const checked = check(r);
      if (typeof checked !== 'string') return checked;
      const answer = await exchange(checked === 'internal' ? open : guarded, r);
      if (!answer.ok || answer.status < 300 || answer.status > 399 || answer.status === 304) return answer;
      return { ok: false, beforeFirstByte: false, why: 'redirect', detail: `HTTP ${answer.status}` };
    },
    close: async () => {
      await Promise.all([guarded.destroy(), open.destroy()]);
    },
  };
};
