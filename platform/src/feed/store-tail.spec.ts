import { feedCases } from '../contracts/feed.contract.ts';
import { describeContract } from '../contracts/suite.ts';
import { memoryEventStore } from '../event-store/memory.ts';
import { twoSqlStores } from '../event-store/testing.ts';
import { testDatabases } from '../testing/postgres.ts';
import { storeTailFeed } from './store-tail.ts';

describeContract('feed over the store in memory', feedCases, async () => {
  const store = memoryEventStore();
  return { subject: { store, feed: storeTailFeed(store), patienceMs: 5_000 }, close: async () => undefined };
});
for (const engine of testDatabases()) {
  describeContract(`feed over the store in SQL on ${engine.name}`, feedCases, async () => {
    const { subject, close } = await twoSqlStores(engine);
    return { subject: { ...subject, feed: storeTailFeed(subject.again) }, close };
  });
}
