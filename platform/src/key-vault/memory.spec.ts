import { brokenKeyVaults, brokenRawDeliveries, brokenSecretVaults } from '../contracts/broken/vaults.ts';
import { keyVaultCases } from '../contracts/key-vault.contract.ts';
import { rawDeliveriesCases } from '../contracts/raw-deliveries.contract.ts';
import { secretVaultCases } from '../contracts/secret-vault.contract.ts';
import { describeContract, itCatches } from '../contracts/suite.ts';
import { memoryKeyVault, memoryRawDeliveries, memorySecretVault } from './memory.ts';

const close = async (): Promise<void> => undefined;
describeContract('key vault in memory', keyVaultCases, async () => {
  const keys = memoryKeyVault();
  return { subject: { keys, again: keys }, close };
});
describeContract('secret vault in memory', secretVaultCases, async () => {
  const secrets = memorySecretVault();
  return { subject: { secrets, again: secrets }, close };
});
describeContract('raw deliveries in memory', rawDeliveriesCases, async () => {
  const keys = memoryKeyVault();
  const raw = memoryRawDeliveries(keys);
  return { subject: { raw, again: raw, keys }, close };
});
describe('the key vault contract', () => itCatches(keyVaultCases, brokenKeyVaults));
describe('the secret vault contract', () => itCatches(secretVaultCases, brokenSecretVaults));
describe('the raw deliveries contract', () => itCatches(rawDeliveriesCases, brokenRawDeliveries));
