import { writeBaselineLog, type BaselineRebuilt } from './baseline/rebuild.ts';
import type { Bench } from './bench.ts';
import { inChild } from './child.ts';
import { history, places } from './history/conversations.ts';
import { writeLog } from './history/log.ts';
import { median, rounded } from './numbers.ts';
import { withProduct } from './product.ts';
import type { RebuildTask } from './rebuild.child.ts';
import type { Rebuilt } from '@master-ia/platform/projector/rebuild.ts';

const EVENTS = 500_000;
const CONVERSATIONS = 10_000;
const AT_LEAST = 0.6;
const TURNS = 3;
export const VIEWS = ['inbox', 'thread', 'message_search'];
const PROGRAM = new URL('./rebuild.child.ts', import.meta.url);

export const rebuild: Bench = {
  name: 'rebuild',
  what: `rebuild of all inbox views (tables inbox, inbox_label, label, thread_item, message_doc with its search index) from sealed events, against the baseline's three (message, conversation, search) from the same history`,
  run: ({ engine, quick, say }) =>
    withProduct(engine, async ({ engines, masterKey }) => {
      const events = quick ? 10_000 : EVENTS;
      const of = places(quick ? 500 : CONVERSATIONS);
      await writeLog(engines.logDb, engines.vault, of, history(of, events));
      await writeBaselineLog(engines.connection, history(of, events));
      say(`${rounded(events)} events written twice`);
      const { connection } = engines;
      const product: RebuildTask = {
        of: 'product',
        connection,
        masterKey: masterKey.export().toString('base64'),
        views: VIEWS,
        options: { pace: 'full', upTo: 'head' },
      };
      const ours: number[] = [];
      const theirs: number[] = [];
      const parts: string[] = [];
      for (let turn = 0; turn < (quick ? 1 : TURNS); turn++) {
        const baseline = await inChild<RebuildTask, BaselineRebuilt>(PROGRAM, { of: 'baseline', connection });
        const rebuilt = await inChild<RebuildTask, readonly Rebuilt[]>(PROGRAM, product);
        const ms = Math.max(...rebuilt.map((r) => r.ms));
        const [counted] = (
          await engines.queryDb.query<{ m: number; c: number; s: number }>(
            'select (select count(*) from rm.thread_item)::int m, (select count(*) from rm.inbox)::int c, (select count(*) from rm.message_doc)::int s',
          )
        ).rows;
        if (counted?.m !== baseline.messages || counted.c !== baseline.conversations || counted.s !== baseline.documents)
          throw new Error(`the two rebuilds differ: ${JSON.stringify(counted)} and ${JSON.stringify(baseline)}`);
        ours.push((events / ms) * 1000);
        theirs.push((events / baseline.ms) * 1000);
        parts.push(`load ${rounded(rebuilt[0]!.loadMs / 1000)} s, indexes ${rounded(rebuilt[0]!.indexMs / 1000)} s`);
        say(`turn ${turn + 1}: ours ${rounded(ours.at(-1)!)} events/s (${parts.at(-1)!}), baseline ${rounded(theirs.at(-1)!)}`);
      }
      return [
        {
          what: `rebuild of ${rounded(events)} events`,
          value: median(ours.map((o, i) => o / theirs[i]!)),
          unit: '× baseline',
          limit: { at: 'least', value: AT_LEAST },
          note: `ours ${rounded(median(ours))} events/s (${parts.at(-1)!}), baseline ${rounded(median(theirs))}; 25 % in, 25 % out, 50 % statuses, ${rounded(of.length)} conversations of 5 companies; median of ${ours.length} turns`,
        },
      ];
    }),
};
