import { refuse } from '@master-ia/platform/kernel/decider.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import type { TemplateForm } from '@master-ia/schemas/templates/template.ts';
import { outgoing } from '@master-ia/schemas/conversations/conversation.ts';
import { compose } from './outgoing.ts';

const contactId = uuidFrom('contact');
const mediaId = uuidFrom('media');
const form = (more: Partial<TemplateForm> = {}): TemplateForm => ({
  providerId: '1',
  name: 'pedido',
  language: 'pt_BR',
  category: 'UTILITY',
  status: 'APPROVED',
  named: false,
  header: null,
  headerFormat: null,
  body: 'Oi {{1}}, pedido {{2}}',
  footer: 'Loja',
  buttons: [],
  variables: [
    { part: 'body', name: '1' },
    { part: 'body', name: '2' },
  ],
  ...more,
});
const file = (mime: string, size = 1000, id = contactId) => ({
  id: mediaId,
  subject: { kind: 'contact' as const, id },
  mime,
  size,
  sha256: 'ab',
  at: new Date(0),
});
type Known = Partial<Parameters<typeof compose>[1]>;
const of = (o: unknown, known: Known = {}) =>
  compose(outgoing.parse(o), { contactId, media: null, form: undefined, target: false, ...known });
const template = (t: Record<string, unknown> = {}) => ({
  template: { name: 'pedido', language: 'pt_BR', parameters: [{ text: 'Ana' }, { text: '42' }], ...t },
});

it('sends text, trimmed, in an open window', () =>
  expect(of({ text: ' Oi ' })).toEqual({ content: { kind: 'text', text: 'Oi' }, mediaId: null, windowed: true }));
it.each([
  ['empty', { text: '  ' }, refuse('empty', 'text')],
  ['too long', { text: 'x'.repeat(4097) }, refuse('text_too_long', 'text')],
])('refuses a text that is %s', (_, o, refusal) => expect(of(o)).toEqual(refusal));
it('takes exactly one thing to send', () => {
  for (const o of [{}, { text: 'a', reaction: { messageId: mediaId, emoji: '👍' } }]) expect(outgoing.safeParse(o).success).toBe(false);
});

describe('a template', () => {
  it('is filled in order, needs no window', () =>
    expect(of(template(), { form: form() })).toEqual({
      content: {
        kind: 'template',
        name: 'pedido',
        language: 'pt_BR',
        parameters: [{ text: 'Ana' }, { text: '42' }],
        header: [],
        buttons: [],
        rendered: 'Oi Ana, pedido 42\n\nLoja',
      },
      mediaId: null,
      windowed: false,
    }));
  it('is filled by name', () => {
    const named = form({ named: true, body: 'Oi {{nome}}', variables: [{ part: 'body', name: 'nome' }] });
    expect(of(template({ parameters: [{ name: 'nome', text: 'Ana' }] }), { form: named })).toMatchObject({
      content: { rendered: 'Oi Ana\n\nLoja', parameters: [{ name: 'nome', text: 'Ana' }] },
    });
    expect(of(template({ parameters: [{ name: 'outro', text: 'Ana' }] }), { form: named })).toEqual(
      refuse('template_parameters', 'template.parameters'),
    );
  });
  it('does not put one parameter into another', () =>
    expect(of(template({ parameters: [{ text: '{{2}}' }, { text: '42' }] }), { form: form() })).toMatchObject({
      content: { rendered: 'Oi {{2}}, pedido 42\n\nLoja' },
    }));
  it('has a text header and buttons when its form says so', () => {
    const rich = form({
      header: 'Olá {{1}}',
      headerFormat: 'TEXT',
      buttons: [{ type: 'URL', text: 'Ver', url: 'https://x/{{1}}' }],
      variables: [...form().variables, { part: 'header', name: '1' }, { part: 'button', name: '1', index: 0 }],
    });
    const full = template({ header: { text: 'Ana' }, buttons: [{ index: 0, text: 'abc' }] });
    expect(of(full, { form: rich })).toMatchObject({
      content: {
        header: [{ text: 'Ana' }],
        buttons: [{ index: 0, type: 'url', text: 'abc' }],
        rendered: 'Olá Ana\n\nOi Ana, pedido 42\n\nLoja',
      },
    });
    expect(of(template({ buttons: [{ index: 0, text: 'abc' }] }), { form: rich })).toEqual(
      refuse('template_parameters', 'template.header'),
    );
    expect(of(template({ header: { text: 'Ana' } }), { form: rich })).toEqual(refuse('template_parameters', 'template.buttons'));
    expect(of(template({ header: { text: 'Ana' }, buttons: [{ index: 1, text: 'abc' }] }), { form: rich })).toEqual(
      refuse('template_parameters', 'template.buttons'),
    );
  });
  it.each([
    ['unknown', template(), undefined, refuse('template_unknown', 'template.name')],
    ['not approved', template(), form({ status: 'PAUSED' }), refuse('template_not_approved', 'template.name')],
    ['with a picture on top', template(), form({ headerFormat: 'IMAGE' }), refuse('template_not_supported', 'template.name')],
    ['with too few parameters', template({ parameters: [{ text: 'Ana' }] }), form(), refuse('template_parameters', 'template.parameters')],
    ['with a header that it does not have', template({ header: { text: 'x' } }), form(), refuse('template_parameters', 'template.header')],
    [
      'with a button that it does not have',
      template({ buttons: [{ index: 0, text: 'x' }] }),
      form(),
      refuse('template_parameters', 'template.buttons'),
    ],
  ])('%s is refused', (_, o, known, refusal) => expect(of(o, { form: known })).toEqual(refusal));
});

describe('a file', () => {
  const media = { media: { mediaId, caption: 'oi', filename: 'a.jpg' } };
  it('goes as the kind of its type', () => {
    expect(of(media, { media: file('image/jpeg') })).toEqual({
      content: { kind: 'image', mime: 'image/jpeg', sha256: 'ab', caption: 'oi', filename: 'a.jpg' },
      mediaId,
      windowed: true,
    });
    expect(of({ media: { mediaId } }, { media: file('audio/ogg; codecs=opus') })).toMatchObject({
      content: { kind: 'audio', voice: true },
    });
    expect(of({ media: { mediaId } }, { media: file('audio/mpeg') })).toMatchObject({ content: { kind: 'audio', voice: false } });
    expect(of({ media: { mediaId } }, { media: file('application/pdf') })).toMatchObject({ content: { kind: 'document' } });
  });
  it.each([
    ['unknown', null, refuse('media_unknown', 'media.mediaId')],
    ['of somebody else', file('image/jpeg', 1, uuidFrom('other')), refuse('media_unknown', 'media.mediaId')],
    ['of a type that is not taken', file('image/gif'), refuse('media_not_supported', 'media.mediaId')],
    ['too large', file('image/jpeg', 6 * 1024 * 1024), refuse('media_too_large', 'media.mediaId')],
  ])('%s is refused', (_, known, refusal) => expect(of(media, { media: known })).toEqual(refusal));
  it('has a short caption', () =>
    expect(of({ media: { mediaId, caption: 'x'.repeat(1025) } }, { media: file('image/jpeg') })).toEqual(
      refuse('text_too_long', 'media.caption'),
    ));
});

it('puts a reaction on what is known', () => {
  const reaction = { reaction: { messageId: mediaId, emoji: '👍' } };
  expect(of(reaction, { target: true })).toEqual({
    content: { kind: 'reaction', targetMessageId: mediaId, emoji: '👍' },
    mediaId: null,
    windowed: true,
  });
  expect(of(reaction)).toEqual(refuse('reaction_target_unknown', 'reaction.messageId'));
});
