import { brokenPubSubs } from '../contracts/broken/pub-subs.ts';
import { pubSubCases } from '../contracts/pub-sub.contract.ts';
import { describeContract, itCatches } from '../contracts/suite.ts';
import { silent } from '../ports/log.ts';
import { memoryPubSub } from './memory.ts';

describeContract('notices in memory', pubSubCases, async () => {
  const bus = memoryPubSub({ log: silent });
  return { subject: { bus, again: bus, ready: async () => undefined }, close: async () => undefined };
});
describe('the notices contract', () => itCatches(pubSubCases, brokenPubSubs));

test('a failing subscriber is told in the log', async () => {
  const told: object[] = [];
  const bus = memoryPubSub({ log: { ...silent, error: (fields) => void told.push(fields) } });
  bus.subscribe('c', () => {
    throw new Error('broken');
  });
  bus.publish('c', 'm');
  await Promise.resolve();
  expect(told).toEqual([expect.objectContaining({ channel: 'c' })]);
});
