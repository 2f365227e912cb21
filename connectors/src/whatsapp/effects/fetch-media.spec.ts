import { openProviderHttp, type ProviderHttp } from '@master-ia/platform/http/provider.ts';
import type { EffectIo } from '@master-ia/platform/kernel/effect.ts';
import { memoryKeyVault } from '@master-ia/platform/key-vault/memory.ts';
import { memoryMediaStore } from '@master-ia/platform/media/memory.ts';
import { fakeClock } from '@master-ia/platform/runtime/clock.ts';
import { systemIds, uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { graphClient } from '../cloud/graph-client.ts';
import type { ChannelFact } from '../channel-access.ts';
import { startTestSimulator, type TestSimulator } from '../simulator/testing/simulator.ts';
import { fetchMedia } from './fetch-media.ts';

const TENANT = uuidFrom('tenant');
const CONTACT = uuidFrom('contact');
let sim: TestSimulator;
let http: ProviderHttp;
beforeAll(async () => {
  sim = await startTestSimulator();
  http = openProviderHttp();
});
afterAll(async () => {
  await http?.close();
  await sim?.stop();
});
afterEach(() => sim.sim('DELETE', 'faults', {}));

const channel = () => ({ state: 'active', phoneNumberId: sim.number, simulated: true }) as ChannelFact;
const io: EffectIo = {
  tenant: TENANT,
  now: new Date(),
  signal: new AbortController().signal,
  facts: { one: async () => undefined },
  stream: async () => [],
};
const setUp = async () => {
  const client = graphClient({
    baseUrl: sim.url,
    version: 'v23.0',
    transport: http,
    accessToken: sim.credentials.accessToken,
    appSecret: sim.credentials.appSecret,
    stallMs: 200,
    timeoutMs: 2000,
  });
  const media = memoryMediaStore({ keys: memoryKeyVault(), clock: fakeClock() });
  const e = fetchMedia({ access: { client: async () => client, secret: async () => null }, media, ids: systemIds });
  await sim.write('5511987650001', { sample: 'photo' });
  await sim.drained();
  const image = sim.callback.messages().at(-1)!['image'] as { id: string; mime_type: string; sha256: string };
  const input = {
    messageId: 'm',
    contactId: CONTACT,
    channelId: 'c',
    kind: 'image' as const,
    providerMediaId: image.id,
    mime: image.mime_type,
    sha256: undefined,
    channel: channel(),
  };
  return { e, media, input };
};

it('keeps a file under its contact, and says what it is', async () => {
  const { e, media, input } = await setUp();
  const o = await e.call(input, io);
  expect(o).toMatchObject({ kind: 'done', value: { mime: 'image/jpeg' } });
  const { mediaId, size } = (o as { value: { mediaId: string; size: number } }).value;
  expect(await media.info(TENANT, mediaId)).toMatchObject({ subject: { kind: 'contact', id: CONTACT }, size });
  expect(e.outcome(input, o, 1)).toMatchObject([{ command: 'RecordMedia', data: { messageId: 'm', mediaId } }]);
});
it('that stalls is tried again, keeping nothing', async () => {
  const { e, media, input } = await setUp();
  await sim.sim('POST', 'faults', { kind: 'download', lie: 'stall' });
  const o = await e.call(input, io);
  expect([o, media.kept()]).toEqual([{ kind: 'ambiguous', why: 'stalled' }, 0]);
  expect(e.again(1, o as never)).toBeGreaterThan(0);
  expect(await e.call(input, io)).toMatchObject({ kind: 'done' });
});
it.each(['bytes', 'size', 'type'])('whose %s are not what was told is refused', async (lie) => {
  const { e, media, input } = await setUp();
  await sim.sim('POST', 'faults', { kind: 'download', lie, times: 2 });
  const o = await e.call(input, io);
  expect(['refused', 'ambiguous']).toContain(o.kind);
  expect(media.kept()).toBe(0);
  expect(e.outcome(input, o, 7)).toMatchObject([{ command: 'RecordMediaFailure' }]);
});
it('is given up after a few tries, and at once when it is refused for good', async () => {
  const { e } = await setUp();
  expect(e.again(7, { kind: 'ambiguous', why: 'stalled' } as never)).toBeNull();
  expect(e.again(1, { kind: 'refused', code: 'too_large', retry: 'never' } as never)).toBeNull();
});
it('waits with a suspended channel and is given up with a disconnected one', async () => {
  const { e, input } = await setUp();
  expect(await e.check({ ...input, channel: { ...channel(), state: 'suspended' } }, io)).toEqual({ kind: 'hold', hold: 'channel:c' });
  expect(await e.check({ ...input, channel: { ...channel(), state: 'disconnected' } }, io)).toMatchObject({ kind: 'refuse' });
  expect(await e.check(input, io)).toEqual({ kind: 'go' });
});
it('is done when it is there, or has no file', async () => {
  const { e } = await setUp();
  const received = {
    type: 'MessageReceived',
    data: { messageId: 'm', contactId: CONTACT, channelId: 'c', content: { kind: 'image', mime: 'image/jpeg', providerMediaId: '7' } },
  };
  expect(await e.input([received] as never, io)).toMatchObject({ providerMediaId: '7' });
  expect(await e.input([received, { type: 'MediaStored', data: {} }] as never, io)).toBeNull();
  expect(await e.input([{ ...received, data: { ...received.data, content: { kind: 'text', text: 'x' } } }] as never, io)).toBeNull();
});
