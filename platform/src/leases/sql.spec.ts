import { leasesCases } from '../contracts/leases.contract.ts';
import { describeContract } from '../contracts/suite.ts';
import { silent } from '../ports/log.ts';
import { openDatabase } from '../postgres/database.ts';
import { migrate } from '../postgres/migrate.ts';
import { testDatabases } from '../testing/postgres.ts';
import { holdsLease, sqlLeases } from './sql.ts';
import { sqlLeasesOfThree } from './testing.ts';

for (const engine of testDatabases()) {
  describeContract(`leases in SQL on ${engine.name}`, leasesCases, () => sqlLeasesOfThree(engine));

  it(`inside a transaction only the last epoch holds, on ${engine.name}`, async () => {
    const made = await engine.open();
    const db = openDatabase({ connection: made.connection, lane: 'queue', max: 2, log: silent });
    try {
      await migrate(db, { log: silent });
      const leases = sqlLeases({ db });
      const holds = (epoch: number) => db.tx((q) => holdsLease(q, 'relay', epoch));
      const first = (await leases.acquire('relay', 60_000))!;
      expect(await holds(first.epoch)).toBe(true);
      await first.release();
      const second = (await leases.acquire('relay', 60_000))!;
      expect(await holds(first.epoch)).toBe(false);
      expect(await holds(second.epoch)).toBe(true);
      await second.release();
    } finally {
      await db.close();
      await made.drop();
    }
  }, 60_000);
}
