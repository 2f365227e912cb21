import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};
export type Script = (r: Received, res: ServerResponse) => void;

/** A local HTTP server that answers as the test at hand says, and keeps what it received. */
export const scriptedGraph = async () => {
  const received: Received[] = [];
  let script: Script = (_, res) => res.writeHead(500).end();
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (p: Buffer) => parts.push(p));
    req.on('error', () => undefined);
    req.on('end', () => {
      const url = new URL(req.url ?? '/', 'http://local');
      const r = { method: req.method ?? '', path: url.pathname, query: url.searchParams, headers: req.headers, body: Buffer.concat(parts) };
      received.push(r);
      script(r, res);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (next: Script): void => {
      script = next;
      received.length = 0;
    },
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};

export const json =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Script =>
  (_, res) =>
    void res
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body));

/** Graph's error, with the HTTP status that Meta documents for it. */
export const graphError = (
  status: number,
  code: number,
  o: {
    readonly subcode?: number;
    readonly message?: string;
    readonly details?: string;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Script =>
  json(
    status,
    {
      error: {
        message: o.message ?? `(#${code}) refused`,
        type: 'OAuthException',
        code,
        ...(o.subcode === undefined ? {} : { error_subcode: o.subcode }),
        ...(o.details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details: o.details } }),
        fbtrace_id: 'AXsgnV2Cm3ZMGF3dF_cfYIn',
      },
    },
    o.headers,
  );
