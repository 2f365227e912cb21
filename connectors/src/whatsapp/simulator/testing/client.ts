import type { TestCallback } from './callback.ts';

export type Answer = { readonly status: number; readonly body: Json };
export type Json = { readonly [k: string]: Json } & readonly Json[] & string & number & boolean;
export type Credentials = {
  readonly appId: string;
  readonly appSecret: string;
  readonly accessToken: string;
  readonly wabaId: string;
  readonly phoneNumbers: readonly { readonly id: string; readonly phone: string; readonly wabaId: string; readonly registered: boolean }[];
};

/** Talks to a running simulator as the product does (Graph API) and as a test does (control API). */
export const clientOf = async (url: string) => {
  const ask = async (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> => {
    const json = body !== undefined && !(body instanceof FormData) && !(body instanceof Uint8Array);
    const response = await fetch(url + path, {
      method,
      headers: { ...(json ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(body === undefined ? {} : { body: (json ? JSON.stringify(body) : body) as string | FormData | Uint8Array<ArrayBuffer> }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    return { status: response.status, body: (response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text) as Json };
  };
  const sim = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const a = await ask(method, `/_sim/${path}`, body);
    if (a.status !== 200) throw new Error(`${method} ${path}: ${a.status} ${JSON.stringify(a.body)}`);
    return a.body;
  };
  const credentials = (await sim('GET', 'credentials')) as unknown as Credentials;
  const number = credentials.phoneNumbers[0]?.id ?? '';
  let token = credentials.accessToken;
  const graph = (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) =>
    ask(method, `/v23.0/${path}`, body, { authorization: `Bearer ${token}`, ...headers });
  return {
    url,
    credentials,
    /** The first phone number's id. */
    number,
    ask,
    sim,
    graph,
    useToken: (t: string) => (token = t),
    send: (message: Readonly<Record<string, unknown>>, from = number) =>
      graph('POST', `${from}/messages`, { messaging_product: 'whatsapp', ...message }),
    text: (to: string, body: string, more: Readonly<Record<string, unknown>> = {}) =>
      graph('POST', `${number}/messages`, { messaging_product: 'whatsapp', to, type: 'text', text: { body }, ...more }),
    /** A customer writes; answers the message's id. */
    write: async (
      from: string,
      content: Readonly<Record<string, unknown>>,
      more: Readonly<Record<string, unknown>> = {},
    ): Promise<string> => (await sim('POST', 'messages', { from, phoneNumberId: number, content, ...more }))['id'],
    subscribe: (c: TestCallback) =>
      graph('POST', `${credentials.wabaId}/subscribed_apps`, { override_callback_uri: c.url, verify_token: c.verifyToken }),
    /** Waits until nothing is pending any more. */
    drained: async (timeoutMs = 5000): Promise<void> => {
      const d = await sim('GET', `drained?timeoutMs=${timeoutMs}`);
      if (!d['drained']) throw new Error(`not drained: ${JSON.stringify(d)}`);
    },
    open: (customer: string) => sim('POST', `chats/${customer}/${number}/open`, {}),
    sends: async (): Promise<readonly Json[]> => (await sim('GET', 'ledger'))['sends'],
  };
};
export type SimClient = Awaited<ReturnType<typeof clientOf>>;
