import { z } from 'zod';
import { aggregate, command, event, sealed } from '../contract.ts';
import { clean, typed, uuid } from '../ids.ts';
import { NAME_MAX } from '../names.ts';

export const checkSteps = ['token', 'secret', 'registered', 'webhook', 'test_message'] as const;
export const checkStates = ['ok', 'failed', 'pending', 'not_checked'] as const;
export const check = z.object({
  step: z.enum(checkSteps),
  state: z.enum(checkStates),
  /** Stable code; sentences in `check-texts.ts`. */
  code: z.string().max(100).optional(),
  params: z.record(z.string(), z.string().max(500)).optional(),
});
export type Check = z.output<typeof check>;
export const suspensionReasons = ['token_expired', 'account_locked', 'permission_missing', 'number_gone', 'payment', 'restricted'] as const;

const digits = z.string().regex(/^\d{5,20}$/);

const connect = z.object({
  name: typed(NAME_MAX),
  phoneNumber: clean(40),
  phoneNumberId: digits,
  businessAccountId: digits,
  accessToken: typed(2000),
  appSecret: typed(500),
  appId: digits.nullish().transform((v) => v ?? null),
});

const change = z.object({
  channelId: uuid,
  name: typed(NAME_MAX).optional(),
  phoneNumber: clean(40).optional(),
  phoneNumberId: digits.optional(),
  businessAccountId: digits.optional(),
  accessToken: typed(2000).optional(),
  appSecret: typed(500).optional(),
  appId: digits.nullish(),
  readReceipts: z.boolean().optional(),
});

/**
 * Whose a number is in a company: stream id = uuidv5(tenant, 'number', phone number id). Each claim has the next turn and serves one stay of one channel: it is over when
 * that channel has come to the number under it and has left, by another number or by the end of its connection.
 */
export const number = aggregate({
  category: 'number',
  events: {
    NumberClaimed: event(1, z.object({ numberId: z.string(), phoneNumberId: z.string(), channelId: z.string(), turn: z.number().int() }), {
      exposure: 'internal',
    }),
  },
  commands: {
    /** Answers the channel that has the claim: this one, or the one that has it still. */
    ClaimNumber: command<{ channelId: string; turn: number }>('system')(
      z.object({ numberId: uuid, phoneNumberId: digits, channelId: uuid }),
    ),
  },
});

/**
 * A number of the business at a provider; connected once per company. Stream id = uuidv5(tenant, 'whatsapp_cloud', phone number id), unless that channel has
 * gone on with another number.
 */
export const channel = aggregate({
  category: 'channel',
  events: {
    ChannelConnected: event(
      1,
      z.object({
        channelId: z.string(),
        companyId: z.string(),
        kind: z.literal('whatsapp_cloud'),
        name: z.string(),
        phoneNumber: z.string(),
        phoneNumberId: z.string(),
        businessAccountId: z.string(),
        appId: z.string().nullable(),
        simulated: z.boolean(),
        verifyToken: sealed(z.string(), 'companyId'),
        secrets: z.object({ accessToken: z.number().int(), appSecret: z.number().int() }),
        /** Under which claim of the number. */
        claim: z.number().int(),
      }),
      { exposure: 'internal', subjects: { companyId: 'company' } },
    ),
    ChannelRenamed: event(1, z.object({ channelId: z.string(), name: z.string() }), { exposure: 'internal' }),
    /** Versions of secrets in the vault; the secrets never leave it. */
    ChannelCredentialsChanged: event(
      1,
      z.object({
        channelId: z.string(),
        appId: z.string().nullable(),
        secrets: z.object({ accessToken: z.number().int(), appSecret: z.number().int() }),
      }),
      { exposure: 'internal' },
    ),
    /** All of it, as it is from now on, and which number it was: deliveries of that one no longer come here. */
    ChannelNumberChanged: event(
      1,
      z.object({
        channelId: z.string(),
        phoneNumber: z.string(),
        phoneNumberId: z.string(),
        businessAccountId: z.string(),
        formerPhoneNumberId: z.string(),
        /** Under which claim of the number. */
        claim: z.number().int(),
      }),
      { exposure: 'internal' },
    ),
    ChannelReadReceiptsSet: event(1, z.object({ channelId: z.string(), on: z.boolean() }), { exposure: 'internal' }),
    ChannelChecksRequested: event(1, z.object({ channelId: z.string(), requestId: z.string() }), { exposure: 'internal' }),
    /** `subscribedUrl`: our address that the provider is seen to deliver to; null: at none of ours. Missing in events of earlier versions. */
    ChannelChecked: event(
      1,
      z.object({ channelId: z.string(), requestId: z.string(), checks: z.array(check), subscribedUrl: z.string().nullable().optional() }),
      { exposure: 'internal' },
    ),
    ChannelProved: event(1, z.object({ channelId: z.string() }), { exposure: 'internal' }),
    ChannelRegistrationRequested: event(1, z.object({ channelId: z.string(), requestId: z.string(), pinVersion: z.number().int() }), {
      exposure: 'internal',
    }),
    ChannelRegistrationAnswered: event(
      1,
      z.object({ channelId: z.string(), requestId: z.string(), ok: z.boolean(), code: z.string().nullable() }),
      { exposure: 'internal' },
    ),
    ChannelTemplatesRequested: event(1, z.object({ channelId: z.string(), requestId: z.string() }), { exposure: 'internal' }),
    ChannelSuspended: event(1, z.object({ channelId: z.string(), reason: z.enum(suspensionReasons), code: z.string() }), {
      exposure: 'public',
    }),
    ChannelResumed: event(1, z.object({ channelId: z.string() }), { exposure: 'public' }),
    ChannelDisconnected: event(1, z.object({ channelId: z.string() }), { exposure: 'public' }),
  },
  commands: {
    /** The step of ConnectWhatsAppCloudChannel, which knows the channel's id. */
    OpenWhatsAppCloudChannel: command<{ channelId: string }>('system', { secrets: ['accessToken', 'appSecret'] })(
      connect.extend({ channelId: uuid }),
    ),
    /** The step of UpdateChannel, behind the number's claim. */
    ChangeChannel: command<{ channelId: string }>('system', { secrets: ['accessToken', 'appSecret'] })(change),
    RequestChannelChecks: command<{ channelId: string }>('channels.manage')(z.object({ channelId: uuid })),
    RecordChannelChecks: command<{ channelId: string }>('system')(
      z.object({
        channelId: uuid,
        requestId: z.string(),
        checks: z.array(check).max(10),
        subscribedUrl: z.string().max(2000).nullable().optional(),
      }),
    ),
    /** A message of this channel reached a phone. */
    ProveChannel: command<{ channelId: string }>('system')(z.object({ channelId: uuid })),
    RegisterChannelNumber: command<{ channelId: string }>('channels.manage', { secrets: ['pin'] })(
      z.object({ channelId: uuid, pin: z.string().regex(/^\d{6}$/) }),
    ),
    RecordChannelRegistration: command<{ channelId: string }>('system')(
      z.object({ channelId: uuid, requestId: z.string(), ok: z.boolean(), code: z.string().max(100).nullable() }),
    ),
    RequestTemplates: command<{ channelId: string }>('channels.manage')(z.object({ channelId: uuid })),
    SuspendChannel: command<{ channelId: string }>('system')(
      /** `secretVersion`: of the token that failed; a newer token is not suspended by an old failure. */
      z.object({ channelId: uuid, reason: z.enum(suspensionReasons), code: z.string().max(100), secretVersion: z.number().int() }),
    ),
    DisconnectChannel: command<{ channelId: string }>('channels.manage')(z.object({ channelId: uuid })),
  },
});

/** Commands over several streams. */
export const channelProcesses = {
  /** Refused: `already_connected`, `phone_invalid`, `simulated_not_allowed`. */
  ConnectWhatsAppCloudChannel: command<{ channelId: string }>('channels.manage', { secrets: ['accessToken', 'appSecret'] })(connect),
  /** Refused for a number: `phone_invalid`, `number_taken` (another channel has it), `simulated_number` (a simulated channel keeps its number; a real one gets no simulated one). */
  UpdateChannel: command<{ channelId: string }>('channels.manage', { secrets: ['accessToken', 'appSecret'] })(change),
} as const;
