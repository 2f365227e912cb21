import type { suspensionReasons } from '@master-ia/schemas/channels/channel.ts';

export type Versions = { readonly accessToken: number; readonly appSecret: number };
/** A channel as its own decisions, and those about its number, see it. */
export type ChannelState = {
  readonly state: 'none' | 'active' | 'suspended' | 'disconnected';
  readonly suspension: (typeof suspensionReasons)[number] | null;
  readonly simulated: boolean;
  readonly phoneNumber: string;
  readonly phoneNumberId: string;
  readonly businessAccountId: string;
  readonly name: string;
  readonly appId: string | null;
  readonly secrets: Versions;
  readonly readReceipts: boolean;
  readonly checking: string | null;
  /** The checks that were under way when the channel was suspended: what they find may be older than that. */
  readonly outdated: string | null;
  readonly registering: string | null;
  readonly proved: boolean;
  /** By phone-number id: the newest claim under which it came there. */
  readonly turns: Readonly<Record<string, number>>;
};
export const unconnected: ChannelState = {
  state: 'none',
  suspension: null,
  simulated: false,
  phoneNumber: '',
  phoneNumberId: '',
  businessAccountId: '',
  name: '',
  appId: null,
  secrets: { accessToken: 0, appSecret: 0 },
  readReceipts: false,
  checking: null,
  outdated: null,
  registering: null,
  proved: false,
  turns: {},
};
/** Connected, whether it works or not. */
export const isLive = (s: Pick<ChannelState, 'state'>): boolean => s.state === 'active' || s.state === 'suspended';
