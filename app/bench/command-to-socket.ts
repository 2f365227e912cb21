import { byEngine, type Bench, type Figure, type Setting } from './bench.ts';
import { inChild } from './child.ts';
import type { LiveAnswer, LiveTask } from './command-to-socket.child.ts';
import { makeCompany } from './company.ts';
import { rounded } from './numbers.ts';
import { withProduct, type Product } from './product.ts';
import { serveProduct } from './serve.ts';

const PROGRAM = new URL('./command-to-socket.child.ts', import.meta.url);
const PER_SECOND = 200;
export const P99 = { embedded: 100, postgresql: 50 };
/** No conversation gets two messages at once: a screen is told of the newest row only. */
const CONVERSATIONS = 600;

/** A served product with two people and conversations to write to, and the task of a client process that does. */
export const liveTask = async (product: Product, { quick }: Pick<Setting, 'quick'>): Promise<LiveTask> => {
  const served = await serveProduct(product);
  const company = await makeCompany(product, served);
  const viewer = await company.person('supervisor');
  const conversations = await company.conversations(await company.channel(), quick ? 60 : CONVERSATIONS);
  // A first answer assigns the conversation: that has happened before.
  for (const conversationId of conversations)
    await company.send('AssignConversation', { conversationId, userId: company.owner }, { actor: { kind: 'user', id: company.owner } });
  await company.settled();
  // What autovacuum does within a minute of the first rows: a database at work has statistics.
  await product.engines.queryDb.query('analyze');
  return {
    url: served.url,
    sender: await company.cookieOf(company.owner),
    viewer: await company.cookieOf(viewer),
    conversations,
    perSecond: quick ? 20 : PER_SECOND,
    warmMs: quick ? 500 : 5_000,
    ms: quick ? 1_500 : 30_000,
  };
};
export const measureLive = (task: LiveTask, signal?: AbortSignal): Promise<LiveAnswer> =>
  inChild<LiveTask, LiveAnswer>(PROGRAM, task, { ...(signal && { signal }) });
export const told = (task: LiveTask, a: LiveAnswer): string =>
  `${a.sent} commands at ${task.perSecond}/s (Poisson); from the moment the request was to leave p50 ${rounded(a.seen.p50)}, p99 ${rounded(a.seen.p99)}, most ${rounded(a.seen.most)} ms; the mutation's own answer, views waited for, p50 ${rounded(a.answered.p50)}, p99 ${rounded(a.answered.p99)} ms; never seen: ${a.missed}${a.ended === null ? '' : `; the screen was let go (${a.ended})`}`;

/** A change that never came took for ever. */
export const liveFigures = (
  what: string,
  task: LiveTask,
  a: LiveAnswer,
  limits: { readonly p50?: number; readonly p99: number },
): readonly Figure[] => {
  const late = a.missed / (a.sent || 1);
  const at = (share: number, ms: number): number => (late > 1 - share ? Infinity : ms);
  return [
    {
      what: `${what}, p50`,
      value: at(0.5, a.accepted.p50),
      unit: 'ms',
      ...(limits.p50 !== undefined && { limit: { at: 'most', value: limits.p50 } }),
      note: told(task, a),
    },
    { what: `${what}, p99`, value: at(0.99, a.accepted.p99), unit: 'ms', limit: { at: 'most', value: limits.p99 } },
  ];
};

export const commandToSocket: Bench = {
  name: 'command-to-socket',
  what: "from the acceptance of a person's sendMessage (the console's mutation, over HTTP; the command's own time, before its append) to the changed row on another person's socket (the console's subscription); clients in a process of their own, providers not reached",
  run: ({ engine, quick, say }) =>
    withProduct(engine, async (product): Promise<readonly Figure[]> => {
      const task = await liveTask(product, { quick });
      say(`${task.conversations.length} conversations made`);
      const answer = await measureLive(task);
      return liveFigures('command → socket', task, answer, { p50: 10, p99: byEngine(engine, P99) });
    }),
};
