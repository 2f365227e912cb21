import { readDelivery } from '../cloud/parse.ts';
import { PARSER_VERSION } from '../cloud/items.ts';
import { understand } from './commands.ts';

const receivedAt = new Date('2026-01-15T12:00:00.000Z');
const items = (value: object, field = 'messages', number = '1') => {
  const read = readDelivery(
    Buffer.from(
      JSON.stringify({
        object: 'whatsapp_business_account',
        entry: [{ id: '2', changes: [{ field, value: { metadata: { phone_number_id: number }, ...value } }] }],
      }),
    ),
  );
  if (!read.ok) throw new Error(read.why);
  return read.items;
};
const place = { deliveryId: 'd', receivedAt, correct: false, channelOf: (n: string) => (n === '1' ? 'channel' : undefined) };
const message = (more: object = {}) => ({
  messages: [{ from: '5511987654321', id: 'wamid.1', timestamp: '1768478000', type: 'text', text: { body: 'Oi' }, ...more }],
});
const status = (more: object = {}) => ({
  statuses: [{ id: 'wamid.2', status: 'delivered', timestamp: '1768478000', recipient_id: '5511987654321', ...more }],
});
const of = (value: object, p = place) => understand(items(value), p, () => ['channel']);

it('a message becomes one command under the provider’s own key', () => {
  const { commands, problems } = of(message());
  expect(problems).toEqual([]);
  expect(commands).toMatchObject([
    {
      command: 'ReceiveInbound',
      fact: 'channel:wamid.1',
      tolerate: ['erased'],
      data: {
        channelId: 'channel',
        providerId: 'wamid.1',
        deliveryId: 'd',
        toldAt: '2026-01-15T11:53:20.000Z',
        sender: { phone: '+5511987654321' },
        content: { kind: 'text', text: 'Oi' },
        correct: false,
      },
    },
  ]);
});
it('the same message in another delivery is the same command', () =>
  expect(of(message(), { ...place, deliveryId: 'e' }).commands[0]?.fact).toBe('channel:wamid.1'));
it('a reparse is a command of its own version', () =>
  expect(of(message(), { ...place, correct: true }).commands[0]).toMatchObject({
    fact: `channel:wamid.1:${String(PARSER_VERSION)}`,
    data: { correct: true },
  }));
it.each([
  ['in the future', { timestamp: '1999999999' }],
  ['not at all', { timestamp: undefined }],
])('a time told %s is that of the delivery', (_, more) =>
  expect(of(message(more)).commands[0]?.data).toMatchObject({ toldAt: receivedAt.toISOString() }),
);
it('a reaction, a reply and a forwarded message say what they are about', () => {
  expect(of(message({ type: 'reaction', reaction: { message_id: 'wamid.0', emoji: '👍' } })).commands[0]?.data).toMatchObject({
    targetProviderId: 'wamid.0',
    content: { kind: 'reaction', emoji: '👍' },
  });
  expect(of(message({ context: { id: 'wamid.0' } })).commands[0]?.data).toMatchObject({ replyToProviderId: 'wamid.0', forwarded: false });
  expect(of(message({ context: { frequently_forwarded: true } })).commands[0]?.data).toMatchObject({
    replyToProviderId: null,
    forwarded: true,
  });
});

it('a status becomes one command per moment and kind', () => {
  expect(of(status({ biz_opaque_callback_data: 'ours' })).commands).toMatchObject([
    {
      command: 'ReceiveStatus',
      fact: 'channel:wamid.2:delivered:2026-01-15T11:53:20.000Z',
      data: { providerId: 'wamid.2', deliveryId: 'd', callbackData: 'ours', status: 'delivered', code: null },
    },
  ]);
  expect(of(status({ status: 'played' })).commands[0]?.data).toMatchObject({ status: 'read' });
  expect(
    of(status({ status: 'failed', errors: [{ code: 131026, title: 'Undeliverable', error_data: { details: 'No WhatsApp' } }] })).commands[0]
      ?.data,
  ).toMatchObject({ status: 'failed', code: '131026', reason: 'No WhatsApp' });
});

it('a number of nobody’s is a problem, and hides nothing else', () => {
  const both = [...items(message(), 'messages', '9'), ...items(message())];
  const { commands, problems } = understand(both, place, () => []);
  expect(commands).toHaveLength(1);
  expect(problems).toMatchObject([{ code: 'unknown_number' }]);
});
it('groups, unknown changes and what is not understood are problems without anything personal', () => {
  expect(of(message({ group_id: 'g' })).problems).toEqual([{ code: 'not_supported', detail: 'group:text' }]);
  expect(understand(items({}, 'group_lifecycle_update'), place, () => []).problems).toEqual([
    { code: 'not_supported', detail: 'group:group_lifecycle_update' },
  ]);
  const { problems } = of({ messages: [{ from: '5511987654321', type: 'text', text: { body: 'Oi' } }] });
  expect(problems).toMatchObject([{ code: 'not_understood' }]);
  expect(JSON.stringify(problems)).not.toMatch(/5511987654321|Oi/);
});
it('news of the account are shown as not supported, and do nothing', () => {
  const told = understand(
    items({ display_phone_number: '5511987654321', event: 'FLAGGED', current_limit: 'TIER_1K' }, 'phone_number_quality_update'),
    place,
    () => [],
  );
  expect(told).toEqual({ commands: [], problems: [{ code: 'not_supported', detail: 'account:phone_number_quality_update:FLAGGED' }] });
});
it('a template’s news asks for the templates of the channel', () => {
  const { commands } = understand(
    items(
      { event: 'PAUSED', message_template_id: 1, message_template_name: 'oi', message_template_language: 'pt_BR' },
      'message_template_status_update',
    ),
    place,
    () => ['channel'],
  );
  expect(commands).toEqual([{ command: 'RequestTemplates', fact: 'd:channel', data: { channelId: 'channel' }, tolerate: ['not_found'] }]);
});
