import { eventStoreCases } from '../contracts/event-store.contract.ts';
import { describeContract } from '../contracts/suite.ts';
import { testDatabases } from '../testing/postgres.ts';
import { twoSqlStores } from './testing.ts';

for (const engine of testDatabases()) describeContract(`event store in SQL on ${engine.name}`, eventStoreCases, () => twoSqlStores(engine));
