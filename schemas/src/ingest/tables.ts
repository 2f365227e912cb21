import { table } from '../contract.ts';

export type ChannelDeliveryRow = { channel_id: string; deliveries: number; last_at: Date };
export const channelDeliveryTable = table<ChannelDeliveryRow>()({
  name: 'channel_delivery',
  key: ['channel_id'],
  columns: { channel_id: 'uuid not null', deliveries: 'int not null', last_at: 'timestamptz not null' },
});
export type DeliveryProblemRow = { delivery_id: string; channel_id: string; at: Date; size: number; code: string };
export const deliveryProblemTable = table<DeliveryProblemRow>()({
  name: 'delivery_problem',
  key: ['delivery_id'],
  columns: {
    delivery_id: 'uuid not null',
    channel_id: 'uuid not null',
    at: 'timestamptz not null',
    size: 'int not null',
    code: 'text not null',
  },
  indexes: ['(tenant_id, channel_id, at desc, delivery_id)'],
});
