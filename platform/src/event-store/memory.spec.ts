import { eventStoreCases } from '../contracts/event-store.contract.ts';
import { describeContract } from '../contracts/suite.ts';
import { memoryEventStore } from './memory.ts';

describeContract('event store in memory', eventStoreCases, async () => {
  const store = memoryEventStore();
  return { subject: { store, again: store, patienceMs: 5_000 }, close: async () => undefined };
});
