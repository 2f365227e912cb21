import { z } from 'zod';
import { isMediaMessageType } from './media-types.ts';
import type { MediaMessageType } from './media-types.ts';
import { deliveryRecords } from './deliveries.ts';
import { wamid } from './ids.ts';
import type { Customer, InboundMessage, Media, PhoneNumber, RecordBody } from './records.ts';
import type { State } from './state.ts';

const media = { mediaId: z.string().regex(/^\d+$/), caption: z.string().max(1024).optional() };
/** What a customer can send, by kind. */
export const customerContent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string().min(1).max(65_536) }),
  z.object({ type: z.literal('image'), ...media }),
  z.object({ type: z.literal('video'), ...media }),
  z.object({ type: z.literal('audio'), mediaId: media.mediaId, voice: z.boolean().default(true) }),
  z.object({ type: z.literal('document'), ...media, filename: z.string().max(240).optional() }),
  z.object({ type: z.literal('sticker'), mediaId: media.mediaId, animated: z.boolean().default(false) }),
  z.object({
    type: z.literal('location'),
    latitude: z.number(),
    longitude: z.number(),
    name: z.string().optional(),
    address: z.string().optional(),
  }),
  z.object({
    type: z.literal('contacts'),
    contacts: z
      .array(z.object({ name: z.string().min(1), phone: z.string().min(1) }))
      .min(1)
      .max(20),
  }),
  z.object({ type: z.literal('reaction'), messageId: z.string(), emoji: z.string().max(40) }),
  /** A tap on a template's quick reply. */
  z.object({ type: z.literal('button'), text: z.string(), payload: z.string() }),
  z.object({ type: z.literal('button_reply'), id: z.string(), title: z.string() }),
  z.object({ type: z.literal('list_reply'), id: z.string(), title: z.string(), description: z.string().default('') }),
  z.object({
    type: z.literal('order'),
    catalogId: z.string(),
    text: z.string().default(''),
    items: z
      .array(z.object({ product_retailer_id: z.string(), quantity: z.number().int(), item_price: z.number(), currency: z.string() }))
      .min(1),
  }),
  /** The customer has changed number. */
  z.object({ type: z.literal('system'), newPhone: z.string().regex(/^\d{7,15}$/) }),
  /** A kind that WhatsApp does not hand to businesses, such as a poll. */
  z.object({ type: z.literal('unsupported') }),
]);
export type CustomerContent = z.output<typeof customerContent>;

export type CustomerMessage = {
  readonly content: CustomerContent;
  readonly contextId?: string | undefined;
  readonly forwarded?: boolean | undefined;
  /** From a click on an advertisement, as it stands in the webhook. */
  readonly referral?: Readonly<Record<string, unknown>> | undefined;
  /** When the customer wrote it (ms). */
  readonly at: number;
};

/** Refuses what a phone could not send. */
export class CannotSend extends Error {}

const mediaObject = (state: State, c: Extract<CustomerContent, { type: MediaMessageType }>): Readonly<Record<string, unknown>> => {
  const file: Media | undefined = state.media.get(c.mediaId);
  if (!file) throw new CannotSend(`there is no media ${c.mediaId}`);
  return {
    ...('caption' in c && c.caption ? { caption: c.caption } : {}),
    // A document always has a name in a webhook.
    ...(c.type === 'document' ? { filename: c.filename ?? file.filename ?? 'documento' } : {}),
    mime_type: file.mime,
    // Base64 here, hex in the answer to GET /{media_id}.
    sha256: Buffer.from(file.sha256, 'hex').toString('base64'),
    id: file.id,
    ...(c.type === 'audio' ? { voice: c.voice } : {}),
    ...(c.type === 'sticker' ? { animated: c.animated } : {}),
  };
};

const typed = (state: State, customer: Customer, c: CustomerContent): Readonly<Record<string, unknown>> & { readonly type: string } => {
  if (isMediaMessageType(c.type))
    return { type: c.type, [c.type]: mediaObject(state, c as Extract<CustomerContent, { type: MediaMessageType }>) };
  switch (c.type) {
    case 'text':
      return { type: 'text', text: { body: c.text } };
    case 'location': {
      const { type, ...location } = c;
      return { type, location };
    }
    case 'contacts':
      return {
        type: 'contacts',
        contacts: c.contacts.map((x) => ({
          name: { formatted_name: x.name, first_name: x.name.split(' ')[0] },
          phones: [{ phone: x.phone, wa_id: x.phone.replace(/\D/g, ''), type: 'CELL' }],
        })),
      };
    case 'reaction':
      return { type: 'reaction', reaction: { message_id: c.messageId, emoji: c.emoji } };
    case 'button':
      return { type: 'button', button: { payload: c.payload, text: c.text } };
    case 'button_reply':
      return { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: c.id, title: c.title } } };
    case 'list_reply':
      return {
        type: 'interactive',
        interactive: { type: 'list_reply', list_reply: { id: c.id, title: c.title, description: c.description } },
      };
    case 'order':
      return { type: 'order', order: { catalog_id: c.catalogId, text: c.text, product_items: c.items } };
    case 'system':
      return {
        type: 'system',
        system: {
          body: `User ${customer.name} changed from ${customer.waId} to ${c.newPhone}`,
          wa_id: c.newPhone,
          type: 'user_changed_number',
        },
      };
    default:
      return {
        type: 'unsupported',
        errors: [
          {
            code: 131051,
            title: 'Message type unknown',
            message: 'Message type unknown',
            error_data: { details: 'Message type is currently not supported.' },
          },
        ],
      };
  }
};

/** The webhook body of a customer's message. */
export const messageBody = (customer: Customer, number: PhoneNumber, message: InboundMessage): string =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: number.wabaId,
        changes: [
          {
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: number.phone, phone_number_id: number.id },
              // System messages come without contacts.
              ...(message.type === 'system'
                ? {}
                : {
                    contacts: [
                      {
                        profile: {
                          name: customer.name || customer.phone,
                          ...(customer.username === undefined ? {} : { username: customer.username }),
                        },
                        ...(customer.hidesPhone ? {} : { wa_id: customer.waId }),
                        user_id: customer.userId,
                      },
                    ],
                  }),
              messages: [message],
            },
            field: 'messages',
          },
        ],
      },
    ],
  });

/** The records of a message that a customer sends: the message, and its webhook when somebody is subscribed. */
export const customerMessageRecords = (
  state: State,
  customer: Customer,
  number: PhoneNumber,
  m: CustomerMessage,
): { readonly wamid: string; readonly records: readonly RecordBody[] } => {
  const quoted = m.contextId === undefined ? undefined : state.messages.get(m.contextId);
  if (m.contextId !== undefined && quoted?.phoneNumberId !== number.id)
    throw new CannotSend(`there is no message ${m.contextId} in this chat`);
  if ((m.content.type === 'button' || m.content.type.endsWith('_reply')) && !quoted)
    throw new CannotSend('a tap on a button needs contextId');
  if (m.content.type === 'reaction' && state.messages.get(m.content.messageId)?.phoneNumberId !== number.id)
    throw new CannotSend('there is no such message in this chat');
  const id = wamid(customer.phone, 'in');
  const context = {
    ...(quoted ? { from: quoted.direction === 'out' ? number.phone : customer.waId, id: quoted.wamid } : {}),
    ...(m.forwarded ? { forwarded: true } : {}),
  };
  const message: InboundMessage = {
    ...(Object.keys(context).length > 0 ? { context } : {}),
    ...(m.referral ? { referral: m.referral } : {}),
    ...(customer.hidesPhone ? {} : { from: customer.waId }),
    from_user_id: customer.userId,
    id,
    timestamp: String(Math.floor(m.at / 1000)),
    ...typed(state, customer, m.content),
  };
  return {
    wamid: id,
    records: [
      { kind: 'inbound', wamid: id, phoneNumberId: number.id, customerId: customer.id, message },
      ...deliveryRecords(state, {
        lane: `${customer.id} ${number.id}`,
        target: { wabaId: number.wabaId, phoneNumberId: number.id },
        about: { what: 'message', wamid: id, detail: message.type },
        body: messageBody(customer, number, message),
      }),
    ],
  };
};
