import type { CommandEnvelope, CommandResult } from '@master-ia/platform/ports/commands.ts';
import { embeddedEngine } from '@master-ia/platform/testing/embedded.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { channelTable } from '@master-ia/schemas/channels/tables.ts';
import { putCompany, type TestCompany } from '../testing/company.ts';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';
import { putRow } from '../testing/read-models.ts';

let g: TestGateway | undefined;
let a: TestCompany;
const gateway = (): TestGateway => g as TestGateway;
const channelId = uuidFrom('a channel that is corrected');
beforeAll(async () => {
  g = await openTestGateway(embeddedEngine);
  a = await putCompany(g.db, 'a');
  await putRow(g.db, a.tenant, channelTable, {
    channel_id: channelId,
    kind: 'whatsapp_cloud',
    name: 'Loja',
    phone_number: '+551130000000',
    phone_number_id: '106540352242922',
    business_account_id: '102290129340398',
    app_id: null,
    simulated: false,
    verify_token: 'v',
    read_receipts: false,
    state: 'active',
    suspension: null,
    checks: [
      {
        step: 'registered',
        state: 'failed',
        code: 'registration_refused',
        params: { code: '133005' },
        checkedAt: '2026-01-15T11:00:00.000Z',
      },
    ],
    proved: false,
  });
}, 60_000);
afterAll(() => g?.close());

const ask = async (query: string, input: object) =>
  (await gateway().graph(query, { variables: { input }, headers: { cookie: await gateway().session(a.owner, a.tenant) } })).json;
const last = (): CommandEnvelope => gateway().sent.at(-1)!;

it('a correction says the number, its id and its account, and nothing that was not said', async () => {
  const number = { phoneNumber: '+551130000001', phoneNumberId: '106540352242923', businessAccountId: '102290129340399' };
  const update =
    'mutation ($input: UpdateChannelInput!) { updateChannel(input: $input) { refusal { code } channel { id } conversationId } }';
  expect(await ask(update, { channelId, ...number })).toEqual({
    data: { updateChannel: { refusal: null, channel: { id: channelId }, conversationId: null } },
  });
  expect([last().name, last().data]).toEqual(['UpdateChannel', { channelId, ...number }]);
  await ask(update, { channelId, businessAccountId: number.businessAccountId, phoneNumber: null });
  expect(last().data).toEqual({ channelId, businessAccountId: number.businessAccountId });
});

it('a test message says where it can be watched', async () => {
  const [conversationId, messageId] = [uuidFrom('conversation'), uuidFrom('message')];
  gateway().at.answer = (c) =>
    c.name === 'SendTestMessage' ? ({ ...gateway().done(c), result: { conversationId, messageId } } as CommandResult) : undefined;
  const send =
    'mutation ($input: SendTestMessageInput!) { sendTestMessage(input: $input) { refusal { code } channel { id } conversationId messageId } }';
  expect(await ask(send, { channelId, to: '+5511987654321' })).toEqual({
    data: { sendTestMessage: { refusal: null, channel: { id: channelId }, conversationId, messageId } },
  });
});

it('a registration that was refused says why', async () => {
  const query = `{ channel(id: "${channelId}") { checklist { step code message } } }`;
  const { channel } = ((await ask(query, {})) as { data: { channel: { checklist: { step: string; code: string; message: string }[] } } })
    .data;
  expect(channel.checklist.find((l) => l.step === 'REGISTERED')).toMatchObject({
    code: 'registration_refused',
    message: expect.stringContaining('PIN') as unknown,
  });
});
