import { channel as aggregate, type Check } from '@master-ia/schemas/channels/channel.ts';
import { isSimulatedNumber } from '@master-ia/schemas/channels/simulated.ts';
import { canonicalPhone } from '@master-ia/platform/phone/phone.ts';
import { decider, none, refuse, type Prepare } from '@master-ia/platform/kernel/decider.ts';
import { isLive, unconnected, type ChannelState, type Versions } from './channel-state.ts';
import { claimOf } from './number.ts';

/** Names of a channel's secrets in the vault. */
export const channelSecret = (channelId: string, what: 'accessToken' | 'appSecret' | 'pin'): string => `channel:${channelId}:${what}`;
const VERIFY_TOKEN_BYTES = 24;

type State = ChannelState;
type Code =
  | 'not_found'
  | 'already_connected'
  | 'phone_invalid'
  | 'number_taken'
  | 'simulated_number'
  | 'simulated_not_allowed'
  | 'channel_disconnected';
type Connect = {
  readonly phone: string | null;
  /** Turn of the number's claim when it is this channel's. */
  readonly claim: number | null;
  readonly simulatedAllowed: boolean;
  readonly verifyToken: string;
  readonly secrets: Versions;
};
/** `phone`: as typed, canonical; null: none. `claim`: turn of the number's claim when it is this channel's. */
type Update = { readonly secrets: Partial<Versions>; readonly phone: string | null; readonly claim: number | null };
type Pin = { readonly version: number };

const idOf = (d: { readonly channelId: string }) => ({ id: d.channelId });
const answer = (_: State, d: { readonly channelId: string }) => ({ channelId: d.channelId });
/** Whether a claim (a turn, null: none of this channel's) lets it come to a number: each serves one stay. */
const mayCome = (s: State | undefined, phoneNumberId: string, claim: number | null): claim is number =>
  claim !== null && claim > (s?.turns[phoneNumberId] ?? 0);
/** Whether checks find nothing that would stop a send; where deliveries go has no part in it. */
const sendable = (checks: readonly Check[]): boolean => {
  const state = (step: Check['step']) => checks.find((c) => c.step === step)?.state;
  return state('token') === 'ok' && state('secret') === 'ok' && ['ok', 'not_checked'].includes(state('registered') ?? 'failed');
};
type Place = Pick<State, 'phoneNumber' | 'phoneNumberId' | 'businessAccountId'>;
const sameNumber = (a: Place, b: Place): boolean =>
  a.phoneNumber === b.phoneNumber && a.phoneNumberId === b.phoneNumberId && a.businessAccountId === b.businessAccountId;
const numberOf = (s: Place): Place => ({
  phoneNumber: s.phoneNumber,
  phoneNumberId: s.phoneNumberId,
  businessAccountId: s.businessAccountId,
});

/** Channels of the simulator are taken only where the installation allows them. */
export const channelDecider = (o: { readonly simulatedAllowed: boolean }) =>
  decider<
    typeof aggregate,
    Code,
    {
      OpenWhatsAppCloudChannel: Connect;
      ChangeChannel: Update;
      RequestChannelChecks: undefined;
      RecordChannelChecks: undefined;
      ProveChannel: undefined;
      RegisterChannelNumber: Pin;
      RecordChannelRegistration: undefined;
      RequestTemplates: undefined;
      SuspendChannel: undefined;
      DisconnectChannel: undefined;
    }
  >()<State>({
    aggregate,
    initial: unconnected,
    target: {
      OpenWhatsAppCloudChannel: idOf,
      ChangeChannel: idOf,
      RequestChannelChecks: idOf,
      RecordChannelChecks: idOf,
      ProveChannel: idOf,
      RegisterChannelNumber: idOf,
      RecordChannelRegistration: idOf,
      RequestTemplates: idOf,
      SuspendChannel: idOf,
      DisconnectChannel: idOf,
    },
    prepare: {
      OpenWhatsAppCloudChannel: async (d, io) => {
        const id = d.channelId;
        const state = await io.state<State>('channel', id);
        // Nothing is stored for what will be refused.
        const claim = await claimOf(io, d.phoneNumberId, id);
        const taken = (state !== undefined && isLive(state)) || !mayCome(state, d.phoneNumberId, claim);
        const none = { accessToken: 0, appSecret: 0 };
        return {
          claim,
          phone: canonicalPhone(d.phoneNumber)?.e164 ?? null,
          simulatedAllowed: o.simulatedAllowed,
          verifyToken: io.secret(VERIFY_TOKEN_BYTES),
          secrets: taken
            ? none
            : {
                accessToken: await io.secrets.put(io.tenant, channelSecret(id, 'accessToken'), d.accessToken),
                appSecret: await io.secrets.put(io.tenant, channelSecret(id, 'appSecret'), d.appSecret),
              },
        };
      },
      ChangeChannel: async (d, io: Prepare) => {
        // Secrets are only stored for a channel of this company.
        if (!(await io.facts.one('channel', d.channelId))) return { secrets: {}, phone: null, claim: null };
        return {
          phone: d.phoneNumber === undefined ? null : (canonicalPhone(d.phoneNumber)?.e164 ?? null),
          claim: d.phoneNumberId === undefined ? null : await claimOf(io, d.phoneNumberId, d.channelId),
          secrets: {
            ...(d.accessToken !== undefined && {
              accessToken: await io.secrets.put(io.tenant, channelSecret(d.channelId, 'accessToken'), d.accessToken),
            }),
            ...(d.appSecret !== undefined && {
              appSecret: await io.secrets.put(io.tenant, channelSecret(d.channelId, 'appSecret'), d.appSecret),
            }),
          },
        };
      },
      RequestChannelChecks: none,
      RecordChannelChecks: none,
      ProveChannel: none,
      RegisterChannelNumber: async (d, io) => ({
        version: (await io.facts.one('channel', d.channelId))
          ? await io.secrets.put(io.tenant, channelSecret(d.channelId, 'pin'), d.pin)
          : 0,
      }),
      RecordChannelRegistration: none,
      RequestTemplates: none,
      SuspendChannel: none,
      DisconnectChannel: none,
    },
    decide: {
      OpenWhatsAppCloudChannel: (s, d, c) => {
        if (isLive(s)) return refuse('already_connected', 'phoneNumberId');
        if (c.prepared.phone === null) return refuse('phone_invalid', 'phoneNumber');
        const simulated = isSimulatedNumber(d.phoneNumberId);
        if (simulated && !c.prepared.simulatedAllowed) return refuse('simulated_not_allowed', 'phoneNumberId');
        const { claim } = c.prepared;
        if (!mayCome(s, d.phoneNumberId, claim)) return refuse('already_connected', 'phoneNumberId');
        const { channelId } = d;
        return [
          {
            type: 'ChannelConnected',
            data: {
              channelId,
              companyId: c.tenant,
              kind: 'whatsapp_cloud',
              name: d.name,
              phoneNumber: c.prepared.phone,
              phoneNumberId: d.phoneNumberId,
              businessAccountId: d.businessAccountId,
              appId: d.appId,
              simulated,
              verifyToken: c.prepared.verifyToken,
              secrets: c.prepared.secrets,
              claim,
            },
          },
          { type: 'ChannelChecksRequested', data: { channelId, requestId: c.newId(1) } },
          { type: 'ChannelTemplatesRequested', data: { channelId, requestId: c.newId(2) } },
        ];
      },
      ChangeChannel: (s, d, c) => {
        if (!isLive(s)) return refuse('not_found');
        const { channelId } = d;
        const secrets = { ...s.secrets, ...c.prepared.secrets };
        const appId = d.appId === undefined ? s.appId : d.appId;
        if (d.phoneNumber !== undefined && c.prepared.phone === null) return refuse('phone_invalid', 'phoneNumber');
        const number = {
          phoneNumber: c.prepared.phone ?? s.phoneNumber,
          phoneNumberId: d.phoneNumberId ?? s.phoneNumberId,
          businessAccountId: d.businessAccountId ?? s.businessAccountId,
        };
        const corrected = !sameNumber(number, s);
        if (corrected && (s.simulated || isSimulatedNumber(number.phoneNumberId))) return refuse('simulated_number', 'phoneNumberId');
        const moved = number.phoneNumberId !== s.phoneNumberId;
        const claim = moved ? c.prepared.claim : (s.turns[s.phoneNumberId] ?? 0);
        if (claim === null || (moved && !mayCome(s, number.phoneNumberId, claim))) return refuse('number_taken', 'phoneNumberId');
        // What is wrong with a token is not mended by another number.
        const mended = secrets.accessToken !== s.secrets.accessToken || (corrected && s.suspension !== 'token_expired');
        const credentials = secrets.accessToken !== s.secrets.accessToken || secrets.appSecret !== s.secrets.appSecret || appId !== s.appId;
        return [
          ...(d.name !== undefined && d.name !== s.name ? [{ type: 'ChannelRenamed' as const, data: { channelId, name: d.name } }] : []),
          ...(d.readReceipts !== undefined && d.readReceipts !== s.readReceipts
            ? [{ type: 'ChannelReadReceiptsSet' as const, data: { channelId, on: d.readReceipts } }]
            : []),
          ...(credentials ? [{ type: 'ChannelCredentialsChanged' as const, data: { channelId, appId, secrets } }] : []),
          ...(corrected
            ? [{ type: 'ChannelNumberChanged' as const, data: { channelId, ...number, formerPhoneNumberId: s.phoneNumberId, claim } }]
            : []),
          ...(s.state === 'suspended' && mended ? [{ type: 'ChannelResumed' as const, data: { channelId } }] : []),
          ...(credentials || corrected
            ? [
                { type: 'ChannelChecksRequested' as const, data: { channelId, requestId: c.newId(1) } },
                { type: 'ChannelTemplatesRequested' as const, data: { channelId, requestId: c.newId(2) } },
              ]
            : []),
        ];
      },
      RequestChannelChecks: (s, d, c) =>
        isLive(s) ? [{ type: 'ChannelChecksRequested', data: { channelId: d.channelId, requestId: c.newId(0) } }] : refuse('not_found'),
      RecordChannelChecks: (s, d) =>
        s.checking !== d.requestId
          ? []
          : [
              { type: 'ChannelChecked', data: d },
              // Whatever was solved at the provider is seen here only. What checks cannot see, such as a payment, the next send tells.
              ...(s.state === 'suspended' && s.outdated !== d.requestId && sendable(d.checks)
                ? [{ type: 'ChannelResumed' as const, data: { channelId: d.channelId } }]
                : []),
            ],
      ProveChannel: (s, d) => (!isLive(s) || s.proved ? [] : [{ type: 'ChannelProved', data: d }]),
      RegisterChannelNumber: (s, d, c) =>
        isLive(s)
          ? [
              {
                type: 'ChannelRegistrationRequested',
                data: { channelId: d.channelId, requestId: c.newId(0), pinVersion: c.prepared.version },
              },
            ]
          : refuse('not_found'),
      RecordChannelRegistration: (s, d, c) =>
        s.registering !== d.requestId
          ? []
          : [
              { type: 'ChannelRegistrationAnswered', data: d },
              { type: 'ChannelChecksRequested', data: { channelId: d.channelId, requestId: c.newId(0) } },
            ],
      RequestTemplates: (s, d, c) =>
        isLive(s) ? [{ type: 'ChannelTemplatesRequested', data: { channelId: d.channelId, requestId: c.newId(0) } }] : refuse('not_found'),
      SuspendChannel: (s, d) =>
        s.state === 'active' && d.secretVersion === s.secrets.accessToken
          ? [{ type: 'ChannelSuspended', data: { channelId: d.channelId, reason: d.reason, code: d.code } }]
          : [],
      DisconnectChannel: (s, d) =>
        s.state === 'none' ? refuse('not_found') : s.state === 'disconnected' ? [] : [{ type: 'ChannelDisconnected', data: d }],
    },
    evolve: {
      ChannelConnected: (s, e) => ({
        ...s,
        ...numberOf(e.data),
        state: 'active',
        suspension: null,
        simulated: e.data.simulated,
        name: e.data.name,
        appId: e.data.appId,
        secrets: e.data.secrets,
        proved: false,
        turns: { ...s.turns, [e.data.phoneNumberId]: e.data.claim },
      }),
      ChannelRenamed: (s, e) => ({ ...s, name: e.data.name }),
      ChannelCredentialsChanged: (s, e) => ({ ...s, appId: e.data.appId, secrets: e.data.secrets }),
      // A test message of the former number proves nothing of this one.
      ChannelNumberChanged: (s, e) => ({
        ...s,
        ...numberOf(e.data),
        proved: s.proved && e.data.phoneNumberId === s.phoneNumberId,
        turns: { ...s.turns, [e.data.phoneNumberId]: e.data.claim },
      }),
      ChannelReadReceiptsSet: (s, e) => ({ ...s, readReceipts: e.data.on }),
      ChannelChecksRequested: (s, e) => ({ ...s, checking: e.data.requestId }),
      ChannelChecked: (s) => ({ ...s, checking: null }),
      ChannelProved: (s) => ({ ...s, proved: true }),
      ChannelRegistrationRequested: (s, e) => ({ ...s, registering: e.data.requestId }),
      ChannelRegistrationAnswered: (s) => ({ ...s, registering: null }),
      ChannelTemplatesRequested: (s) => s,
      ChannelSuspended: (s, e) => ({ ...s, state: 'suspended', suspension: e.data.reason, outdated: s.checking }),
      ChannelResumed: (s) => ({ ...s, state: 'active', suspension: null }),
      ChannelDisconnected: (s) => ({ ...s, state: 'disconnected', suspension: null }),
    },
    result: {
      OpenWhatsAppCloudChannel: answer,
      ChangeChannel: answer,
      RequestChannelChecks: answer,
      RecordChannelChecks: answer,
      ProveChannel: answer,
      RegisterChannelNumber: answer,
      RecordChannelRegistration: answer,
      RequestTemplates: answer,
      SuspendChannel: answer,
      DisconnectChannel: answer,
    },
  });
