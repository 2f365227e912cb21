import type { ChannelEvents } from '@master-ia/schemas/channels/index.ts';
import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import { factKeeper, ignored, keep } from '@master-ia/platform/kernel/reaction.ts';

type ChannelFact = FactShapes['channel'];
const channel = (id: string, change: (c: ChannelFact) => ChannelFact) => [keep<ChannelFact>('channel', id, (old) => old && change(old))];

export const channelFacts = factKeeper<ChannelEvents>({
  domain: 'channels',
  on: {
    ChannelConnected: ({ data: d, meta }) => [
      keep<ChannelFact>('channel', d.channelId, () => ({
        state: 'active',
        tenant: meta.tenant,
        name: d.name,
        phoneNumberId: d.phoneNumberId,
        businessAccountId: d.businessAccountId,
        appId: d.appId,
        simulated: d.simulated,
        readReceipts: false,
        proved: false,
        secrets: d.secrets,
      })),
      keep<FactShapes['number']>('number', d.phoneNumberId, () => ({ channelId: d.channelId })),
    ],
    NumberClaimed: ignored,
    ChannelRenamed: ({ data: d }) => channel(d.channelId, (c) => ({ ...c, name: d.name })),
    ChannelCredentialsChanged: ({ data: d }) => channel(d.channelId, (c) => ({ ...c, appId: d.appId, secrets: d.secrets })),
    ChannelNumberChanged: ({ data: d }) => [
      ...channel(d.channelId, (c) => ({
        ...c,
        phoneNumberId: d.phoneNumberId,
        businessAccountId: d.businessAccountId,
        proved: c.proved && d.phoneNumberId === d.formerPhoneNumberId,
      })),
      // Released by its holder only: another channel may have it already.
      keep<FactShapes['number']>('number', d.formerPhoneNumberId, (old) => (old?.channelId === d.channelId ? undefined : old)),
      keep<FactShapes['number']>('number', d.phoneNumberId, () => ({ channelId: d.channelId })),
    ],
    ChannelReadReceiptsSet: ({ data: d }) => channel(d.channelId, (c) => ({ ...c, readReceipts: d.on })),
    ChannelChecksRequested: ignored,
    ChannelChecked: ({ data: d }) =>
      d.subscribedUrl === undefined ? [] : channel(d.channelId, (c) => ({ ...c, subscribedUrl: d.subscribedUrl as string | null })),
    ChannelProved: ({ data: d }) => channel(d.channelId, (c) => ({ ...c, proved: true })),
    ChannelRegistrationRequested: ignored,
    ChannelRegistrationAnswered: ignored,
    ChannelTemplatesRequested: ignored,
    ChannelSuspended: ({ data: d }) => channel(d.channelId, (c) => ({ ...c, state: 'suspended' })),
    ChannelResumed: ({ data: d }) => channel(d.channelId, (c) => ({ ...c, state: 'active' })),
    ChannelDisconnected: ({ data: d }) => channel(d.channelId, (c) => ({ ...c, state: 'disconnected' })),
  },
});
