import { brokenMediaStores } from '../contracts/broken/media-stores.ts';
import { mediaStoreCases } from '../contracts/media-store.contract.ts';
import { describeContract, itCatches } from '../contracts/suite.ts';
import { memoryKeyVault } from '../key-vault/memory.ts';
import { memoryMediaStore } from './memory.ts';

describeContract('media in memory', mediaStoreCases, async () => {
  const keys = memoryKeyVault();
  const media = memoryMediaStore({ keys });
  return { subject: { media, again: media, keys, kept: async () => media.kept() }, close: async () => undefined };
});
describe('the media store contract', () => itCatches(mediaStoreCases, brokenMediaStores));
