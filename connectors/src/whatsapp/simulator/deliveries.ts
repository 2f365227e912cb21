import { randomUUID } from 'node:crypto';
import type { Callback, DeliveryAbout, DeliveryTarget, RecordBody, Signature } from './records.ts';
import type { Delivery, State } from './state.ts';
import { hubSignature, postWebhook } from './webhook-call.ts';
import type { World } from './world.ts';

/** Meta gives a webhook up after seven days. */
const GIVE_UP_AFTER_MS = 7 * 86_400_000;
const LONGEST_WAIT_MS = 3_600_000;
/** Posts under way at once. */
const AT_ONCE = 64;

/** Where webhooks of a number go: its own override, then the account's, then the app's; nowhere while the account is not subscribed. */
export const callbackFor = (state: State, target: DeliveryTarget): Callback | null => {
  if (!state.subscribed.has(target.wabaId)) return null;
  const own = target.phoneNumberId === null ? undefined : state.callbacks.number.get(target.phoneNumberId);
  return own ?? state.callbacks.account.get(target.wabaId) ?? state.callbacks.app;
};

/** The records that make a webhook pending; none when nobody is subscribed, as at Meta. */
export const deliveryRecords = (
  state: State,
  d: { lane: string; target: DeliveryTarget; about: DeliveryAbout; body: string; signature?: Signature },
): readonly RecordBody[] => {
  if (!callbackFor(state, d.target)) return [];
  const one = (): RecordBody => ({ kind: 'delivery', id: randomUUID(), signature: state.settings.signature, ...d });
  return state.settings.duplicateDeliveries ? [one(), one()] : [one()];
};

export const pendingDeliveries = (state: State): number => [...state.deliveries.values()].filter((d) => d.state === 'pending').length;

/**
 * Posts what is pending, at least once. A lane (one conversation) is posted in order until a post fails: what failed is then retried by
 * itself with a growing delay, and what stands behind it goes on, so that order is as little promised as at Meta.
 */
export const runDeliveries = (world: World): { retryNow(): void; stop(): Promise<void> } => {
  const { state } = world;
  const lanes = new Map<string, Delivery[]>();
  const busy = new Set<string>();
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  let stopped = false;
  /** Counts `retryNow`, which also hurries what is being posted at that moment and fails. */
  let hurries = 0;

  const signatureOf = (d: Delivery): string | null => {
    if (d.signature === 'missing' || !state.app) return null;
    return hubSignature(d.signature === 'right' ? state.app.secret : `${state.app.secret} of another app`, d.body);
  };

  const attempt = async (d: Delivery): Promise<void> => {
    const callback = callbackFor(state, d.target);
    const began = performance.now();
    const before = hurries;
    const result = callback
      ? await postWebhook(callback.url, d.body, signatureOf(d), state.settings.deliveryTimeoutMs)
      : { status: null, answer: 'No callback is subscribed' };
    // Stopped in the middle: the answer is not recorded, and the next start posts it again.
    if (stopped) return;
    const wait = Math.min(LONGEST_WAIT_MS, state.settings.retryBaseMs * 2 ** Math.min(d.attempts, 20));
    const over = Date.now() - d.at > GIVE_UP_AFTER_MS;
    await world.commit({
      kind: 'attempt',
      id: d.id,
      url: callback?.url ?? '',
      ...result,
      tookMs: Math.round(performance.now() - began),
      retryAt: result.status === 200 || over ? null : Date.now() + wait,
    });
    if (d.state === 'pending') arm(d, before !== hurries);
  };

  const pump = (): void => {
    if (stopped || state.settings.holdDeliveries) return;
    for (const [lane, queue] of lanes) {
      if (running.size >= AT_ONCE) return;
      if (busy.has(lane)) continue;
      const d = queue.shift();
      if (!d) {
        lanes.delete(lane);
        continue;
      }
      busy.add(lane);
      const run = attempt(d)
        .catch(() => undefined)
        .finally(() => {
          busy.delete(lane);
          running.delete(run);
          pump();
        });
      running.add(run);
    }
  };

  const enqueue = (lane: string, d: Delivery): void => {
    const queue = lanes.get(lane) ?? [];
    queue.push(d);
    lanes.set(lane, queue);
  };

  /** Puts a delivery that failed before into a lane of its own when its time has come. */
  const arm = (d: Delivery, now = false): void => {
    const fire = (): void => {
      timers.delete(d.id);
      enqueue(d.id, d);
      pump();
    };
    const wait = now ? 0 : d.nextAt - Date.now();
    if (wait <= 0) fire();
    else timers.set(d.id, setTimeout(fire, wait));
  };

  const start = (d: Delivery): void => {
    if (d.attempts > 0) arm(d);
    else enqueue(d.lane, d);
  };

  for (const d of state.deliveries.values()) if (d.state === 'pending') start(d);
  const unsubscribe = world.onDurable((r) => {
    if (r.kind === 'delivery') {
      const d = state.deliveries.get(r.id);
      if (d) start(d);
      pump();
    }
    if (r.kind === 'settings') pump();
  });
  pump();

  return {
    retryNow() {
      hurries++;
      for (const [id, timer] of timers) {
        clearTimeout(timer);
        timers.delete(id);
        const d = state.deliveries.get(id);
        if (d) enqueue(id, d);
      }
      pump();
    },
    async stop() {
      stopped = true;
      unsubscribe();
      for (const timer of timers.values()) clearTimeout(timer);
      // Posts under way are not waited for longer than their answer needs; their outcome is found again at the next start.
      await Promise.race([Promise.allSettled(running), new Promise((resolve) => setTimeout(resolve, 300).unref())]);
    },
  };
};
