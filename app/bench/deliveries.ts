import { byEngine, type Bench, type Figure, type Setting } from './bench.ts';
import { inChild } from './child.ts';
import { makeCompany } from './company.ts';
import type { BurstAnswer, DeliveriesTask, SustainedAnswer } from './deliveries.child.ts';
import { rounded } from './numbers.ts';
import { withProduct } from './product.ts';
import { serveProduct } from './serve.ts';

const PROGRAM = new URL('./deliveries.child.ts', import.meta.url);
const CONNECTIONS = 64;
const CUSTOMERS = 600;
const BURST_MS = 60_000;
const SUSTAINED_MS = 60_000;
/** Asked of the product a second, so that 250 are seen in spite of the randomness of arrivals. */
const OFFERED = 260;
const TO_SCREEN = 250;
/** How long the backlog of a burst is watched. */
const DRAIN_MS = 15_000;

const ready = async (product: Parameters<typeof serveProduct>[0], quick: boolean) => {
  const served = await serveProduct(product);
  const company = await makeCompany(product, served);
  const channelId = await company.channel();
  const customers = quick ? 50 : CUSTOMERS;
  await company.conversations(channelId, customers);
  await served.startConnectors();
  return { served, company, task: { url: served.url, channelId, customers } };
};

const burst = ({ engine, quick, say }: Setting): Promise<readonly Figure[]> =>
  withProduct(engine, async (product) => {
    const { task } = await ready(product, quick);
    const messages = async (): Promise<number> =>
      Number(
        (await product.engines.queryDb.query<{ n: string }>("select count(*) as n from rm.thread_item where direction = 'in'")).rows[0]
          ?.n ?? 0,
      );
    const before = await messages();
    const answer = await inChild<DeliveriesTask, BurstAnswer>(PROGRAM, {
      kind: 'burst',
      ...task,
      connections: CONNECTIONS,
      ms: quick ? 1_500 : BURST_MS,
    });
    const [during, began] = [await messages(), performance.now()];
    await new Promise((done) => setTimeout(done, quick ? 500 : DRAIN_MS));
    const drained = (((await messages()) - during) / (performance.now() - began)) * 1000;
    const note = `${rounded(answer.acknowledged)} deliveries acknowledged durable, p50 ${rounded(answer.p50)} ms; of them ${rounded(during - before)} shown by then, afterwards ${rounded(drained)} a second`;
    say(note);
    return [
      {
        what: `signed deliveries, ${CONNECTIONS} connections, ${rounded(quick ? 1.5 : BURST_MS / 1000)} s`,
        value: answer.perSecond,
        unit: '/s',
        limit: { at: 'least', value: byEngine(engine, { embedded: 1_000, postgresql: 1_500 }) },
        note,
      },
      { what: 'their acknowledgement, p99', value: answer.p99, unit: 'ms', limit: { at: 'most', value: 200 } },
    ];
  });

const sustained = ({ engine, quick, say }: Setting): Promise<readonly Figure[]> =>
  withProduct(engine, async (product) => {
    const { task, company } = await ready(product, quick);
    const viewer = await company.cookieOf(await company.person('supervisor'));
    const perSecond = quick ? 20 : OFFERED;
    const a = await inChild<DeliveriesTask, SustainedAnswer>(PROGRAM, {
      kind: 'sustained',
      ...task,
      viewer,
      perSecond,
      warmMs: quick ? 300 : 5_000,
      ms: quick ? 1_500 : SUSTAINED_MS,
    });
    const note =
      `${perSecond}/s offered (Poisson), ${a.sent} sent; not yet seen in the middle ${a.waitingThen}, at the end ${a.waitingAtEnd}; delivery → another person's socket p50 ${rounded(a.p50)}, p99 ${rounded(a.p99)} ms` +
      (a.ended === null ? '' : `; the screen was let go (${a.ended})`);
    say(note);
    return [
      { what: 'messages to the screen, sustained', value: a.seenPerSecond, unit: '/s', limit: { at: 'least', value: TO_SCREEN }, note },
    ];
  });

export const deliveries: Bench = {
  name: 'deliveries',
  what: 'signed webhook deliveries of one text each over HTTP: acknowledged when durable (raw bytes and event); then a steady stream through parser, contact, conversation and message to the row on a socket; clients in a process of their own',
  run: async (s) => [...(await burst(s)), ...(await sustained(s))],
};
