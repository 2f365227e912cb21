import { domains } from '@master-ia/schemas/domains.ts';
import { memoryEventStore } from '@master-ia/platform/event-store/memory.ts';
import { eventOpener, eventSealer } from '@master-ia/platform/kernel/events.ts';
import { registry } from '@master-ia/platform/kernel/registry.ts';
import { memoryKeyVault } from '@master-ia/platform/key-vault/memory.ts';
import { fakeClock } from '@master-ia/platform/runtime/clock.ts';
import { systemIds, uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { verifyTokens } from './verify-token.ts';

const TENANT = uuidFrom('tenant');
const CHANNEL = uuidFrom('channel');
const stream = `channel-${CHANNEL}`;
const setUp = () => {
  const [store, vault, known, clock] = [memoryEventStore(), memoryKeyVault(), registry(domains), fakeClock()];
  const sealer = eventSealer(known, vault);
  let revision: 'none' | number = 'none';
  const tell = async (events: readonly (readonly [string, object])[]) => {
    const drafts = events.map(([type, data]) => ({
      id: systemIds.random(),
      type,
      data: { channelId: CHANNEL, ...data },
      tenant: TENANT,
      stream,
      domain: 'channels',
      key: stream,
      at: clock.now(),
    }));
    const raws = await sealer.seal(drafts, {
      c: systemIds.random(),
      b: '',
      a: { kind: 'installation', id: 'test' },
      r: systemIds.random(),
    });
    const answer = await store.append(stream, revision, raws);
    if (!answer.ok) throw new Error('conflict');
    revision = answer.revision;
  };
  const connect = (verifyToken: string) =>
    tell([
      [
        'ChannelConnected',
        {
          companyId: TENANT,
          kind: 'whatsapp_cloud',
          name: 'Loja',
          phoneNumber: '+551140028922',
          phoneNumberId: '106540352242922',
          businessAccountId: '102290129340398',
          appId: null,
          simulated: false,
          verifyToken,
          secrets: { accessToken: 1, appSecret: 1 },
        },
      ],
    ]);
  return {
    vault,
    connect,
    change: (n: number) => tell(Array.from({ length: n }, (_, i) => ['ChannelRenamed', { name: String(i) }] as const)),
    of: verifyTokens({ store, opener: eventOpener(known, vault) }),
  };
};

it('is the newest connection’s, however much has happened before and since', async () => {
  const s = setUp();
  await s.connect('first');
  await s.change(1700);
  expect(await s.of(TENANT, CHANNEL)).toBe('first');
  await s.connect('second');
  expect(await s.of(TENANT, CHANNEL)).toBe('second');
  await s.change(499);
  expect(await s.of(TENANT, CHANNEL)).toBe('second');
});
it('is none of another company’s, of what was never connected, of what was erased', async () => {
  const s = setUp();
  expect(await s.of(TENANT, CHANNEL)).toBeUndefined();
  await s.connect('first');
  await s.change(999);
  expect(await s.of(uuidFrom('other'), CHANNEL)).toBeUndefined();
  await s.vault.destroy(TENANT, [{ kind: 'company', id: TENANT }]);
  expect(await s.of(TENANT, CHANNEL)).toBeUndefined();
});
