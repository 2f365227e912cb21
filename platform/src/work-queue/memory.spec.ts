import { describeContract, itCatches } from '../contracts/suite.ts';
import { brokenWorkQueues } from '../contracts/broken/work-queue.ts';
import { workQueueCases } from '../contracts/work-queue.contract.ts';
import { fakeClock } from '../runtime/clock.ts';
import { memoryWorkQueue } from './memory.ts';

describeContract('work queue in memory', workQueueCases, async () => {
  const clock = fakeClock();
  const queue = memoryWorkQueue({ clock });
  return { subject: { queue, again: queue, clock }, close: async () => undefined };
});

describe('the contract of work queues', () => {
  itCatches(workQueueCases, brokenWorkQueues);
});
