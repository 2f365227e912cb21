import { brokenLeases } from '../contracts/broken/leases.ts';
import { leasesCases } from '../contracts/leases.contract.ts';
import { describeContract, itCatches } from '../contracts/suite.ts';
import { dyingMemoryLeases } from './testing.ts';

describeContract('leases in memory', leasesCases, async () => ({ subject: dyingMemoryLeases(), close: async () => undefined }));

describe('the contract of leases', () => {
  itCatches(leasesCases, brokenLeases);
});
