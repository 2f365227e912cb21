import type { RequestHandler } from 'express';
import type { LedgerRecord } from '../records.ts';
import type { World } from '../world.ts';

const KEEP_ALIVE_MS = 15_000;

/** What a screen needs to know to fetch again. */
const hint = (world: World, r: LedgerRecord): Readonly<Record<string, unknown>> => {
  const wamid = 'wamid' in r ? r.wamid : r.kind === 'attempt' ? world.state.deliveries.get(r.id)?.about.wamid : undefined;
  const m = wamid === undefined ? undefined : world.state.messages.get(wamid);
  return { kind: r.kind, ...(m ? { customerId: m.customerId, phoneNumberId: m.phoneNumberId, wamid: m.wamid } : {}) };
};

/** Server-sent events: one short hint per durable change, and typing. A screen that reconnects fetches everything again. */
export const eventStream =
  (world: World): RequestHandler =>
  (_req, res) => {
    res.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    res.write('retry: 1000\n\nevent: hello\ndata: {}\n\n');
    const send = (data: unknown): void => void res.write(`data: ${JSON.stringify(data)}\n\n`);
    const stop = [world.onDurable((r) => send(hint(world, r))), world.onPassing(send)];
    const alive = setInterval(() => res.write(': alive\n\n'), KEEP_ALIVE_MS);
    res.once('close', () => {
      clearInterval(alive);
      for (const s of stop) s();
    });
  };
