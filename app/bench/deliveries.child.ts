import { createHmac, randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { answerParent } from './child.ts';
import { APP_SECRET, PHONE_NUMBER_ID, phoneOf } from './company.ts';
import { consoleOperations } from './console-operations.ts';
import { quantile } from './numbers.ts';
import { openLoop } from './pacing.ts';
import { openScreen } from './screen.ts';

export type DeliveriesTask = { readonly url: string; readonly channelId: string; readonly customers: number; readonly ms: number } & (
  | { readonly kind: 'burst'; readonly connections: number }
  | { readonly kind: 'sustained'; readonly perSecond: number; readonly warmMs: number; readonly viewer: string }
);
export type BurstAnswer = { readonly acknowledged: number; readonly perSecond: number; readonly p50: number; readonly p99: number };
export type SustainedAnswer = {
  readonly ended: string | null;
  readonly sent: number;
  /** Messages that the screen was told of in the second half, a second. */
  readonly seenPerSecond: number;
  /** Sent, not yet seen: in the middle and at the end. */
  readonly waitingThen: number;
  readonly waitingAtEnd: number;
  readonly p50: number;
  readonly p99: number;
};

/** A customer's text as Meta sends it, signed. */
const delivery = (customer: number, text: string): { readonly body: string; readonly signature: string } => {
  const phone = phoneOf(customer).slice(1);
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '102290129340398',
        changes: [
          {
            field: 'messages',
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: '551130000000', phone_number_id: PHONE_NUMBER_ID },
              contacts: [{ profile: { name: `Cliente ${customer}` }, wa_id: phone }],
              messages: [
                {
                  from: phone,
                  id: `wamid.${randomUUID()}`,
                  timestamp: String(Math.floor(Date.now() / 1000)),
                  text: { body: text },
                  type: 'text',
                },
              ],
            },
          },
        ],
      },
    ],
  });
  return { body, signature: `sha256=${createHmac('sha256', APP_SECRET).update(body).digest('hex')}` };
};

const poster = (t: DeliveriesTask, connections: number) => {
  const pool = new Pool(t.url, { connections, pipelining: 1 });
  return {
    post: async (customer: number, text: string): Promise<void> => {
      const { body, signature } = delivery(customer, text);
      const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
      const answer = await pool.request({ path: `/webhooks/whatsapp/${t.channelId}`, method: 'POST', headers, body });
      await answer.body.dump();
      if (answer.statusCode !== 200) throw new Error(`a delivery was answered ${answer.statusCode}`);
    },
    close: () => pool.close(),
  };
};

/** As many deliveries as go, each connection sending its next one when it has its answer. */
const burst = async (t: Extract<DeliveriesTask, { kind: 'burst' }>): Promise<BurstAnswer> => {
  const { post, close } = poster(t, t.connections);
  const latencies: number[] = [];
  const began = performance.now();
  const until = began + t.ms;
  let n = 0;
  const connection = async (): Promise<void> => {
    while (performance.now() < until) {
      const at = performance.now();
      await post(n++ % t.customers, `Mensagem ${n}`);
      latencies.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: t.connections }, connection));
  const ms = performance.now() - began;
  await close();
  return {
    acknowledged: latencies.length,
    perSecond: (latencies.length / ms) * 1000,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
};

/** A steady stream, and a person who looks at the list. */
const sustained = async (t: Extract<DeliveriesTask, { kind: 'sustained' }>): Promise<SustainedAnswer> => {
  type Changed = {
    readonly conversationChanged: { readonly conversation: { readonly lastMessage: { readonly text: string } | null } | null };
  };
  const { post, close } = poster(t, 64);
  let ended: string | null = null;
  const screen = openScreen(t.url, t.viewer, (why) => (ended = why));
  const waiting = new Map<string, number>();
  const latencies: number[] = [];
  let measuring = false;
  let seen = 0;
  await screen.follow<Changed>(consoleOperations()('InboxChanged'), { filter: {} }, ({ conversationChanged: { conversation } }) => {
    const text = conversation?.lastMessage?.text ?? '';
    const planned = waiting.get(text);
    if (planned === undefined) return;
    waiting.delete(text);
    seen++;
    if (measuring) latencies.push(performance.now() - planned);
  });
  let sent = 0;
  const send = async (planned: number, i: number): Promise<void> => {
    const text = `Mensagem ${i} ${randomUUID()}`;
    waiting.set(text, planned);
    sent++;
    await post(i % t.customers, text);
  };
  await openLoop(t.perSecond, t.warmMs, send);
  measuring = true;
  await openLoop(t.perSecond, t.ms / 2, send);
  const waitingThen = waiting.size;
  const seenThen = seen;
  const began = performance.now();
  await openLoop(t.perSecond, t.ms / 2, send);
  const seenPerSecond = ((seen - seenThen) / (performance.now() - began)) * 1000;
  const waitingAtEnd = waiting.size;
  screen.close();
  await close();
  return { ended, sent, seenPerSecond, waitingThen, waitingAtEnd, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
};
answerParent<DeliveriesTask, BurstAnswer | SustainedAnswer>((t) => (t.kind === 'burst' ? burst(t) : sustained(t)));
