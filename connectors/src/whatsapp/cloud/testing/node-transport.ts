import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { GraphRequest, GraphTransport, TransportFailure } from '../graph-transport.ts';

const open = (r: GraphRequest): Promise<IncomingMessage | TransportFailure> =>
  new Promise((resolve) => {
    let connected = false;
    const req = httpRequest(r.url, { method: r.method, headers: r.headers, agent: false, ...(r.signal ? { signal: r.signal } : {}) });
    req.on('socket', (s) => s.on('connect', () => (connected = true)));
    req.setTimeout(r.timeoutMs, () => req.destroy(new Error('timeout')));
    req.on('error', (e) => {
      resolve({ ok: false, beforeFirstByte: !connected, why: e.message });
    });
    req.on('response', resolve);
    if (r.body === undefined) req.end();
    else if (r.body instanceof Uint8Array) req.end(r.body);
    else Readable.from(r.body).pipe(req);
  });

/** Plain node:http, for local servers only. */
export const nodeTransport: GraphTransport = {
  request: async (r) => {
    const res = await open(r);
    if ('beforeFirstByte' in res) return res;
    const parts: Buffer[] = [];
    try {
      for await (const p of res) parts.push(p as Buffer);
    } catch (e) {
      return { ok: false, beforeFirstByte: false, why: String(e) };
    }
    return { ok: true, status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(parts) };
  },
  download: async (r) => {
    const res = await open(r);
    return 'beforeFirstByte' in res ? res : { ok: true, status: res.statusCode ?? 0, headers: res.headers, body: res };
  },
};
