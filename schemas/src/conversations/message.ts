import { z } from 'zod';
import { aggregate, command, event, sealed } from '../contract.ts';
import { clean, instant, uuid } from '../ids.ts';
import { content, contentKinds } from './content.ts';
import { outgoing } from './conversation.ts';

const subjects = { contactId: 'contact' } as const;
const kind = z.enum(contentKinds);
const place = { messageId: z.string(), conversationId: z.string(), contactId: z.string(), channelId: z.string() };
const ids = { messageId: uuid, conversationId: uuid, contactId: uuid, channelId: uuid };
const inbound = { content, replyToProviderId: clean(300).nullable(), replyToMessageId: uuid.nullable(), forwarded: z.boolean() };
const target = { messageId: z.string(), conversationId: z.string() };
/** Keyed hash of the provider's id, under the company's key: tells which message is meant, and nothing of its customer. */
const providerKey = z.string();

/** From whom a customer's message comes; at least one address. */
export const sender = z.object({
  phone: clean(40).optional(),
  bsuid: clean(200).optional(),
  parentBsuid: clean(200).optional(),
  profileName: clean(500).optional(),
});
export type Sender = z.output<typeof sender>;
export const reportedStatuses = ['sent', 'delivered', 'read', 'failed'] as const;

/**
 * One message, with its evidence. Inbound id = uuidv5(tenant, channel, provider's message id); key = the conversation.
 * Attempts count from 1; retry and send-again start a new one.
 */
export const message = aggregate({
  category: 'message',
  events: {
    MessageReceived: event(
      1,
      z.object({
        ...place,
        /** Names the customer's phone to who decodes it. */
        providerId: sealed(z.string(), 'contactId'),
        providerKey,
        kind,
        content: sealed(content, 'contactId'),
        /** Keyed hash of the content: tells whether a corrected parse differs. */
        fingerprint: z.string(),
        replyToMessageId: z.string().nullable(),
        forwarded: z.boolean(),
        /** Kept silently: the contact was blocked. */
        silent: z.boolean(),
        deliveryId: z.string(),
      }),
      { exposure: 'public', subjects },
    ),
    /** A parser that understands more read the same bytes again. */
    MessageCorrected: event(
      1,
      z.object({
        ...place,
        kind,
        content: sealed(content, 'contactId'),
        fingerprint: z.string(),
        replyToMessageId: z.string().nullable(),
        parser: z.number().int(),
      }),
      {
        exposure: 'public',
        subjects,
      },
    ),
    MessageRequested: event(
      1,
      z.object({
        ...place,
        kind,
        content: sealed(content, 'contactId'),
        /** Of our own media store. */
        mediaId: z.string().nullable(),
        /** The quoted message; the provider's id of it is read from its own stream when this one is sent. */
        replyToMessageId: z.string().nullable(),
        /** Needs an open window. */
        windowed: z.boolean(),
        /** Part of a channel's checklist. */
        test: z.boolean(),
      }),
      { exposure: 'public', subjects },
    ),
    SendStarted: event(1, z.object({ ...target, attempt: z.number().int() }), { exposure: 'internal' }),
    SendAccepted: event(
      1,
      z.object({
        ...target,
        contactId: z.string(),
        channelId: z.string(),
        attempt: z.number().int(),
        providerId: sealed(z.string(), 'contactId'),
        providerKey,
        held: z.boolean(),
      }),
      { exposure: 'public', subjects },
    ),
    /** `final: false`: documented as not processed; tried again by itself as the next attempt. */
    SendRefused: event(
      1,
      z.object({ ...target, attempt: z.number().int(), code: z.string(), reason: z.string().nullable(), final: z.boolean() }),
      { exposure: 'public' },
    ),
    SendUnknown: event(1, z.object({ ...target, attempt: z.number().int(), why: z.string() }), { exposure: 'public' }),
    SendExpired: event(1, z.object({ ...target, attempt: z.number().int() }), { exposure: 'public' }),
    /** Told by the provider. `attempt: null`: it could not be told which. */
    MessageStatusReported: event(
      1,
      z.object({
        ...target,
        contactId: z.string(),
        channelId: z.string(),
        attempt: z.number().int().nullable(),
        providerKey,
        /** Only of an attempt whose acceptance nobody has recorded: the message is quoted by it. */
        providerId: sealed(z.string(), 'contactId').nullable(),
        /** In whose bytes it was told; null: not told by a delivery. */
        deliveryId: z.string().nullable(),
        status: z.enum(reportedStatuses),
        code: z.string().nullable(),
        reason: z.string().nullable(),
      }),
      { exposure: 'public', subjects },
    ),
    /** A person's word. */
    MessageMarkedSent: event(1, z.object({ ...target, attempt: z.number().int() }), { exposure: 'public' }),
    MessageRetryRequested: event(1, z.object({ ...target, attempt: z.number().int(), again: z.boolean() }), { exposure: 'public' }),
    MediaStored: event(1, z.object({ ...target, mediaId: z.string(), mime: z.string(), size: z.number().int(), sha256: z.string() }), {
      exposure: 'public',
    }),
    MediaFailed: event(1, z.object({ ...target, code: z.string() }), { exposure: 'internal' }),
  },
  commands: {
    ReceiveMessage: command<{ messageId: string }>('system')(z.object({ ...ids, providerId: clean(300), deliveryId: uuid, ...inbound })),
    /** Does nothing when the content is the same. */
    CorrectMessage: command<{ messageId: string }>('system')(z.object({ ...ids, parser: z.number().int(), ...inbound })),
    /**
     * Refused: `not_found`, `window_closed`, `contact_blocked`, `channel_disconnected`, `text_too_long`, `empty`, `media_unknown`, `media_not_supported`,
     * `template_unknown`, `template_not_approved`, `template_parameters`, `reply_unknown`.
     */
    SendMessage: command<{ messageId: string; conversationId: string }>('conversations.reply')(
      z.object({ conversationId: uuid, outgoing, test: z.boolean().default(false) }),
    ),
    /** Sent by a worker before it calls the provider, under an id of its own; whoever's append is new may call. Refused: `not_due`, `held`. */
    StartSend: command<{ attempt: number }>('system')(z.object({ messageId: uuid, attempt: z.number().int().min(1) })),
    RecordSendAccepted: command<{ messageId: string }>('system')(
      z.object({ messageId: uuid, attempt: z.number().int(), providerId: clean(300), held: z.boolean().default(false) }),
    ),
    RecordSendRefused: command<{ messageId: string }>('system')(
      z.object({ messageId: uuid, attempt: z.number().int(), code: clean(100), reason: clean(1000).nullable(), final: z.boolean() }),
    ),
    RecordSendUnknown: command<{ messageId: string }>('system')(z.object({ messageId: uuid, attempt: z.number().int(), why: clean(200) })),
    ExpireSend: command<{ messageId: string }>('system')(z.object({ messageId: uuid, attempt: z.number().int() })),
    RecordStatus: command<{ messageId: string }>('system')(
      z.object({
        messageId: uuid,
        attempt: z.number().int().nullable(),
        providerKey: z.string().regex(/^[0-9a-f]{64}$/),
        /** Left out by what has waited: it is kept without. */
        providerId: clean(300).nullable().default(null),
        deliveryId: uuid.nullable().default(null),
        status: z.enum(reportedStatuses),
        code: clean(100).nullable(),
        reason: clean(1000).nullable(),
      }),
    ),
    /** Refused: `not_failed`. */
    RetryMessage: command<{ messageId: string; conversationId: string }>('conversations.reply')(z.object({ messageId: uuid })),
    /** Refused: `not_unknown`. */
    MarkMessageSent: command<{ messageId: string; conversationId: string }>('conversations.reply')(z.object({ messageId: uuid })),
    /** Refused: `not_unknown`. */
    SendMessageAgain: command<{ messageId: string; conversationId: string }>('conversations.reply')(z.object({ messageId: uuid })),
    RecordMedia: command<{ messageId: string }>('system')(
      z.object({ messageId: uuid, mediaId: uuid, mime: clean(200), size: z.number().int(), sha256: clean(64) }),
    ),
    RecordMediaFailure: command<{ messageId: string }>('system')(z.object({ messageId: uuid, code: clean(100) })),
  },
});

/** Inbound work over several streams, sent by connectors. */
export const inboundProcesses = {
  /** Claims the addresses, makes contact and conversation when they are new, then the message (and corrects it when `correct`). */
  ReceiveInbound: command<{ messageId: string; conversationId: string; contactId: string }>('system')(
    z.object({
      channelId: uuid,
      providerId: clean(300),
      deliveryId: uuid,
      toldAt: instant,
      sender,
      content,
      replyToProviderId: clean(300).nullable().default(null),
      forwarded: z.boolean().default(false),
      /** For reactions: provider's id of the message it is put on. */
      targetProviderId: clean(300).nullable().default(null),
      parser: z.number().int(),
      correct: z.boolean().default(false),
    }),
  ),
  /** Finds the message by our id in the callback data, then by the provider's id, else lets the evidence wait. */
  ReceiveStatus: command<{ messageId: string | null }>('system')(
    z.object({
      channelId: uuid,
      providerId: clean(300),
      deliveryId: uuid.nullable().default(null),
      callbackData: clean(512).nullable(),
      status: z.enum(reportedStatuses),
      toldAt: instant,
      code: clean(100).nullable(),
      reason: clean(1000).nullable(),
    }),
  ),
} as const;
