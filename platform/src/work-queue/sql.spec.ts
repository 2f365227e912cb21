import { randomUUID } from 'node:crypto';
import { describeContract } from '../contracts/suite.ts';
import { workQueueCases } from '../contracts/work-queue.contract.ts';
import type { Sql } from '../ports/sql.ts';
import type { WorkItem } from '../ports/work-queue.ts';
import { testDatabases } from '../testing/postgres.ts';
import { twoSqlWorkQueues } from './testing.ts';

const LEASE = 30_000;
/** Gives another connection's statement time to run into our locks: until it waits, or (one session only) is not even begun. */
const othersWait = async (q: Sql): Promise<void> => {
  for (let n = 0; n < 50; n++) {
    const { rows } = await q.query<{ n: number }>('select count(*)::int as n from pg_locks where not granted');
    if (rows[0]!.n > 0) return;
  }
};

for (const engine of testDatabases()) {
  describeContract(`work queue in SQL on ${engine.name}`, workQueueCases, () => twoSqlWorkQueues(engine));

  describe(`work queue in SQL on ${engine.name}, two transactions in one lane`, () => {
    let opened: Awaited<ReturnType<typeof twoSqlWorkQueues>>;
    beforeAll(async () => {
      opened = await twoSqlWorkQueues(engine);
    }, 60_000);
    afterAll(() => opened?.close());
    const line = (effect: string): readonly [WorkItem, WorkItem] => {
      const lane = randomUUID();
      const make = (order: string): WorkItem => ({
        id: randomUUID(),
        effect,
        tenant: randomUUID(),
        stream: 'message-1',
        lane,
        order,
        priority: 0,
        due: opened.subject.clock.now(),
      });
      const first = make('1');
      return [first, { ...make('2'), tenant: first.tenant }];
    };

    it('an item that is being enqueued becomes the head when the one before it is done meanwhile', async () => {
      const { queue, db, clock } = opened.subject;
      const [first, second] = line('add-first');
      await queue.enqueue([first]);
      const claimed = await queue.claim('add-first', 1, LEASE);
      let finished!: Promise<void>;
      await db.tx(async (q) => {
        await q.query(
          'select work.queue_add(array[$1::uuid], array[$2], array[$3::uuid], array[$4], array[$5], array[$6], array[0], array[$7::timestamptz], $7::timestamptz)',
          [second.id, second.effect, second.tenant, second.stream, second.lane, second.order, clock.now()],
        );
        finished = queue.done(claimed);
        await othersWait(q);
      });
      await finished;
      expect((await queue.claim('add-first', 10, LEASE)).map((c) => c.id)).toEqual([second.id]);
    });

    it('an item that is enqueued while the one before it is being removed opens the lane again', async () => {
      const { queue, db } = opened.subject;
      const [first, second] = line('done-first');
      await queue.enqueue([first]);
      const claimed = await queue.claim('done-first', 1, LEASE);
      let enqueued!: Promise<void>;
      await db.tx(async (q) => {
        await q.query('select work.queue_done(array[$1::uuid], array[$2::bigint])', [claimed[0]!.id, claimed[0]!.epoch]);
        enqueued = queue.enqueue([second]);
        await othersWait(q);
      });
      await enqueued;
      expect((await queue.claim('done-first', 10, LEASE)).map((c) => c.id)).toEqual([second.id]);
    });

    it('one bad item fails its own call only, also in a joint statement', async () => {
      const { queue } = opened.subject;
      const [first, second] = line('joint');
      const bad = { ...second, id: 'no uuid' };
      const answers = await Promise.allSettled([queue.enqueue([first]), queue.enqueue([bad]), queue.enqueue([second])]);
      expect(answers.map((a) => a.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await queue.depth()).toContainEqual({ effect: 'joint', waiting: 2, held: 0 });
    });
  });
}
