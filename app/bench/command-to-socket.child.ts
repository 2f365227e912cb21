import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { answerParent } from './child.ts';
import { consoleOperations } from './console-operations.ts';
import { quantile } from './numbers.ts';
import { openLoop } from './pacing.ts';
import { openScreen } from './screen.ts';

export type LiveTask = {
  readonly url: string;
  /** Who sends, and who looks. */
  readonly sender: string;
  readonly viewer: string;
  readonly conversations: readonly string[];
  readonly perSecond: number;
  readonly warmMs: number;
  readonly ms: number;
};
/** Milliseconds from the moment a command was to be sent. */
export type LiveAnswer = {
  /** Why the screen was let go, when it was: the product could not keep up. */
  readonly ended: string | null;
  readonly sent: number;
  readonly missed: number;
  readonly answered: { readonly p50: number; readonly p99: number };
  readonly seen: { readonly p50: number; readonly p99: number; readonly most: number };
  /** From the command's own time, taken before it was appended. */
  readonly accepted: { readonly p50: number; readonly p99: number };
};
type Changed = {
  readonly conversationChanged: {
    readonly conversation: { readonly lastMessage: { readonly text: string; readonly at: string } | null } | null;
  };
};
const ARRIVAL_MS = 5_000;

/** One person sends messages by the console's mutation, another follows the list by the console's subscription. */
const measure = async (t: LiveTask): Promise<LiveAnswer> => {
  const operation = consoleOperations();
  const pool = new Pool(t.url, { connections: 64, pipelining: 1 });
  let ended: string | null = null;
  const screen = openScreen(t.url, t.viewer, (why) => (ended = why));
  const waiting = new Map<string, number>();
  const seen: number[] = [];
  const accepted: number[] = [];
  const answered: number[] = [];
  let warm = false;
  await screen.follow<Changed>(operation('InboxChanged'), { filter: {} }, ({ conversationChanged: { conversation } }) => {
    const text = conversation?.lastMessage?.text ?? '';
    const planned = waiting.get(text);
    if (planned === undefined) return;
    waiting.delete(text);
    if (!warm) return;
    seen.push(performance.now() - planned);
    accepted.push(Date.now() - Date.parse(conversation?.lastMessage?.at ?? ''));
  });
  const query = operation('SendMessage');
  const headers = { 'content-type': 'application/json', cookie: t.sender, 'accept-encoding': 'identity' };
  const send = async (planned: number, i: number): Promise<void> => {
    const text = `Mensagem ${i} ${randomUUID()}`;
    waiting.set(text, planned);
    const input = { commandId: randomUUID(), conversationId: t.conversations[i % t.conversations.length], text };
    const answer = await pool.request({
      path: '/graphql',
      method: 'POST',
      headers,
      body: JSON.stringify({ query, operationName: 'SendMessage', variables: { input } }),
    });
    const body = (await answer.body.json()) as {
      readonly data?: { readonly sendMessage: { readonly refusal: unknown } };
      readonly errors?: unknown;
    };
    if (body.errors !== undefined || body.data?.sendMessage.refusal !== null)
      throw new Error(`a command was refused: ${JSON.stringify(body)}`);
    if (warm) answered.push(performance.now() - planned);
  };
  await openLoop(t.perSecond, t.warmMs, send);
  waiting.clear();
  warm = true;
  await openLoop(t.perSecond, t.ms, send);
  const sent = answered.length;
  for (const until = performance.now() + ARRIVAL_MS; waiting.size > 0 && ended === null && performance.now() < until;)
    await new Promise((done) => setTimeout(done, 20));
  screen.close();
  await pool.close();
  const of = (values: readonly number[]) => ({ p50: quantile(values, 0.5), p99: quantile(values, 0.99), most: Math.max(...values) });
  return { ended, sent, missed: waiting.size, answered: of(answered), seen: of(seen), accepted: of(accepted) };
};
answerParent<LiveTask, LiveAnswer>(measure);
