import { table } from '../contract.ts';
import type { Check } from './channel.ts';

export type ChannelRow = {
  channel_id: string;
  kind: string;
  name: string;
  phone_number: string;
  phone_number_id: string;
  business_account_id: string;
  app_id: string | null;
  simulated: boolean;
  verify_token: string | null;
  read_receipts: boolean;
  state: 'active' | 'suspended' | 'disconnected';
  suspension: string | null;
  checks: readonly (Check & { checkedAt: string })[];
  proved: boolean;
};
export const channelTable = table<ChannelRow>()({
  name: 'channel',
  key: ['channel_id'],
  columns: {
    channel_id: 'uuid not null',
    kind: 'text not null',
    name: 'text not null',
    phone_number: 'text not null',
    phone_number_id: 'text not null',
    business_account_id: 'text not null',
    app_id: 'text',
    simulated: 'boolean not null',
    verify_token: 'text',
    read_receipts: 'boolean not null',
    state: 'text not null',
    suspension: 'text',
    checks: 'json not null',
    proved: 'boolean not null',
  },
});
