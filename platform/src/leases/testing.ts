import type { LeasesSubject } from '../contracts/leases.contract.ts';
import { silent } from '../ports/log.ts';
import { openDatabase } from '../postgres/database.ts';
import { migrate } from '../postgres/migrate.ts';
import type { TestEngine } from '../testing/postgres.ts';
import { memoryLeases } from './memory.ts';
import { sqlLeases } from './sql.ts';

/** Leases in memory, seen by three processes of which one can lose its memory. */
export const dyingMemoryLeases = (): LeasesSubject => {
  const rows = new Map<string, { epoch: number; until: number }>();
  return {
    a: memoryLeases(rows),
    b: memoryLeases(rows),
    dying: async () => {
      let dead = false;
      const alive = (): typeof rows => {
        if (dead) throw new Error('unplugged');
        return rows;
      };
      return {
        leases: memoryLeases({ get: (name) => alive().get(name), set: (name, row) => alive().set(name, row) }),
        cut: async () => {
          dead = true;
        },
      };
    },
  };
};

/** Leases in a fresh database, opened by as many processes as asked for. */
export const sqlLeasesOfThree = async (engine: TestEngine): Promise<{ readonly subject: LeasesSubject; close(): Promise<void> }> => {
  const made = await engine.open();
  const open = () => openDatabase({ connection: made.connection, lane: 'queue', max: 2, log: silent });
  const [a, b] = [open(), open()];
  await migrate(a, { log: silent });
  return {
    subject: {
      a: sqlLeases({ db: a }),
      b: sqlLeases({ db: b }),
      dying: async () => {
        const db = open();
        return { leases: sqlLeases({ db }), cut: () => db.close() };
      },
    },
    close: async () => {
      await Promise.all([a.close(), b.close()]);
      await made.drop();
    },
  };
};
