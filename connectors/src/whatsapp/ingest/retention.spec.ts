import { memoryKeyVault, memoryRawDeliveries } from '@master-ia/platform/key-vault/memory.ts';
import { fakeClock } from '@master-ia/platform/runtime/clock.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { rawRetention } from './retention.ts';

it('callbacks are kept for ninety days', async () => {
  const [clock, raw] = [fakeClock(), memoryRawDeliveries(memoryKeyVault())];
  const [id, tenant] = [uuidFrom('delivery'), uuidFrom('company')];
  await raw.put({ id, tenant, channelId: 'c', at: clock.now(), body: Buffer.from('x') });
  const { task } = rawRetention({ raw, clock });
  const signal = new AbortController().signal;
  clock.advance(90 * 86_400_000);
  expect([await task(signal), await raw.get(tenant, id)]).toEqual([0, Buffer.from('x')]);
  clock.advance(1);
  expect([await task(signal), await raw.get(tenant, id)]).toEqual([1, null]);
});
