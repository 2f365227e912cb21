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
    ChannelRenamed: ({ data: d }) => channel(d.channelId, (c) => ({ ...c, name: d.name })),
    ChannelCredentialsChanged: ({ data: d }) => channel(d.channelId, (c) => ({ ...c, appId: d.appId, secrets: d.secrets })),
    ChannelReadReceiptsSet: ({ data: d }) => channel(d.channelId, (c) => ({ ...c, readReceipts: d.on })),
    ChannelChecksRequested: ignored,
    ChannelChecked: ignored,
    ChannelProved: ({ data: d }) => channel(d.channelId, (c) => ({ ...c, proved: true })),
    ChannelRegistrationRequested: ignored,
    ChannelRegistrationAnswered: ignored,
    ChannelTemplatesRequested: ignored,
    ChannelSuspended: ({ data: d }) => channel(d.channelId, (c) => ({ ...c, state: 'suspended' })),
    ChannelResumed: ({ data: d }) => channel(d.channelId, (c) => ({ ...c, state: 'active' })),
    ChannelDisconnected: ({ data: d }) => channel(d.channelId, (c) => ({ ...c, state: 'disconnected' })),
  },
});
