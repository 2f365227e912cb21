import { number as aggregate } from '@master-ia/schemas/channels/channel.ts';
import { decider, type Prepare } from '@master-ia/platform/kernel/decider.ts';
import { isLive, type ChannelState } from './channel-state.ts';

type Place = { readonly tenant: string; id(...parts: readonly string[]): string };
/** The id that the first channel of a number has in a company. */
export const firstChannelOf = (c: Place, phoneNumberId: string): string => c.id(c.tenant, 'whatsapp_cloud', phoneNumberId);
export const numberIdOf = (c: Place, phoneNumberId: string): string => c.id(c.tenant, 'number', phoneNumberId);

export type NumberState = { readonly owner: string | null; readonly turn: number };
/** What a claim is worth: `over` when its channel has come to the number under it and is there no more. */
type Claim = { readonly turn: number; readonly over: boolean };

/** Whether a channel has stayed at a number under this claim, and left. One that has not come yet is on its way, or was cut off: it may come at any time. */
export const isOver = (channel: ChannelState | undefined, phoneNumberId: string, turn: number): boolean =>
  channel !== undefined && (channel.turns[phoneNumberId] ?? 0) >= turn && !(isLive(channel) && channel.phoneNumberId === phoneNumberId);

/** The turn of a number's claim when it is this channel's, else null. */
export const claimOf = async (io: Prepare, phoneNumberId: string, channelId: string): Promise<number | null> => {
  const claim = await io.state<NumberState>('number', numberIdOf(io, phoneNumberId));
  return claim?.owner === channelId ? claim.turn : null;
};

/**
 * Two channels are never at one number: a channel comes to a number only under a claim of its own that it has not used, and a claim is given on only when it is over. It
 * cannot come back under the old one, so that nothing has to be released, and nothing expires by time.
 */
export const number = decider<typeof aggregate, never, { ClaimNumber: Claim }>()<NumberState>({
  aggregate,
  initial: { owner: null, turn: 0 },
  target: { ClaimNumber: (d) => ({ id: d.numberId }) },
  prepare: {
    ClaimNumber: async (d, io) => {
      const s = await io.state<NumberState>('number', d.numberId);
      if (!s || s.owner === null) return { turn: 0, over: true };
      return { turn: s.turn, over: isOver(await io.state<ChannelState>('channel', s.owner), d.phoneNumberId, s.turn) };
    },
  },
  decide: {
    // Claimed anew since it was looked at: that one is not over.
    ClaimNumber: (s, d, { prepared }) =>
      prepared.over && prepared.turn === s.turn ? [{ type: 'NumberClaimed', data: { ...d, turn: s.turn + 1 } }] : [],
  },
  evolve: { NumberClaimed: (_, e) => ({ owner: e.data.channelId, turn: e.data.turn }) },
  result: { ClaimNumber: (s, d) => ({ channelId: s.owner ?? d.channelId, turn: s.turn }) },
});
