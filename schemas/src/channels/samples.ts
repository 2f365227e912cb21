import type { Samples } from '../contract.ts';
import type { ChannelEvents } from './index.ts';

const channelId = '6f1c0f5e-6a0c-4a6e-9b0f-0d4b1e0c9a11';
const secrets = { accessToken: 1, appSecret: 1 };
export const samples: Samples<ChannelEvents> = {
  ChannelConnected: [
    {
      channelId,
      companyId: channelId,
      kind: 'whatsapp_cloud',
      name: 'Loja',
      phoneNumber: '+551140028922',
      phoneNumberId: '106540352242922',
      businessAccountId: '102290129340398',
      appId: null,
      simulated: false,
      verifyToken: 'a-token',
      secrets,
      claim: 1,
    },
  ],
  ChannelRenamed: [{ channelId, name: 'Loja 2' }],
  ChannelCredentialsChanged: [{ channelId, appId: '123456', secrets: { accessToken: 2, appSecret: 1 } }],
  ChannelNumberChanged: [
    {
      channelId,
      phoneNumber: '+551140028923',
      phoneNumberId: '106540352242923',
      businessAccountId: '102290129340398',
      formerPhoneNumberId: '106540352242922',
      claim: 1,
    },
  ],
  ChannelReadReceiptsSet: [{ channelId, on: true }],
  ChannelChecksRequested: [{ channelId, requestId: 'r1' }],
  ChannelChecked: [
    { channelId, requestId: 'r1', checks: [{ step: 'token', state: 'failed', code: 'token_invalid' }] },
    { channelId, requestId: 'r4', checks: [{ step: 'webhook', state: 'ok' }], subscribedUrl: 'https://example.com/webhooks/whatsapp/1' },
  ],
  ChannelProved: [{ channelId }],
  ChannelRegistrationRequested: [{ channelId, requestId: 'r2', pinVersion: 1 }],
  ChannelRegistrationAnswered: [{ channelId, requestId: 'r2', ok: false, code: '133005' }],
  ChannelTemplatesRequested: [{ channelId, requestId: 'r3' }],
  ChannelSuspended: [{ channelId, reason: 'token_expired', code: '190' }],
  ChannelResumed: [{ channelId }],
  ChannelDisconnected: [{ channelId }],
  NumberClaimed: [{ numberId: channelId, phoneNumberId: '106540352242922', channelId, turn: 1 }],
};
