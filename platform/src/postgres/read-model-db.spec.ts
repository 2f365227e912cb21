import { readModelDbCases, type ReadModelDbSubject } from '../contracts/read-model-db.contract.ts';
import { brokenReadModelDbs } from '../contracts/broken/read-model-dbs.ts';
import { describeContract, expectCaught } from '../contracts/suite.ts';
import { silent } from '../ports/log.ts';
import { testDatabases, type TestEngine } from '../testing/postgres.ts';
import { wireProxy } from '../testing/wire-proxy.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { openReadModelDb } from './read-model-db.ts';
import { schemaGrant, tenantPolicy } from './row-level-security.ts';

const open = async (
  engine: TestEngine,
  make = openReadModelDb,
): Promise<{ readonly subject: ReadModelDbSubject; close(): Promise<void> }> => {
  const made = await engine.open();
  const proxy = await wireProxy(made.connection);
  const db = openDatabase({ connection: proxy.connection, lane: 'query', max: 4, log: silent });
  await migrate(db, { log: silent });
  await db.query(`create schema rm_test; create table rm_test.t (tenant_id uuid not null, id int not null, n int not null, primary key (tenant_id, id));
    ${schemaGrant('rm_test')} ${tenantPolicy('rm_test.t')}`);
  const close = async () => {
    await db.close();
    await proxy.close();
    await made.drop();
  };
  return { subject: { db: make(db), table: 'rm_test.t', roundTrips: proxy.roundTrips }, close };
};

for (const engine of testDatabases()) {
  describeContract(`read-model database on ${engine.name}`, readModelDbCases, () => open(engine));
}

// One engine is enough for what the suite catches: the faults are in the adapters.
describe.each(testDatabases().slice(-1))('the contract of read-model databases, on $name', (engine) => {
  for (const [fault, { by, make }] of Object.entries(brokenReadModelDbs)) {
    it(`catches an adapter that ${fault}`, async () => {
      const { subject, close } = await open(engine, make);
      await expectCaught(readModelDbCases, by, subject).finally(close);
    }, 20_000);
  }
});
