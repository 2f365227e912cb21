import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly body: Webhook;
};
/** The parts of a webhook that tests look at. */
export type Webhook = {
  readonly object: string;
  readonly entry: readonly {
    readonly id: string;
    readonly changes: readonly {
      readonly field: string;
      readonly value: {
        readonly metadata?: { readonly phone_number_id: string };
        readonly contacts?: readonly Record<string, unknown>[];
        readonly messages?: readonly (Record<string, unknown> & { readonly id: string; readonly type: string })[];
        readonly statuses?: readonly (Record<string, unknown> & { readonly id: string; readonly status: string })[];
      };
    }[];
  }[];
};

/** A business's server as Meta sees it: passes the handshake with its verify token, keeps what is posted, answers as told. */
export const startCallback = async (verifyToken = 'verify-me') => {
  const received: Received[] = [];
  let answer = 200;
  let echo = true;
  const waiters = new Set<() => void>();
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (c: Buffer) => chunks.push(c));
    req.on('end', () => {
      if (req.method === 'GET') {
        const q = new URL(req.url ?? '', 'http://localhost').searchParams;
        const right = q.get('hub.mode') === 'subscribe' && q.get('hub.verify_token') === verifyToken;
        res.statusCode = right ? 200 : 403;
        res.end(right && echo ? q.get('hub.challenge') : 'no');
        return;
      }
      const text = Buffer.concat(chunks).toString();
      if (answer === 200) received.push({ headers: req.headers, text, body: JSON.parse(text) as Webhook });
      res.statusCode = answer;
      res.end();
      for (const w of waiters) w();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhooks/whatsapp/test`,
    verifyToken,
    received,
    answerWith: (status: number) => (answer = status),
    breakHandshake: () => (echo = false),
    statuses: () => received.flatMap((r) => r.body.entry[0]?.changes[0]?.value.statuses ?? []),
    messages: () => received.flatMap((r) => r.body.entry[0]?.changes[0]?.value.messages ?? []),
    /** Resolves at the next post, answered or refused. */
    nextPost: () =>
      new Promise<void>((resolve) => {
        const done = (): void => {
          waiters.delete(done);
          resolve();
        };
        waiters.add(done);
      }),
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
export type TestCallback = Awaited<ReturnType<typeof startCallback>>;
