import type { Rebuilt } from '@master-ia/platform/projector/rebuild.ts';
import { byEngine, type Bench, type Figure } from './bench.ts';
import { inChild } from './child.ts';
import { liveFigures, liveTask, measureLive, P99 } from './command-to-socket.ts';
import { history, places } from './history/conversations.ts';
import { writeLog } from './history/log.ts';
import { median, rounded } from './numbers.ts';
import { withProduct } from './product.ts';
import { VIEWS } from './rebuild.ts';
import type { RebuildTask } from './rebuild.child.ts';

const PROGRAM = new URL('./rebuild.child.ts', import.meta.url);
const EVENTS = 100_000;
const CONVERSATIONS = 5_000;
const MS = 60_000;
/** Facts and reactions that look at conversations: they need not go through the history again. */
const PASSED = ['facts', 'conversation_work', 'conversation_policies'];

export const liveDuringRebuild: Bench = {
  name: 'live-during-rebuild',
  what: 'command-to-socket while another process rebuilds the inbox views from a history, again and again, as `npm run replay` does beside a running product (paced)',
  run: ({ engine, quick, say }) =>
    withProduct(engine, async (product): Promise<readonly Figure[]> => {
      const { engines, masterKey } = product;
      const events = quick ? 2_000 : EVENTS;
      const of = places(quick ? 200 : CONVERSATIONS);
      await writeLog(engines.logDb, engines.vault, of, history(of, events));
      const task: RebuildTask = {
        of: 'product',
        connection: engines.connection,
        masterKey: masterKey.export().toString('base64'),
        views: VIEWS,
        options: { pace: 'full', upTo: 'head' },
      };
      await inChild<RebuildTask, readonly Rebuilt[]>(PROGRAM, task);
      const head = await engines.store.head();
      for (const name of PASSED)
        await engines.queueDb.query("insert into work.checkpoint (name, partition, cursor) values ($1, 'log', $2)", [name, head]);
      const live = { ...(await liveTask(product, { quick })), ...(!quick && { ms: MS }) };
      say(`${rounded(events)} events of history`);

      const over = new AbortController();
      const rebuilt: Rebuilt[] = [];
      let failure: { readonly error: unknown } | undefined;
      const rebuilding = async (): Promise<void> => {
        await new Promise((done) => setTimeout(done, live.warmMs));
        const beside: RebuildTask = {
          ...task,
          options: { pace: 'paced', upTo: 'live' },
        };
        while (!over.signal.aborted) rebuilt.push(...(await inChild<RebuildTask, readonly Rebuilt[]>(PROGRAM, beside)).slice(0, 1));
      };
      const beside = rebuilding().catch((error: unknown) => {
        failure = { error };
      });
      const answer = await measureLive(live);
      over.abort();
      await beside;
      if (failure) throw failure.error;
      const rate = median(rebuilt.map((r) => (r.events / r.ms) * 1000));
      const held = Math.max(...rebuilt.map((r) => r.heldMs));
      const [p50, p99] = liveFigures('command → socket during a rebuild', live, answer, { p99: byEngine(engine, P99) });
      return [
        {
          ...p50!,
          note: `${p50!.note ?? ''}; ${rebuilt.length} rebuilds of ${rounded(rebuilt[0]?.events ?? 0)} events at ${rounded(rate)} events/s, the live version held for ${rounded(held)} ms at most`,
        },
        p99!,
      ];
    }),
};
