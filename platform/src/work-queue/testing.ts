import { silent } from '../ports/log.ts';
import type { Database } from '../ports/sql.ts';
import { openDatabase } from '../postgres/database.ts';
import { migrate } from '../postgres/migrate.ts';
import type { WorkQueueSubject } from '../contracts/work-queue.contract.ts';
import { fakeClock } from '../runtime/clock.ts';
import type { TestEngine } from '../testing/postgres.ts';
import { openSqlWorkQueue } from './sql.ts';

/** The queue in a fresh database, opened twice as two processes would; `db` is a third one's. */
export const twoSqlWorkQueues = async (
  engine: TestEngine,
): Promise<{ readonly subject: WorkQueueSubject & { readonly db: Database }; close(): Promise<void> }> => {
  const made = await engine.open();
  const open = () => openDatabase({ connection: made.connection, lane: 'queue', max: 3, log: silent });
  const databases = [open(), open(), open()] as const;
  const [first, second, db] = databases;
  await migrate(db, { log: silent });
  const clock = fakeClock();
  const [queue, again] = await Promise.all([openSqlWorkQueue({ db: first, clock }), openSqlWorkQueue({ db: second, clock })]);
  return {
    subject: { queue, again, clock, db },
    close: async () => {
      await Promise.all(databases.map((d) => d.close()));
      await made.drop();
    },
  };
};
