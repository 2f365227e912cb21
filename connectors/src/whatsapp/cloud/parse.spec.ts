import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { content as contentSchema } from '@master-ia/schemas/conversations/content.ts';
import type { InboundMessage, Item, StatusItem } from './items.ts';
import { kindTable } from './kinds/table.ts';
import { parseDelivery, readDelivery } from './parse.ts';

const examples = JSON.parse(readFileSync(join(import.meta.dirname, '../../../specs/meta/examples/webhook_inbound.json'), 'utf8')) as Record<
  string,
  unknown
>;
const example = (name: string): unknown => {
  if (!(name in examples)) throw new Error(`Meta has no example named ${name}`);
  return examples[name];
};

const inValue = (value: object, field = 'messages') => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '419561257915477',
      changes: [{ field, value: { messaging_product: 'whatsapp', metadata: { phone_number_id: '106540352242922' }, ...value } }],
    },
  ],
});
const message = (m: object) => ({ from: '16505551234', id: 'wamid.1', timestamp: '1749416383', ...m });
const items = (value: object): readonly Item[] => parseDelivery(inValue(value));
const one = (value: unknown): Item => {
  const all = parseDelivery(value);
  expect(all).toHaveLength(1);
  return all[0]!;
};
const oneMessage = (m: object, beside: object = {}): InboundMessage => {
  const found = one(inValue({ ...beside, messages: [message(m)] }));
  if (found.item !== 'message') throw new Error(`no message but ${JSON.stringify(found)}`);
  return found;
};
const oneStatus = (s: object): StatusItem => {
  const found = one(
    inValue({ statuses: [{ id: 'wamid.1', status: 'sent', timestamp: '1750000000', recipient_id: '5511987654321', ...s }] }),
  );
  if (found.item !== 'status') throw new Error(`no status but ${JSON.stringify(found)}`);
  return found;
};

describe('Meta’s own examples', () => {
  it('are sixteen', () => {
    expect(Object.keys(examples)).toHaveLength(16);
  });

  it.each([
    ['Text Message', { kind: 'text', text: 'Does it come in another color?' }],
    ['Text Message with Context (Product Inquiry)', { kind: 'text', text: 'Is this still available?' }],
    ['Text Message from Click to WhatsApp Ad', { kind: 'text', text: 'Hello! Can I get more info on this?' }],
    ['Reaction Message', { kind: 'reaction', targetMessageId: '', emoji: '👍' }],
    [
      'Image Message',
      {
        kind: 'image',
        caption: 'Taj Mahal',
        mime: 'image/jpeg',
        sha256: '49f227634806293b0995459bc310b593e1400f41591efcf07e9bced335f41942',
        providerMediaId: '1003383421387256',
      },
    ],
    [
      'Location Message',
      {
        kind: 'location',
        latitude: 37.44221496582,
        longitude: -122.16165924072,
        name: 'Philz Coffee',
        address: '101 Forest Ave, Palo Alto, CA 94301',
      },
    ],
    ['Contact Sharing Message', { kind: 'contacts', contacts: [{ name: 'Lucía Gómez', phones: ['+1 (983) 555-2319'], emails: [] }] }],
    ['Unsupported Message', { kind: 'unsupported', providerKind: 'unsupported' }],
    ['Button Message', { kind: 'button', text: 'Unsubscribe', payload: 'Unsubscribe' }],
    [
      'Interactive List Reply Message',
      {
        kind: 'interactive',
        type: 'list_reply',
        id: 'priority_express',
        title: 'Priority Mail Express',
        description: 'Next Day to 2 Days',
      },
    ],
    ['Interactive Button Reply Message', { kind: 'interactive', type: 'button_reply', id: 'cancel-button', title: 'Cancel' }],
    ['Order Message', { kind: 'unsupported', providerKind: 'order' }],
    ['System Message', { kind: 'unsupported', providerKind: 'system' }],
  ])('one to one: %s', (name, content) => {
    const found = one(example(name));
    expect(found).toMatchObject({
      item: 'message',
      phoneNumberId: '106540352242922',
      from: { phone: '+16505551234', waId: '16505551234' },
      content,
    });
    expect(contentSchema.safeParse((found as InboundMessage).content).success).toBe(true);
  });

  it.each([
    ['Group Create Message', 'group_lifecycle_update'],
    ['Group Settings Update', 'group_settings_update'],
    ['Group Remove Participants', 'group_participants_update'],
  ])('of a group, kept as not supported: %s', (name, providerKind) => {
    expect(one(example(name))).toEqual({
      item: 'not_supported',
      why: 'group',
      providerKind,
      phoneNumberId: '106540352242922',
      path: '$.entry[0].changes[0].value',
    });
  });

  it('tell time, name, quote, product and ad', () => {
    expect(one(example('Text Message'))).toMatchObject({
      providerMessageId: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=',
      toldAt: new Date('2025-06-08T20:59:43Z'),
      from: { profileName: 'Sheena Nelson' },
    });
    expect(one(example('Text Message with Context (Product Inquiry)'))).toMatchObject({
      context: {
        quotedProviderId: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgARGA9wcm9kdWN0X2lucXVpcnkA',
        referredProduct: { catalogId: '194836987003835', productId: 'di9ozbzfi4' },
      },
    });
    expect(one(example('Text Message from Click to WhatsApp Ad'))).toMatchObject({
      referral: {
        sourceType: 'ad',
        sourceId: '120226305854810726',
        headline: 'Chat with us',
        mediaUrl: 'https://scontent.xx.fbcdn.net/v/t45.1...',
        welcomeText: 'Hi there! Let us know how we can help!',
      },
    });
    expect(one(example('Reaction Message'))).toMatchObject({
      targetProviderId: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI0RTJEOTc2ODVERUY5RDlGNkYA',
    });
    expect(one(example('Unsupported Message'))).toMatchObject({
      errors: [
        {
          code: 131051,
          title: 'Message type unknown',
          message: 'Message type unknown',
          details: 'Message type is currently not supported.',
        },
      ],
    });
  });
});

describe('a message', () => {
  it.each([
    [
      { type: 'text', text: { body: 'a\u0000b' } },
      { kind: 'text', text: 'ab' },
    ],
    [
      { type: 'text', text: { body: '' } },
      { kind: 'text', text: '' },
    ],
    [
      { type: 'text', text: { body: 42 } },
      { kind: 'text', text: '42' },
    ],
    [
      { type: 'video', video: { id: 7, mime_type: 'video/mp4' } },
      { kind: 'video', providerMediaId: '7', mime: 'video/mp4' },
    ],
    [
      { type: 'audio', audio: { id: 'a', mime_type: 'audio/ogg; codecs=opus', voice: 'true' } },
      { kind: 'audio', providerMediaId: 'a', mime: 'audio/ogg; codecs=opus', voice: true },
    ],
    [
      { type: 'audio', audio: { id: 'a' } },
      { kind: 'audio', providerMediaId: 'a', mime: 'application/octet-stream', voice: false },
    ],
    [
      { type: 'document', document: { id: 'd', mime_type: 'application/pdf', filename: 'nota.pdf', caption: ' a nota ' } },
      { kind: 'document', providerMediaId: 'd', mime: 'application/pdf', filename: 'nota.pdf', caption: 'a nota' },
    ],
    [
      { type: 'sticker', sticker: { id: 's', mime_type: 'image/webp', animated: true } },
      { kind: 'sticker', providerMediaId: 's', mime: 'image/webp', animated: true },
    ],
    [
      { type: 'location', location: { latitude: '-23.5', longitude: '-46.6' } },
      { kind: 'location', latitude: -23.5, longitude: -46.6 },
    ],
    [
      { type: 'reaction', reaction: { message_id: 'wamid.0' } },
      { kind: 'reaction', targetMessageId: '', emoji: null },
    ],
    [
      { type: 'reaction', reaction: { message_id: 'wamid.0', emoji: '' } },
      { kind: 'reaction', targetMessageId: '', emoji: null },
    ],
    [
      { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"a":1}' } } },
      { kind: 'interactive', type: 'nfm_reply', id: 'flow', title: 'Sent', form: '{"a":1}' },
    ],
    [
      { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { response_json: { a: 1 } } } },
      { kind: 'interactive', type: 'nfm_reply', form: '{"a":1}' },
    ],
    [
      { type: 'interactive', interactive: { type: 'call_permission_reply', call_permission_reply: { response: 'accept' } } },
      { kind: 'interactive', type: 'call_permission_reply', title: 'accept' },
    ],
    [
      {
        type: 'contacts',
        contacts: [
          { phones: [{ phone: '+55 11 98765-4321' }] },
          'broken',
          { name: { first_name: 'Ana', last_name: 'Lima' }, emails: [{ email: 'a@b.c' }] },
        ],
      },
      {
        kind: 'contacts',
        contacts: [
          { name: '+55 11 98765-4321', phones: ['+55 11 98765-4321'], emails: [] },
          { name: 'Ana Lima', phones: [], emails: ['a@b.c'] },
        ],
      },
    ],
  ])('of a known kind: %j', (m, content) => {
    const found = oneMessage(m).content;
    expect(found).toEqual(content);
    expect(contentSchema.safeParse(found).success).toBe(true);
  });

  it.each([
    [{ type: 'poll', poll: {} }, 'poll'],
    [{ type: 'constructor' }, 'constructor'],
    [{ type: '__proto__' }, '__proto__'],
    [{}, 'unknown'],
    [{ type: 'unsupported', unsupported: { type: 'video_note' } }, 'video_note'],
    [{ type: 'request_welcome' }, 'request_welcome'],
    [{ type: 'text' }, 'text'],
    [{ type: 'text', text: 'not an object' }, 'text'],
    [{ type: 'image', image: { mime_type: 'image/jpeg' } }, 'image'],
    [{ type: 'image', image: { id: 'x'.repeat(201), mime_type: 'image/jpeg' } }, 'image'],
    [{ type: 'location', location: { latitude: 91, longitude: 0 } }, 'location'],
    [{ type: 'location', location: { latitude: '1e400', longitude: 0 } }, 'location'],
    [{ type: 'reaction', reaction: { emoji: '👍' } }, 'reaction'],
    [{ type: 'interactive', interactive: { type: 'something_new', something_new: { id: '1' } } }, 'interactive'],
    [{ type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { response_json: `"${'x'.repeat(70_000)}"` } } }, 'interactive'],
    [{ type: 'contacts', contacts: [] }, 'contacts'],
  ])('not understood is unsupported, in its place: %j', (m, providerKind) => {
    expect(oneMessage(m)).toMatchObject({ providerMessageId: 'wamid.1', content: { kind: 'unsupported', providerKind } });
  });

  it('is cut to what the product keeps, never through a surrogate pair', () => {
    const text = `${'x'.repeat(65_535)}😀😀`;
    const found = oneMessage({ type: 'text', text: { body: text } }).content;
    expect(found).toEqual({ kind: 'text', text: 'x'.repeat(65_535) });
    expect(oneMessage({ type: 'text', text: { body: 'a\ud83d' } }).content).toEqual({ kind: 'text', text: 'a\ufffd' });
  });

  it.each([
    ['1750000000', '2025-06-15T15:06:40.000Z'],
    [1750000000, '2025-06-15T15:06:40.000Z'],
    ['1750000000000', '2025-06-15T15:06:40.000Z'],
  ])('sent at %j', (timestamp, iso) => {
    expect(oneMessage({ timestamp, type: 'text', text: { body: 'x' } }).toldAt?.toISOString()).toBe(iso);
  });
  it.each([undefined, null, '', 'soon', -1, 0, '1e300', {}])('sent at a time that cannot be read: %j', (timestamp) => {
    expect('toldAt' in oneMessage({ timestamp, type: 'text', text: { body: 'x' } })).toBe(false);
  });

  it.each([
    ['forwarded', { forwarded: true }, { forwarded: true }],
    ['often forwarded', { frequently_forwarded: true }, { frequentlyForwarded: true }],
    ['a reply', { from: '1', id: 'wamid.0' }, { quotedProviderId: 'wamid.0' }],
  ])('with a context: %s', (_, context, told) => {
    expect(oneMessage({ type: 'text', text: { body: 'x' }, context }).context).toEqual(told);
  });
  it('with a context that says nothing has none', () => {
    for (const context of [{}, null, 'x', [], { id: '' }])
      expect('context' in oneMessage({ type: 'text', text: { body: 'x' }, context })).toBe(false);
  });

  it('of a group is kept as not supported and never put into the sender’s own thread', () => {
    expect(one(inValue({ messages: [message({ type: 'text', text: { body: 'x' }, group_id: 'Y2FwaV9ncm91cDox' })] }))).toEqual({
      item: 'not_supported',
      why: 'group',
      providerKind: 'text',
      phoneNumberId: '106540352242922',
      providerMessageId: 'wamid.1',
      path: '$.entry[0].changes[0].value.messages[0]',
    });
  });
});

describe('the sender', () => {
  const text = { type: 'text', text: { body: 'x' } };
  const from = (m: object, contacts?: unknown) => oneMessage({ ...text, ...m }, { contacts }).from;

  it('is one phone in both Brazilian spellings', () => {
    expect(from({ from: '5511987654321' }).phone).toBe('+5511987654321');
    expect(from({ from: '551187654321' })).toEqual({ phone: '+5511987654321', waId: '551187654321' });
    expect(from({ from: '551133334444' }).phone).toBe('+551133334444');
    expect(from({ from: '5511987654321' }, [{ wa_id: '551187654321', profile: { name: 'Ana' } }])).toEqual({
      phone: '+5511987654321',
      waId: '551187654321',
      profileName: 'Ana',
    });
  });

  it('may have no phone: a user id, a username', () => {
    expect(
      from({ from: undefined, from_user_id: 'BR.13491208655302741918', from_parent_user_id: 'BR.ENT.1' }, [
        { user_id: 'BR.99', profile: { name: 'Other' } },
        { user_id: 'BR.13491208655302741918', profile: { name: 'Ana', username: 'ana.s' } },
      ]),
    ).toEqual({ bsuid: 'BR.13491208655302741918', parentBsuid: 'BR.ENT.1', username: 'ana.s', profileName: 'Ana' });
    expect(from({ from: undefined }, [{ user_id: 'BR.1', profile: { name: 'Ana' } }])).toEqual({ bsuid: 'BR.1', profileName: 'Ana' });
  });

  it('never gets another person’s name', () => {
    expect(from({}, [{ wa_id: '16505559999', profile: { name: 'Other' } }])).toEqual({ phone: '+16505551234', waId: '16505551234' });
    expect(from({}, 'broken')).toEqual({ phone: '+16505551234', waId: '16505551234' });
  });

  it('may be a number, written as a number or with marks', () => {
    expect(from({ from: 16505551234 }).phone).toBe('+16505551234');
    expect(from({ from: '+1 (650) 555-1234' }).phone).toBe('+16505551234');
  });

  it('is needed', () => {
    expect(items({ messages: [message({ ...text, from: undefined })] })).toMatchObject([{ item: 'not_understood', why: 'no_sender' }]);
    expect(items({ messages: [message({ ...text, from: 'somebody' })] })).toMatchObject([{ item: 'not_understood', why: 'no_sender' }]);
  });
});

describe('a status', () => {
  it('carries our id, errors and price', () => {
    expect(
      oneStatus({
        status: 'failed',
        biz_opaque_callback_data: '6f1c0f5e-6a0c-4a6e-9b0f-0d4b1e0c9a11',
        errors: [{ code: '131049', title: 't', message: 'm', error_data: { details: 'd' }, href: 'h' }, { nothing: true }],
        pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'marketing' },
      }),
    ).toEqual({
      item: 'status',
      path: '$.entry[0].changes[0].value.statuses[0]',
      phoneNumberId: '106540352242922',
      providerMessageId: 'wamid.1',
      status: 'failed',
      toldAt: new Date('2025-06-15T15:06:40Z'),
      recipient: { phone: '+5511987654321', waId: '5511987654321' },
      callbackData: '6f1c0f5e-6a0c-4a6e-9b0f-0d4b1e0c9a11',
      errors: [{ code: 131049, title: 't', message: 'm', details: 'd' }],
      pricing: { billable: true, model: 'PMP', type: 'regular', category: 'marketing' },
    });
  });

  it.each(['sent', 'delivered', 'read', 'played', 'failed'])('%s', (status) => {
    expect(oneStatus({ status }).status).toBe(status);
  });

  it('may name nobody, or a user id', () => {
    expect(oneStatus({ recipient_id: undefined }).recipient).toEqual({});
    expect(oneStatus({ recipient_id: undefined, recipient_user_id: 'BR.1' }).recipient).toEqual({ bsuid: 'BR.1' });
  });

  it.each([
    [{ status: 'deleted' }, { item: 'not_supported', why: 'status', providerKind: 'deleted' }],
    [{ recipient_type: 'group' }, { item: 'not_supported', why: 'group' }],
    [{ status: undefined }, { item: 'not_understood', why: 'no_status' }],
    [{ id: undefined }, { item: 'not_understood', why: 'no_message_id' }],
    [{ id: 'x'.repeat(301) }, { item: 'not_understood', why: 'no_message_id' }],
  ])('that is none of ours: %j', (s, expected) => {
    expect(items({ statuses: [{ id: 'wamid.1', status: 'sent', ...s }] })).toMatchObject([expected]);
  });
});

describe('news of the account', () => {
  it.each([
    [
      'message_template_status_update',
      {
        event: 'PAUSED',
        message_template_id: 594425479261596,
        message_template_name: 'ola',
        message_template_language: 'pt_BR',
        reason: 'NONE',
        other_info: { title: 'FIRST_PAUSE' },
      },
      { item: 'template', change: 'status', templateId: '594425479261596', name: 'ola', language: 'pt_BR', value: 'PAUSED' },
    ],
    [
      'message_template_quality_update',
      { new_quality_score: 'RED', message_template_name: 'ola' },
      { item: 'template', change: 'quality', value: 'RED', name: 'ola' },
    ],
    ['template_category_update', { new_category: 'MARKETING' }, { item: 'template', change: 'category', value: 'MARKETING' }],
    ['message_template_components_update', {}, { item: 'template', change: 'components' }],
    [
      'phone_number_quality_update',
      { display_phone_number: '15550783881', event: 'FLAGGED', current_limit: 'TIER_1K' },
      { item: 'account', field: 'phone_number_quality_update', event: 'FLAGGED', limit: 'TIER_1K', displayPhoneNumber: '15550783881' },
    ],
    ['business_capability_update', { max_daily_conversations_per_business: 2000 }, { item: 'account', limit: '2000' }],
    [
      'account_update',
      { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } },
      { item: 'account', event: 'DISABLED_UPDATE', reason: 'DISABLE' },
    ],
    ['user_preferences', {}, { item: 'not_supported', why: 'field', providerKind: 'user_preferences' }],
    ['smb_message_echoes', { message_echoes: [{}] }, { item: 'not_supported', why: 'field', providerKind: 'smb_message_echoes' }],
    ['constructor', {}, { item: 'not_supported', why: 'field', providerKind: 'constructor' }],
  ])('%s', (field, value, expected) => {
    const found = one(inValue(value, field));
    expect(found).toMatchObject(expected);
    if (found.item === 'template' || found.item === 'account') expect(found.accountId).toBe('419561257915477');
  });

  it('errors outside any message', () => {
    expect(items({ errors: [{ code: 131042, title: 'Payment' }] })).toMatchObject([
      { item: 'account', field: 'errors', errors: [{ code: 131042 }], phoneNumberId: '106540352242922' },
    ]);
  });
});

describe('one delivery of many', () => {
  const good = message({ type: 'text', text: { body: 'good' } });

  it('gives every entry, change, message and status, in order', () => {
    const value = {
      metadata: { phone_number_id: '1' },
      messages: [
        { ...good, id: 'm1' },
        { ...good, id: 'm2' },
      ],
      statuses: [{ id: 's1', status: 'read' }],
    };
    const delivery = {
      object: 'whatsapp_business_account',
      entry: [
        {
          id: 'A',
          changes: [
            { field: 'messages', value },
            { field: 'messages', value: { ...value, metadata: { phone_number_id: '2' } } },
          ],
        },
        { id: 'B', changes: [{ field: 'account_update', value: { event: 'X' } }] },
      ],
    };
    expect(
      parseDelivery(delivery).map((i) =>
        `${i.item} ${'phoneNumberId' in i ? i.phoneNumberId : ''} ${'providerMessageId' in i ? i.providerMessageId : ''}`.trim(),
      ),
    ).toEqual(['message 1 m1', 'message 1 m2', 'status 1 s1', 'message 2 m1', 'message 2 m2', 'status 2 s1', 'account']);
  });

  it('what is bad hides nothing', () => {
    const bad: unknown[] = [null, 1, 'x', [], {}, { id: {} }, { id: 'a' }, { id: 'a', from: {} }];
    for (const b of bad) {
      const found = items({ messages: [b, good, b], statuses: [b, { id: 's', status: 'read' }] });
      expect(found).toHaveLength(5);
      expect(found.map((i) => i.item)).toEqual(['not_understood', 'message', 'not_understood', 'not_understood', 'status']);
    }
    expect(
      parseDelivery({
        object: 'whatsapp_business_account',
        entry: [
          null,
          { id: 'A' },
          {
            id: 'A',
            changes: [7, { field: 'messages' }, { field: 'messages', value: {} }, { field: 'messages', value: { messages: [good] } }],
          },
          ...(inValue({ messages: [good] }).entry as unknown[]),
        ],
      }).map((i) => (i.item === 'not_understood' ? i.why : i.item)),
    ).toEqual(['not_an_object', 'no_changes', 'not_an_object', 'no_value', 'nothing_in_it', 'no_phone_number_id', 'message']);
  });

  it('a parser that throws costs its own message only', () => {
    const kinds = new Map([
      ...kindTable,
      [
        'image',
        () => {
          throw new Error('a fault');
        },
      ] as const,
    ]);
    const found = parseDelivery(inValue({ messages: [message({ type: 'image', image: { id: '1' } }), good] }), kinds);
    expect(found.map((i) => i.item === 'message' && i.content.kind)).toEqual(['unsupported', 'text']);
  });

  it.each([
    [null, 'not_an_object'],
    [[], 'not_an_object'],
    ['text', 'not_an_object'],
    [{}, 'other_object'],
    [{ object: 'page', entry: [] }, 'other_object'],
    [{ object: 'whatsapp_business_account' }, 'no_entries'],
    [{ object: 'whatsapp_business_account', entry: [] }, 'no_entries'],
  ])('%j is not one', (value, why) => {
    expect(parseDelivery(value)).toMatchObject([{ item: 'not_understood', why }]);
  });
});

it('a kind whose parser is taken away is kept as unsupported, and understood once it is back', () => {
  const without = new Map(kindTable);
  without.delete('location');
  const before = parseDelivery(example('Location Message'), without);
  const after = parseDelivery(example('Location Message'));
  expect(before).toMatchObject([{ item: 'message', content: { kind: 'unsupported', providerKind: 'location' } }]);
  expect(after).toMatchObject([{ item: 'message', content: { kind: 'location' } }]);
  const place = ([i]: readonly Item[]) => i?.item === 'message' && [i.providerMessageId, i.toldAt, i.from];
  expect(place(before)).toEqual(place(after));
});

describe('whatever comes', () => {
  const key = fc.constantFrom(
    'object',
    'entry',
    'changes',
    'field',
    'value',
    'messages',
    'statuses',
    'contacts',
    'id',
    'from',
    'type',
    'text',
    'body',
    'errors',
    'context',
    'metadata',
    'phone_number_id',
    '__proto__',
  );
  const word = fc.constantFrom(
    'whatsapp_business_account',
    'messages',
    'text',
    'image',
    'contacts',
    '5511987654321',
    'wamid.1',
    '',
    '\u0000',
    '\ud800',
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 7 },
      word,
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
    ),
  }));
  const kind = fc.constantFrom(...kindTable.keys());
  const sound = (found: readonly Item[]): void => {
    expect(found.length).toBeGreaterThan(0);
    for (const i of found) {
      expect(i.path.startsWith('$')).toBe(true);
      expect(JSON.stringify(i)).not.toContain('\\u0000');
      if (i.item === 'message') expect(contentSchema.safeParse(i.content).success).toBe(true);
    }
  };

  it('arbitrary JSON never throws and always gives sound items', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (v) => {
        sound(parseDelivery(v));
      }),
    );
    fc.assert(
      fc.property(tree, (v) => {
        sound(parseDelivery(v));
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(tree, (v) => {
        sound(parseDelivery(inValue({ messages: v, statuses: v, contacts: v, errors: v })));
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), tree, (field, v) => {
        sound(parseDelivery(inValue({ ...(typeof v === 'object' ? v : { v }) }, field)));
      }),
    );
  });

  it('a message with an id and a sender always comes out in its place', () => {
    fc.assert(
      fc.property(kind, tree, tree, (type, body, other) => {
        const found = items({ messages: [message({ type, [type]: body, context: other, referral: other, errors: other })] });
        expect(found).toMatchObject([{ item: 'message', providerMessageId: 'wamid.1', from: { phone: '+16505551234' } }]);
        sound(found);
      }),
      { numRuns: 500 },
    );
  });
});

it('reads bytes: what is no JSON has a reason, what is one has items', () => {
  expect(readDelivery(Buffer.from(JSON.stringify(example('Text Message'))))).toMatchObject({ ok: true, items: [{ item: 'message' }] });
  expect(readDelivery(Buffer.from('{'))).toEqual({ ok: false, why: 'not_json' });
});
