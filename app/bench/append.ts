import { randomUUID } from 'node:crypto';
import type { RawEvent } from '@master-ia/platform/ports/event-store.ts';
import { openRawAppend } from './baseline/append.ts';
import type { Bench, Figure } from './bench.ts';
import { median, quantile, rounded } from './numbers.ts';
import { withProduct } from './product.ts';

const WRITERS = [1, 8, 32] as const;
/** Events of one stream before a writer begins another. */
const STREAM = 50;
const AT_LEAST = 0.7;
const BODY = JSON.stringify({
  conversationId: 'c-1234567890',
  from: '+5511999990000',
  text: 'Olá, tudo bem? Quero saber mais sobre o plano.',
  media: null,
  score: 0.73,
  tags: ['lead', 'whatsapp'],
});
const METADATA = JSON.stringify({ c: randomUUID(), b: 'a'.repeat(64), a: { kind: 'user', id: randomUUID() }, r: randomUUID() });
const TENANT = randomUUID();
const KEY = randomUUID();

type Append = (stream: string, version: number) => Promise<unknown>;
type Measured = { readonly perSecond: number; readonly p99: number };

/** Writers that append to streams of their own, each waiting for its answer before the next event. */
const measure = async (writers: number, ms: number, append: Append): Promise<Measured> => {
  const latencies: number[] = [];
  const began = performance.now();
  const until = began + ms;
  const write = async (): Promise<void> => {
    for (let [stream, version] = ['', STREAM]; performance.now() < until; version++) {
      if (version >= STREAM) [stream, version] = [`message-${randomUUID()}`, 0];
      const at = performance.now();
      await append(stream, version);
      latencies.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  return { perSecond: latencies.length / ((performance.now() - began) / 1000), p99: quantile(latencies, 0.99) };
};

export const append: Bench = {
  name: 'append',
  what: 'append through the store port, one event per append, against the raw plpgsql micro-batched append in the same database, turn by turn',
  run: ({ engine, quick, say }) =>
    withProduct(engine, async ({ engines }) => {
      const raw = await openRawAppend(engines.connection);
      const event = (): RawEvent => ({
        id: randomUUID(),
        type: 'MessageReceived',
        version: 1,
        tenant: TENANT,
        domain: 'conversations',
        key: KEY,
        at: new Date(),
        payload: BODY,
        metadata: METADATA,
      });
      const ours: Append = async (stream, version) => {
        const answer = await engines.store.append(stream, version === 0 ? 'none' : version - 1, [event()]);
        if (!answer.ok) throw new Error('a writer of its own stream met a conflict');
      };
      const theirs: Append = (stream, version) => raw.append(stream, version, BODY);
      const ms = quick ? 200 : 2_000;
      const figures: Figure[] = [];
      try {
        await measure(8, ms, theirs);
        await measure(8, ms, ours);
        for (const writers of WRITERS) {
          const turns: { readonly raw: Measured; readonly ours: Measured }[] = [];
          for (let turn = 0; turn < (quick ? 1 : 5); turn++)
            turns.push({ raw: await measure(writers, ms, theirs), ours: await measure(writers, ms, ours) });
          const of = (pick: (t: (typeof turns)[number]) => number): number => median(turns.map(pick));
          const note = `ours ${rounded(of((t) => t.ours.perSecond))} events/s (p99 ${rounded(of((t) => t.ours.p99))} ms), raw ${rounded(of((t) => t.raw.perSecond))} (p99 ${rounded(of((t) => t.raw.p99))} ms); median of ${turns.length} turns`;
          say(`${writers} writers: ${note}`);
          figures.push({
            what: `append, ${writers} ${writers === 1 ? 'writer' : 'writers'}`,
            value: of((t) => t.ours.perSecond / t.raw.perSecond),
            unit: '× raw',
            limit: { at: 'least', value: AT_LEAST },
            note,
          });
        }
      } finally {
        await raw.close();
      }
      return figures;
    }),
};
