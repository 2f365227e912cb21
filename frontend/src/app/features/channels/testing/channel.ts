import type { ChannelFieldsFragment } from '../channels.gql';

const steps = ['TOKEN', 'SECRET', 'REGISTERED', 'WEBHOOK', 'TEST_MESSAGE'] as const;

/** A connected channel with every check done, unless told otherwise. */
export const someChannel = (o: Partial<ChannelFieldsFragment> = {}): ChannelFieldsFragment => ({
  id: 'channel-1',
  kind: 'whatsapp_cloud',
  name: 'Recepção',
  phoneNumber: '+5511900000001',
  phoneNumberId: '106540352242922',
  businessAccountId: '102290129340398',
  appId: null,
  state: 'ACTIVE',
  suspension: null,
  simulated: false,
  readReceipts: false,
  webhookUrl: 'https://painel.example.com/webhooks/whatsapp/channel-1',
  checklist: steps.map((step) => ({ step, state: 'OK', code: null, message: null, checkedAt: '2026-11-21T11:00:00Z' })),
  lastDeliveryAt: '2026-11-21T11:30:00Z',
  deliveries: 12,
  held: 0,
  ...o,
});
