import { channel as aggregate } from '@master-ia/schemas/channels/channel.ts';
import { isSimulatedNumber } from '@master-ia/schemas/channels/simulated.ts';
import { canonicalPhone } from '@master-ia/platform/phone/phone.ts';
import { decider, none, refuse, type Prepare } from '@master-ia/platform/kernel/decider.ts';

/** Names of a channel's secrets in the vault. */
export const channelSecret = (channelId: string, what: 'accessToken' | 'appSecret' | 'pin'): string => `channel:${channelId}:${what}`;
const VERIFY_TOKEN_BYTES = 24;

type Versions = { readonly accessToken: number; readonly appSecret: number };
type State = {
  readonly state: 'none' | 'active' | 'suspended' | 'disconnected';
  readonly name: string;
  readonly appId: string | null;
  readonly secrets: Versions;
  readonly readReceipts: boolean;
  readonly checking: string | null;
  readonly registering: string | null;
  readonly proved: boolean;
};
type Code = 'not_found' | 'already_connected' | 'phone_invalid' | 'simulated_not_allowed' | 'channel_disconnected';
type Connect = {
  readonly phone: string | null;
  readonly simulatedAllowed: boolean;
  readonly verifyToken: string;
  readonly secrets: Versions;
};
type Update = { readonly secrets: Partial<Versions> };
type Pin = { readonly version: number };

const idOf = (d: { readonly channelId: string }) => ({ id: d.channelId });
const live = (s: State): boolean => s.state === 'active' || s.state === 'suspended';
const answer = (_: State, d: { readonly channelId: string }) => ({ channelId: d.channelId });
const numberId = (c: { readonly tenant: string; id(...parts: readonly string[]): string }, phoneNumberId: string): string =>
  c.id(c.tenant, 'whatsapp_cloud', phoneNumberId);

/** Channels of the simulator are taken only where the installation allows them. */
export const channelDecider = (o: { readonly simulatedAllowed: boolean }) =>
  decider<
    typeof aggregate,
    Code,
    {
      ConnectWhatsAppCloudChannel: Connect;
      UpdateChannel: Update;
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
    initial: {
      state: 'none',
      name: '',
      appId: null,
      secrets: { accessToken: 0, appSecret: 0 },
      readReceipts: false,
      checking: null,
      registering: null,
      proved: false,
    },
    target: {
      ConnectWhatsAppCloudChannel: (d, c) => ({ id: numberId(c, d.phoneNumberId) }),
      UpdateChannel: idOf,
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
      ConnectWhatsAppCloudChannel: async (d, io) => {
        const id = numberId(io, d.phoneNumberId);
        return {
          phone: canonicalPhone(d.phoneNumber)?.e164 ?? null,
          simulatedAllowed: o.simulatedAllowed,
          verifyToken: io.secret(VERIFY_TOKEN_BYTES),
          secrets: {
            accessToken: await io.secrets.put(io.tenant, channelSecret(id, 'accessToken'), d.accessToken),
            appSecret: await io.secrets.put(io.tenant, channelSecret(id, 'appSecret'), d.appSecret),
          },
        };
      },
      UpdateChannel: async (d, io: Prepare) => {
        // Secrets are only stored for a channel of this company.
        if (!(await io.facts.one('channel', d.channelId))) return { secrets: {} };
        return {
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
      ConnectWhatsAppCloudChannel: (s, d, c) => {
        if (live(s)) return refuse('already_connected', 'phoneNumberId');
        if (c.prepared.phone === null) return refuse('phone_invalid', 'phoneNumber');
        const simulated = isSimulatedNumber(d.phoneNumberId);
        if (simulated && !c.prepared.simulatedAllowed) return refuse('simulated_not_allowed', 'phoneNumberId');
        const channelId = numberId(c, d.phoneNumberId);
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
            },
          },
          { type: 'ChannelChecksRequested', data: { channelId, requestId: c.newId(1) } },
          { type: 'ChannelTemplatesRequested', data: { channelId, requestId: c.newId(2) } },
        ];
      },
      UpdateChannel: (s, d, c) => {
        if (!live(s)) return refuse('not_found');
        const { channelId } = d;
        const secrets = { ...s.secrets, ...c.prepared.secrets };
        const appId = d.appId === undefined ? s.appId : d.appId;
        const credentials = secrets.accessToken !== s.secrets.accessToken || secrets.appSecret !== s.secrets.appSecret || appId !== s.appId;
        return [
          ...(d.name !== undefined && d.name !== s.name ? [{ type: 'ChannelRenamed' as const, data: { channelId, name: d.name } }] : []),
          ...(d.readReceipts !== undefined && d.readReceipts !== s.readReceipts
            ? [{ type: 'ChannelReadReceiptsSet' as const, data: { channelId, on: d.readReceipts } }]
            : []),
          ...(credentials ? [{ type: 'ChannelCredentialsChanged' as const, data: { channelId, appId, secrets } }] : []),
          ...(s.state === 'suspended' && secrets.accessToken !== s.secrets.accessToken
            ? [{ type: 'ChannelResumed' as const, data: { channelId } }]
            : []),
          ...(credentials
            ? [
                { type: 'ChannelChecksRequested' as const, data: { channelId, requestId: c.newId(1) } },
                { type: 'ChannelTemplatesRequested' as const, data: { channelId, requestId: c.newId(2) } },
              ]
            : []),
        ];
      },
      RequestChannelChecks: (s, d, c) =>
        live(s) ? [{ type: 'ChannelChecksRequested', data: { channelId: d.channelId, requestId: c.newId(0) } }] : refuse('not_found'),
      RecordChannelChecks: (s, d) => (s.checking === d.requestId ? [{ type: 'ChannelChecked', data: d }] : []),
      ProveChannel: (s, d) => (!live(s) || s.proved ? [] : [{ type: 'ChannelProved', data: d }]),
      RegisterChannelNumber: (s, d, c) =>
        live(s)
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
        live(s) ? [{ type: 'ChannelTemplatesRequested', data: { channelId: d.channelId, requestId: c.newId(0) } }] : refuse('not_found'),
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
        state: 'active',
        name: e.data.name,
        appId: e.data.appId,
        secrets: e.data.secrets,
        proved: false,
      }),
      ChannelRenamed: (s, e) => ({ ...s, name: e.data.name }),
      ChannelCredentialsChanged: (s, e) => ({ ...s, appId: e.data.appId, secrets: e.data.secrets }),
      ChannelReadReceiptsSet: (s, e) => ({ ...s, readReceipts: e.data.on }),
      ChannelChecksRequested: (s, e) => ({ ...s, checking: e.data.requestId }),
      ChannelChecked: (s) => ({ ...s, checking: null }),
      ChannelProved: (s) => ({ ...s, proved: true }),
      ChannelRegistrationRequested: (s, e) => ({ ...s, registering: e.data.requestId }),
      ChannelRegistrationAnswered: (s) => ({ ...s, registering: null }),
      ChannelTemplatesRequested: (s) => s,
      ChannelSuspended: (s) => ({ ...s, state: 'suspended' }),
      ChannelResumed: (s) => ({ ...s, state: 'active' }),
      ChannelDisconnected: (s) => ({ ...s, state: 'disconnected' }),
    },
    result: {
      ConnectWhatsAppCloudChannel: (_, d, c) => ({ channelId: numberId(c, d.phoneNumberId) }),
      UpdateChannel: answer,
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
