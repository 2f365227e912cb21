import { phoneDigits } from '../phones.ts';
import type { MediaMessageType } from '../media-types.ts';
import type { PhoneNumber, Template } from '../records.ts';
import type { State } from '../state.ts';
import { badParameter, badValue, isObject, listAt, missing, numberAt, objectAt, oneOfAt, optionalTextAt, textAt } from './checked.ts';
import type { Json } from './checked.ts';
import { refuseMessage } from './errors.ts';
import { checkInteractive } from './validate-interactive.ts';
import { checkMedia } from './validate-media.ts';
import { checkTemplate } from './validate-template.ts';

export type CheckedMessage = {
  readonly type: string;
  /** As the business wrote it. */
  readonly input: string;
  readonly to: { readonly phone: string } | { readonly userId: string };
  readonly biz: string | null;
  readonly template: Template | null;
  /** `type`, the object of the type, `context`: what the phone shows. */
  readonly message: Json;
};
type Checker = (value: unknown, state: State, number: PhoneNumber) => void;

const checkContacts: Checker = (value) => {
  for (const [i, c] of listAt(value, 'contacts', { min: 1, max: 257 }).entries()) {
    const path = `contacts[${i}]`;
    const o = objectAt(c, path, ['addresses', 'birthday', 'emails', 'name', 'org', 'phones', 'urls']);
    const name = objectAt(o['name'], `${path}.name`, ['formatted_name', 'first_name', 'last_name', 'middle_name', 'suffix', 'prefix']);
    textAt(name['formatted_name'], `${path}.name.formatted_name`, 512);
    if (o['phones'] !== undefined)
      for (const p of listAt(o['phones'], `${path}.phones`, { min: 0, max: 20 })) objectAt(p, `${path}.phones`, ['phone', 'type', 'wa_id']);
    if (o['emails'] !== undefined)
      for (const e of listAt(o['emails'], `${path}.emails`, { min: 0, max: 20 })) objectAt(e, `${path}.emails`, ['email', 'type']);
    if (o['birthday'] !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(textAt(o['birthday'], `${path}.birthday`, 10)))
      throw badValue(`${path}.birthday`, 'must be YYYY-MM-DD');
  }
};

const media =
  (type: MediaMessageType, more: readonly string[]): Checker =>
  (v, state, number) =>
    checkMedia(v, type, type, state, number, more);

const checkers: Readonly<Record<string, Checker>> = {
  text: (v) => {
    const o = objectAt(v, 'text', ['body', 'preview_url']);
    textAt(o['body'], 'text.body', 4096);
    if (o['preview_url'] !== undefined && typeof o['preview_url'] !== 'boolean')
      throw badParameter('Param text.preview_url must be a boolean.');
  },
  image: media('image', ['caption']),
  video: media('video', ['caption']),
  audio: media('audio', ['voice']),
  document: media('document', ['caption', 'filename']),
  sticker: media('sticker', []),
  location: (v) => {
    const o = objectAt(v, 'location', ['latitude', 'longitude', 'name', 'address']);
    numberAt(o['latitude'], 'location.latitude', -90, 90);
    numberAt(o['longitude'], 'location.longitude', -180, 180);
    optionalTextAt(o['name'], 'location.name', 1000);
    optionalTextAt(o['address'], 'location.address', 1000);
  },
  contacts: checkContacts,
  reaction: (v, state, number) => {
    const o = objectAt(v, 'reaction', ['message_id', 'emoji']);
    const target = state.messages.get(textAt(o['message_id'], 'reaction.message_id', 512));
    if (target?.phoneNumberId !== number.id) throw badValue('reaction.message_id', 'no such message');
    if (typeof o['emoji'] !== 'string') throw missing('reaction.emoji');
    if ([...new Intl.Segmenter().segment(o['emoji'])].length > 1) throw badValue('reaction.emoji', 'must be one emoji');
  },
  interactive: checkInteractive,
};

const recipient = (body: Json): { input: string; to: CheckedMessage['to'] } => {
  // When both are given the phone wins.
  if (body['to'] !== undefined) {
    const input = textAt(body['to'], 'to', 64);
    const phone = phoneDigits(input);
    if (phone === null) throw badValue('to', 'is not a valid WhatsApp phone number');
    return { input, to: { phone } };
  }
  if (body['recipient'] !== undefined) {
    const input = textAt(body['recipient'], 'recipient', 140);
    if (!/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(input)) throw badValue('recipient', 'is not a business-scoped user id');
    return { input, to: { userId: input } };
  }
  throw missing('to');
};

const COMMON = ['messaging_product', 'recipient_type', 'to', 'recipient', 'type', 'context', 'biz_opaque_callback_data', 'appsecret_proof'];

/** Checks `messaging_product`, which every body needs. */
export const checkProduct = (body: unknown): Json => {
  if (!isObject(body)) throw badParameter('The request body must be a JSON object.');
  if (body['messaging_product'] === undefined) throw badParameter('The parameter messaging_product is required.');
  if (body['messaging_product'] !== 'whatsapp')
    throw badParameter('Param messaging_product must be one of {WHATSAPP} - got something else.');
  return body;
};

/** Checks the body of a send and gives what is in it; throws the refusal that Graph would answer. */
export const checkMessage = (raw: unknown, state: State, number: PhoneNumber): CheckedMessage => {
  const body = checkProduct(raw);
  // Without a type a message is a text.
  const type = body['type'] === undefined ? 'text' : textAt(body['type'], 'type', 40);
  const checker = checkers[type];
  if (!checker && type !== 'template')
    throw badParameter(`Param type must be one of {${[...Object.keys(checkers), 'template'].join(', ')}} - got "${type}".`);
  objectAt(body, 'body', [...COMMON, type]);
  if (body['recipient_type'] !== undefined && body['recipient_type'] !== 'individual')
    throw badValue('recipient_type', 'only individual is supported');
  const { input, to } = recipient(body);
  if ('phone' in to && to.phone === number.phone) throw refuseMessage(131021);

  let biz: string | null = null;
  if (body['biz_opaque_callback_data'] !== undefined) {
    biz = textAt(body['biz_opaque_callback_data'], 'biz_opaque_callback_data', 512);
    if (Buffer.byteLength(biz) > 512) throw badParameter('Param biz_opaque_callback_data must be at most 512 bytes long.');
  }
  if (body['context'] !== undefined) {
    const quoted = textAt(objectAt(body['context'], 'context', ['message_id'])['message_id'], 'context.message_id', 512);
    if (state.messages.get(quoted)?.phoneNumberId !== number.id) throw badValue('context.message_id', 'no such message');
  }
  if (body[type] === undefined) throw missing(type);
  let template: Template | null = null;
  if (type === 'template') template = checkTemplate(body['template'], state, number);
  else checker?.(body[type], state, number);
  return {
    type,
    input,
    to,
    biz,
    template,
    message: { type, [type]: body[type], ...(body['context'] === undefined ? {} : { context: body['context'] }) },
  };
};

/** Checks `{status: "read", message_id, typing_indicator?}`. */
export const checkRead = (raw: unknown, state: State, number: PhoneNumber): { wamid: string; customerId: string; typing: boolean } => {
  const body = objectAt(checkProduct(raw), 'body', ['messaging_product', 'status', 'message_id', 'typing_indicator', 'appsecret_proof']);
  oneOfAt(body['status'], 'status', ['read']);
  const wamid = textAt(body['message_id'], 'message_id', 512);
  const m = state.messages.get(wamid);
  if (m?.direction !== 'in' || m.phoneNumberId !== number.id) throw badValue('message_id', 'no message of a customer has this id');
  if (body['typing_indicator'] !== undefined)
    oneOfAt(objectAt(body['typing_indicator'], 'typing_indicator', ['type'])['type'], 'typing_indicator.type', ['text']);
  return { wamid, customerId: m.customerId, typing: body['typing_indicator'] !== undefined };
};
