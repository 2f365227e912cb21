import { brokenTimers } from '../contracts/broken/timers.ts';
import { describeContract, itCatches } from '../contracts/suite.ts';
import { timersCases } from '../contracts/timers.contract.ts';
import { fakeClock } from '../runtime/clock.ts';
import { memoryTimers } from './memory.ts';

describeContract('timers in memory', timersCases, async () => {
  const clock = fakeClock();
  const timers = memoryTimers({ clock });
  return { subject: { timers, again: timers, clock }, close: async () => undefined };
});

describe('the contract of timers', () => {
  itCatches(timersCases, brokenTimers);
});
