import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Content } from '@master-ia/schemas/conversations/content.ts';
import type { OutboundMessage } from '../driver.ts';
import { composeMessage, composeRead, limits } from './compose.ts';

const requests = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../specs/meta/examples/send_message_requests.json'), 'utf8'),
) as Record<string, Record<string, unknown>>;
const to = { phone: '+5511987654321' };
const compose = (content: Content, o: Partial<OutboundMessage> = {}) => composeMessage({ to, content, ...o });
const body = (content: Content, o: Partial<OutboundMessage> = {}) => {
  const made = compose(content, o);
  if (!made.ok) throw new Error(JSON.stringify(made));
  return made.body;
};
const template = (o: Partial<Extract<Content, { kind: 'template' }>>): Content => ({
  kind: 'template',
  name: 'ola',
  language: 'pt_BR',
  parameters: [],
  header: [],
  buttons: [],
  rendered: '',
  ...o,
});
const mime = 'application/octet-stream';

/** Meta's samples leave out what has a default, and hold placeholders where a recipient belongs. */
const sample = (name: string): object => {
  const found = requests[name];
  if (found === undefined) throw new Error(`Meta has no request named ${name}`);
  const type = 'template' in found ? 'template' : 'text' in found ? 'text' : undefined;
  return { recipient_type: 'individual', ...(type === undefined ? {} : { type }), ...found, to: '5511987654321' };
};

describe('is what Meta’s own examples are', () => {
  it.each<[string, Content, string | undefined]>([
    ['Send Text Message', { kind: 'text', text: 'text-message-content' }, undefined],
    ['Send Text Message with Preview URL', { kind: 'text', text: 'Please visit https://youtu.be/hpltvTEiRrY.' }, undefined],
    ['Send Reply to Text Message', { kind: 'text', text: '<TEXT_MSG_CONTENT>' }, '<MSGID_OF_PREV_MSG>'],
    ['Send Image Message by ID', { kind: 'image', mime, providerMediaId: '<IMAGE_OBJECT_ID>' }, undefined],
    ['Send Reply to Image Message by ID', { kind: 'image', mime, providerMediaId: '<IMAGE_OBJECT_ID>' }, '<MSGID_OF_PREV_MSG>'],
    ['Send Video Message by ID', { kind: 'video', mime, providerMediaId: '<VIDEO_OBJECT_ID>', caption: '<VIDEO_CAPTION_TEXT>' }, undefined],
    [
      'Send Reply to Video Message by ID',
      { kind: 'video', mime, providerMediaId: '<VIDEO_OBJECT_ID>', caption: '<VIDEO_CAPTION_TEXT>' },
      '<MSGID_OF_MSG_YOU_ARE_REPLYING_TO>',
    ],
    ['Send Audio Message by ID', { kind: 'audio', mime, providerMediaId: '<AUDIO_OBJECT_ID>', voice: false }, undefined],
    [
      'Send Reply to Audio Message by ID',
      { kind: 'audio', mime, providerMediaId: '<AUDIO_OBJECT_ID>', voice: false },
      '<MSGID_OF_MSG_YOU_ARE_REPLYING_TO>',
    ],
    [
      'Send Document Message by ID',
      {
        kind: 'document',
        mime,
        providerMediaId: '<DOCUMENT_OBJECT_ID>',
        caption: '<DOCUMENT_CAPTION_TO_SEND>',
        filename: '<DOCUMENT_FILENAME>',
      },
      undefined,
    ],
    [
      'Send Reply to Document Message by ID',
      {
        kind: 'document',
        mime,
        providerMediaId: '<DOCUMENT_OBJECT_ID>',
        caption: '<DOCUMENT_CAPTION_TO_SEND>',
        filename: '<DOCUMENT_FILENAME>',
      },
      '<MSGID_OF_MSG_YOU_ARE_REPLYING_TO>',
    ],
    ['Send Sticker Message by ID', { kind: 'sticker', mime, providerMediaId: '<MEDIA_OBJECT_ID>', animated: false }, undefined],
    [
      'Send Reply to Sticker Message by ID',
      { kind: 'sticker', mime, providerMediaId: '<MEDIA_OBJECT_ID>', animated: false },
      '<MSGID_OF_MSG_YOU_ARE_REPLYING_TO>',
    ],
    [
      'Send Location Message',
      { kind: 'location', latitude: 37.758056, longitude: -122.425332, name: 'META HQ', address: '1 Hacker Way, Menlo Park, CA 94025' },
      undefined,
    ],
    [
      'Send Reply to Location Message',
      { kind: 'location', latitude: 37.758056, longitude: -122.425332, name: 'META HQ', address: '1 Hacker Way, Menlo Park, CA 94025' },
      '<MSGID_OF_PREV_MSG>',
    ],
    ['Send Reply with Reaction Message', { kind: 'reaction', targetMessageId: 'ours', emoji: '😀' }, 'wamid.HBgLM...'],
    ['Send Test Message', template({ name: 'hello_world', language: 'en_US' }), undefined],
  ])('%s', (name, content, replyToProviderId) => {
    expect(body(content, replyToProviderId === undefined ? {} : { replyToProviderId })).toEqual(sample(name));
  });

  it('Send typing indicator and read receipt', () => {
    const message = 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQUYzMjEzNDM2RTZGQ0MzMDJBRgA=';
    expect(composeRead(message, true)).toEqual(requests['Send typing indicator and read receipt']);
    expect(composeRead(message, false)).not.toHaveProperty('typing_indicator');
  });
});

it('carries our id, and the address in Meta’s spelling', () => {
  expect(body({ kind: 'text', text: 'x' }, { callbackData: '6f1c0f5e-6a0c-4a6e-9b0f-0d4b1e0c9a11' })).toMatchObject({
    biz_opaque_callback_data: '6f1c0f5e-6a0c-4a6e-9b0f-0d4b1e0c9a11',
    to: '5511987654321',
  });
  expect(body({ kind: 'text', text: 'x' }, { to: { bsuid: 'BR.1' } })).toMatchObject({ recipient: 'BR.1' });
  expect(body({ kind: 'text', text: 'x' }, { to: { phone: '+55', bsuid: 'BR.1' } })).not.toHaveProperty('recipient');
});

it('a voice note says so, a reaction is taken back by an empty emoji', () => {
  expect(body({ kind: 'audio', mime: 'audio/ogg', providerMediaId: '1', voice: true })).toMatchObject({ audio: { id: '1', voice: true } });
  expect(body({ kind: 'reaction', targetMessageId: 'ours', emoji: null }, { replyToProviderId: 'wamid.1' })).toMatchObject({
    reaction: { message_id: 'wamid.1', emoji: '' },
  });
});

it('a template by order, with header and buttons', () => {
  expect(
    body(
      template({
        header: [{ text: 'Ana' }],
        parameters: [{ text: 'Ana' }, { text: '123' }],
        buttons: [
          { index: 0, type: 'url', text: 'abc' },
          { index: 1, type: 'quick_reply', text: 'SAIR' },
        ],
      }),
    ),
  ).toMatchObject({
    template: {
      name: 'ola',
      language: { code: 'pt_BR' },
      components: [
        { type: 'header', parameters: [{ type: 'text', text: 'Ana' }] },
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Ana' },
            { type: 'text', text: '123' },
          ],
        },
        { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: 'abc' }] },
        { type: 'button', sub_type: 'quick_reply', index: '1', parameters: [{ type: 'payload', payload: 'SAIR' }] },
      ],
    },
  });
});

it('a template by name', () => {
  expect(body(template({ parameters: [{ name: 'pedido', text: '123' }] }))).toMatchObject({
    template: { components: [{ type: 'body', parameters: [{ type: 'text', parameter_name: 'pedido', text: '123' }] }] },
  });
});

it('contact cards', () => {
  expect(body({ kind: 'contacts', contacts: [{ name: 'Ana Lima', phones: ['+5511987654321'], emails: [] }] })).toMatchObject({
    contacts: [{ name: { formatted_name: 'Ana Lima', first_name: 'Ana Lima' }, phones: [{ phone: '+5511987654321' }] }],
  });
});

it.each<[string, Content, Partial<OutboundMessage>, object]>([
  ['text of 4,097', { kind: 'text', text: 'x'.repeat(4097) }, {}, { code: 'too_long', field: 'text', limit: limits.text }],
  ['text of blanks', { kind: 'text', text: ' \n' }, {}, { code: 'empty', field: 'text' }],
  [
    'caption of 1,025',
    { kind: 'image', mime, providerMediaId: '1', caption: 'x'.repeat(1025) },
    {},
    { code: 'too_long', field: 'caption', limit: 1024 },
  ],
  [
    'caption of an audio',
    { kind: 'audio', mime, providerMediaId: '1', caption: 'x', voice: false },
    {},
    { code: 'caption_not_allowed', field: 'caption' },
  ],
  ['file that was not uploaded', { kind: 'document', mime }, {}, { code: 'media_not_uploaded', field: 'providerMediaId' }],
  [
    'file name of 241',
    { kind: 'document', mime, providerMediaId: '1', filename: 'x'.repeat(241) },
    {},
    { code: 'too_long', field: 'filename', limit: 240 },
  ],
  ['place off the globe', { kind: 'location', latitude: Number.NaN, longitude: 0 }, {}, { code: 'out_of_range', field: 'latitude' }],
  ['no contact', { kind: 'contacts', contacts: [] }, {}, { code: 'empty', field: 'contacts' }],
  ['reaction to nothing', { kind: 'reaction', targetMessageId: 'ours', emoji: '👍' }, {}, { code: 'empty', field: 'replyToProviderId' }],
  ['what customers alone send', { kind: 'button', text: 'x' }, {}, { code: 'not_sendable', field: 'kind' }],
  ['what nobody understands', { kind: 'unsupported', providerKind: 'poll' }, {}, { code: 'not_sendable', field: 'kind' }],
  ['nobody', { kind: 'text', text: 'x' }, { to: {} }, { code: 'no_recipient', field: 'to' }],
  [
    'callback data of 513 bytes',
    { kind: 'text', text: 'x' },
    { callbackData: `${'é'.repeat(256)}x` },
    { code: 'too_long', field: 'callbackData', limit: 512 },
  ],
  ['template with a bad name', template({ name: 'Olá' }), {}, { code: 'template_name', field: 'name' }],
  [
    'parameters both by order and by name',
    template({ parameters: [{ text: 'a' }, { name: 'b', text: 'b' }] }),
    {},
    { code: 'parameter_name', field: 'parameters' },
  ],
  [
    'parameter with a bad name',
    template({ parameters: [{ name: 'Pedido', text: 'a' }] }),
    {},
    { code: 'parameter_name', field: 'parameters' },
  ],
  ['empty parameter', template({ parameters: [{ text: '' }] }), {}, { code: 'empty', field: 'parameters' }],
  [
    'parameter of 1,025',
    template({ parameters: [{ text: 'x'.repeat(1025) }] }),
    {},
    { code: 'too_long', field: 'parameters', limit: 1024 },
  ],
  ['header of 61', template({ header: [{ text: 'x'.repeat(61) }] }), {}, { code: 'too_long', field: 'header', limit: 60 }],
])('refuses: %s', (_, content, o, refusal) => {
  expect(compose(content, o)).toMatchObject({ ok: false, ...refusal });
});

it('takes what is just within the limits', () => {
  expect(compose({ kind: 'text', text: 'x'.repeat(4096) }).ok).toBe(true);
  expect(compose({ kind: 'image', mime, providerMediaId: '1', caption: 'x'.repeat(1024) }).ok).toBe(true);
  expect(compose({ kind: 'text', text: 'x' }, { callbackData: 'é'.repeat(256) }).ok).toBe(true);
});
