import type { Content, MediaKind } from '@master-ia/schemas/conversations/content.ts';
import type { Address, OutboundMessage } from '../driver.ts';

export type ComposeRefusal = {
  readonly ok: false;
  readonly code:
    | 'no_recipient'
    | 'not_sendable'
    | 'empty'
    | 'too_long'
    | 'too_many'
    | 'media_not_uploaded'
    | 'caption_not_allowed'
    | 'template_name'
    | 'parameter_name'
    | 'out_of_range';
  readonly field: string;
  /** Characters (UTF-16 units), bytes for `callbackData`, entries for lists. */
  readonly limit?: number;
};
export type Composed = { readonly ok: true; readonly body: Readonly<Record<string, unknown>> } | ComposeRefusal;

/** Meta's limits. Counted in UTF-16 units, which never undercount what Meta counts. */
export const limits = {
  text: 4096,
  caption: 1024,
  filename: 240,
  callbackDataBytes: 512,
  templateName: 512,
  templateParameter: 1024,
  templateHeader: 60,
  buttonParameter: 256,
  urlParameter: 2000,
  parameterName: 20,
  contacts: 257,
  place: 1000,
} as const;

type Part = { readonly ok: true; readonly part: Readonly<Record<string, unknown>> } | ComposeRefusal;
const part = (p: Readonly<Record<string, unknown>>): Part => ({ ok: true, part: p });
const refuse = (code: ComposeRefusal['code'], field: string, limit?: number): ComposeRefusal => ({
  ok: false,
  code,
  field,
  ...(limit === undefined ? {} : { limit }),
});
const longer = (text: string | undefined, max: number, field: string): ComposeRefusal | undefined =>
  text !== undefined && text.length > max ? refuse('too_long', field, max) : undefined;

const mediaPart = (c: Extract<Content, { kind: MediaKind }>): Part => {
  if (c.providerMediaId === undefined || c.providerMediaId === '') return refuse('media_not_uploaded', 'providerMediaId');
  const caption = c.caption === '' ? undefined : c.caption;
  if (caption !== undefined && (c.kind === 'audio' || c.kind === 'sticker')) return refuse('caption_not_allowed', 'caption');
  return (
    longer(caption, limits.caption, 'caption') ??
    longer(c.kind === 'document' ? c.filename : undefined, limits.filename, 'filename') ??
    part({
      id: c.providerMediaId,
      ...(caption === undefined ? {} : { caption }),
      ...(c.kind === 'document' && c.filename ? { filename: c.filename } : {}),
      ...(c.kind === 'audio' && c.voice ? { voice: true } : {}),
    })
  );
};

type Parameters = Extract<Content, { kind: 'template' }>['parameters'];

/** Parameters in order, or all by name: a template is one or the other. */
const parameters = (
  list: Parameters,
  max: number,
  field: string,
): { readonly ok: true; readonly list: readonly object[] } | ComposeRefusal => {
  const named = list.filter((p) => p.name !== undefined).length;
  if (named !== 0 && named !== list.length) return refuse('parameter_name', field);
  for (const p of list) {
    if (p.text === '') return refuse('empty', field);
    if (p.text.length > max) return refuse('too_long', field, max);
    if (p.name !== undefined && !/^[a-z0-9_]{1,20}$/.test(p.name)) return refuse('parameter_name', field, limits.parameterName);
  }
  return { ok: true, list: list.map((p) => ({ type: 'text', ...(p.name === undefined ? {} : { parameter_name: p.name }), text: p.text })) };
};

const templatePart = (c: Extract<Content, { kind: 'template' }>): Part => {
  if (!/^[a-z0-9_]{1,512}$/.test(c.name)) return refuse('template_name', 'name', limits.templateName);
  if (c.language === '') return refuse('empty', 'language');
  const header = parameters(c.header, limits.templateHeader, 'header');
  if (!header.ok) return header;
  const body = parameters(c.parameters, limits.templateParameter, 'parameters');
  if (!body.ok) return body;
  for (const b of c.buttons) {
    if (b.text === '') return refuse('empty', 'buttons');
    const max = b.type === 'url' ? limits.urlParameter : limits.buttonParameter;
    if (b.text.length > max) return refuse('too_long', 'buttons', max);
  }
  const components = [
    ...(header.list.length === 0 ? [] : [{ type: 'header', parameters: header.list }]),
    ...(body.list.length === 0 ? [] : [{ type: 'body', parameters: body.list }]),
    ...c.buttons.map((b) => ({
      type: 'button',
      sub_type: b.type,
      index: String(b.index),
      parameters: [b.type === 'url' ? { type: 'text', text: b.text } : { type: 'payload', payload: b.text }],
    })),
  ];
  return part({ name: c.name, language: { code: c.language }, ...(components.length === 0 ? {} : { components }) });
};

const contactsPart = (c: Extract<Content, { kind: 'contacts' }>): Part | { readonly ok: true; readonly list: readonly object[] } => {
  if (c.contacts.length === 0) return refuse('empty', 'contacts');
  if (c.contacts.length > limits.contacts) return refuse('too_many', 'contacts', limits.contacts);
  return {
    ok: true,
    list: c.contacts.map((x) => ({
      // Meta wants one more part of the name beside the formatted one.
      name: { formatted_name: x.name, first_name: x.name },
      ...(x.phones.length === 0 ? {} : { phones: x.phones.map((phone) => ({ phone })) }),
      ...(x.emails.length === 0 ? {} : { emails: x.emails.map((email) => ({ email })) }),
    })),
  };
};

const locationPart = (c: Extract<Content, { kind: 'location' }>): Part => {
  if (!(Math.abs(c.latitude) <= 90 && Math.abs(c.longitude) <= 180)) return refuse('out_of_range', 'latitude');
  return part({
    latitude: c.latitude,
    longitude: c.longitude,
    ...(c.name ? { name: c.name } : {}),
    ...(c.address ? { address: c.address } : {}),
  });
};

/** The field of the request that is named after the type. */
const contentField = (c: Content, replyTo: string | undefined): Part | { readonly ok: true; readonly list: readonly object[] } => {
  switch (c.kind) {
    case 'text':
      if (c.text.trim() === '') return refuse('empty', 'text');
      return longer(c.text, limits.text, 'text') ?? part({ body: c.text, preview_url: /https?:\/\//i.test(c.text) });
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return mediaPart(c);
    case 'location':
      return locationPart(c);
    case 'contacts':
      return contactsPart(c);
    case 'reaction':
      return replyTo ? part({ message_id: replyTo, emoji: c.emoji ?? '' }) : refuse('empty', 'replyToProviderId');
    case 'template':
      return templatePart(c);
    case 'button':
    case 'interactive':
    case 'unsupported':
      return refuse('not_sendable', 'kind');
  }
};

const addressed = (to: Address): Readonly<Record<string, string>> | undefined =>
  to.phone ? { to: to.phone.replace(/\D/g, '') } : to.bsuid ? { recipient: to.bsuid } : undefined;

/** The body of `POST /{phone_number_id}/messages`, or why Meta would not take it. */
export const composeMessage = (m: OutboundMessage): Composed => {
  const address = addressed(m.to);
  if (address === undefined) return refuse('no_recipient', 'to');
  if (m.callbackData !== undefined && Buffer.byteLength(m.callbackData) > limits.callbackDataBytes)
    return refuse('too_long', 'callbackData', limits.callbackDataBytes);
  const made = contentField(m.content, m.replyToProviderId);
  if (!made.ok) return made;
  return {
    ok: true,
    body: {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      ...address,
      type: m.content.kind,
      [m.content.kind]: 'list' in made ? made.list : made.part,
      // A reaction names its message itself.
      ...(m.replyToProviderId && m.content.kind !== 'reaction' ? { context: { message_id: m.replyToProviderId } } : {}),
      ...(m.callbackData ? { biz_opaque_callback_data: m.callbackData } : {}),
    },
  };
};

/** The body that marks an inbound message as read, and shows the customer that someone is typing (up to 25 s). */
export const composeRead = (providerMessageId: string, typing: boolean): Readonly<Record<string, unknown>> => ({
  messaging_product: 'whatsapp',
  status: 'read',
  message_id: providerMessageId,
  ...(typing ? { typing_indicator: { type: 'text' } } : {}),
});
