import { migrate } from '../postgres/migrate.ts';
import { openDatabase } from '../postgres/database.ts';
import { silent } from '../ports/log.ts';
import type { EventStoreSubject } from '../contracts/event-store.contract.ts';
import type { TestEngine } from '../testing/postgres.ts';
import { openSqlEventStore } from './sql.ts';

/** The store in a fresh database, opened twice as two processes would. */
export const twoSqlStores = async (engine: TestEngine): Promise<{ readonly subject: EventStoreSubject; close(): Promise<void> }> => {
  const made = await engine.open();
  const open = (lane: 'log' | 'live') => openDatabase({ connection: made.connection, lane, max: 3, log: silent });
  const databases = [open('log'), open('live'), open('log'), open('live')] as const;
  await migrate(databases[0], { log: silent });
  const store = await openSqlEventStore({ db: databases[0], followers: databases[1], log: silent });
  const again = await openSqlEventStore({ db: databases[2], followers: databases[3], log: silent });
  return {
    subject: { store, again, patienceMs: 5_000 },
    close: async () => {
      await Promise.all(databases.map((d) => d.close()));
      await made.drop();
    },
  };
};
