import type { EffectIo } from '@master-ia/platform/kernel/effect.ts';
import type { StoredAny } from '@master-ia/platform/kernel/streams.ts';
import { openProviderHttp, type ProviderHttp } from '@master-ia/platform/http/provider.ts';
import { systemIds, uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import type { ChannelFact } from '../channel-access.ts';
import { graphClient } from '../cloud/graph-client.ts';
import { startTestSimulator, type TestSimulator } from '../simulator/testing/simulator.ts';
import { checkChannel } from './channel-work.ts';

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

const channelId = uuidFrom('channel');
const event = (type: string, data: object): StoredAny => ({ type, data: { channelId, ...data } }) as unknown as StoredAny;
const requested = event('ChannelChecksRequested', { requestId: 'r' });
const corrected = (phoneNumber: string) => event('ChannelNumberChanged', { phoneNumber });

const check = async (o: { readonly callbackUrl: string; readonly events: readonly StoredAny[] }) => {
  const { accessToken, appSecret, appId, phoneNumbers } = sim.credentials;
  const number = phoneNumbers.find((n) => n.id === sim.number)!;
  const channel = { state: 'active', phoneNumberId: number.id, businessAccountId: number.wabaId, appId, simulated: true, secrets: {} };
  const client = graphClient({ baseUrl: sim.url, version: 'v23.0', transport: http, accessToken, appSecret });
  const effect = checkChannel({
    access: { client: async () => client, secret: async () => appSecret },
    ids: systemIds,
    callbackUrl: () => o.callbackUrl,
    lastReached: () => new Date(8.64e15),
  });
  const io: EffectIo = {
    tenant: uuidFrom('tenant'),
    now: new Date(),
    signal: new AbortController().signal,
    facts: { one: async <T>() => channel as unknown as ChannelFact as T },
    stream: async () => [],
  };
  const connected = event('ChannelConnected', { phoneNumber: '+5511900000000', verifyToken: sim.callback.verifyToken });
  const input = await effect.input([connected, ...o.events], io);
  const [step] = effect.outcome(input as never, await effect.call(input as never, io), 1);
  return step as { command: string; data: { checks: readonly { step: string; code?: string }[]; subscribedUrl: string | null } };
};

it('a check tells the address that the provider delivers to, or that it is none of ours', async () => {
  const events = [requested];
  const right = await check({ callbackUrl: sim.callback.url, events });
  expect([right.command, right.data.subscribedUrl]).toEqual(['RecordChannelChecks', sim.callback.url]);
  const wrong = await check({ callbackUrl: 'http://127.0.0.1:1/nobody', events });
  expect(wrong.data.subscribedUrl).toBeNull();
});
it('a check compares with the number as it was last corrected', async () => {
  const code = async (events: readonly StoredAny[]) =>
    (await check({ callbackUrl: sim.callback.url, events })).data.checks.find((c) => c.step === 'token')?.code;
  const right = sim.credentials.phoneNumbers.find((n) => n.id === sim.number)!.phone;
  expect([await code([requested]), await code([corrected(right), requested])]).toEqual(['number_differs', undefined]);
});
