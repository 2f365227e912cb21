import { until } from './until.ts';

export type Credentials = {
  readonly appId: string;
  readonly appSecret: string;
  readonly accessToken: string;
  readonly phoneNumbers: readonly { readonly id: string; readonly wabaId: string; readonly phone: string }[];
};
export type Send = {
  readonly n: number;
  readonly phoneNumberId: string;
  /** As the product wrote it. */
  readonly to: string | null;
  /** The customer's phone in digits, once it was understood. */
  readonly customerId: string | null;
  readonly type: string;
  readonly bizOpaqueCallbackData: string | null;
  readonly outcome: 'accepted' | 'refused' | 'cut_before' | 'cut_after';
  readonly code?: number;
};
/** After a burst the product answers every webhook, each durable. */
const DRAINED_MS = 30_000;

export type Bubble = {
  readonly id: string;
  readonly mine: boolean;
  readonly type: string;
  readonly content: { readonly body?: string; readonly voice?: boolean; readonly mediaId?: string };
  readonly quoted: string | null;
};

/** The provider's side, through the product's own proxy: what tests arrange and what they check (connectors/src/whatsapp/simulator/README.md). */
export const simulatorAt = (productUrl: string) => {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${productUrl}/simulator/_sim/${path}`, {
      method,
      headers: { 'x-simulator': '1', ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const sends = async (): Promise<readonly Send[]> => (await call<{ sends: readonly Send[] }>('GET', 'ledger')).sends;
  return {
    credentials: () => call<Credentials>('GET', 'credentials'),
    /** A customer writes; `at` (ms) dates it back. */
    write: (from: string, phoneNumberId: string, content: unknown, o: { readonly at?: number; readonly contextId?: string } = {}) =>
      call<{ id: string }>('POST', 'messages', { from, phoneNumberId, content, ...o }),
    customer: (phone: string, name: string) => call<{ id: string }>('POST', 'customers', { phone, name }),
    chat: (customer: string, phoneNumberId: string) => call<{ bubbles: readonly Bubble[] }>('GET', `chats/${customer}/${phoneNumberId}`),
    /** The words of what the customer's phone got, in order. */
    heard: async (customer: string, phoneNumberId: string): Promise<readonly string[]> =>
      (await call<{ bubbles: readonly Bubble[] }>('GET', `chats/${customer}/${phoneNumberId}`)).bubbles
        .filter((b) => !b.mine)
        .map((b) => b.content.body ?? b.type),
    open: (customer: string, phoneNumberId: string) => call('POST', `chats/${customer}/${phoneNumberId}/open`, {}),
    settings: (patch: unknown) => call('PUT', 'settings', patch),
    fault: (fault: unknown) => call('POST', 'faults', fault),
    clearFaults: () => call('DELETE', 'faults'),
    sends,
    /** What reached the customer's phone, in order. */
    reached: async (customer: string): Promise<readonly Send[]> =>
      (await sends()).filter((s) => s.customerId === customer && (s.outcome === 'accepted' || s.outcome === 'cut_after')),
    /** No webhook is on its way and no status is planned. */
    drained: () =>
      until(
        'the provider has told everything',
        async () => (await call<{ drained: boolean }>('GET', 'drained?timeoutMs=1000')).drained,
        DRAINED_MS,
      ),
  };
};
export type Simulator = ReturnType<typeof simulatorAt>;
