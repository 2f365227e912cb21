import type { z } from 'zod';
import { channelProcesses as definitions } from '@master-ia/schemas/channels/channel.ts';
import { isSimulatedNumber } from '@master-ia/schemas/channels/simulated.ts';
import { canonicalPhone } from '@master-ia/platform/phone/phone.ts';
import { processes, StepRefused, type ProcessIo } from '@master-ia/platform/kernel/process.ts';
import { isLive, type ChannelState } from './channel-state.ts';
import { firstChannelOf, isOver, numberIdOf, type NumberState } from './number.ts';

type Opened = { readonly channelId: string };
/** Whether it is this channel's is for the step behind it to see: a repeat is answered there as it was. */
const claim = (io: ProcessIo, phoneNumberId: string, channelId: string) =>
  io.step('ClaimNumber', 'number', { numberId: numberIdOf(io, phoneNumberId), phoneNumberId, channelId });

/** Opens the channel that has or last had the number, so that its conversations go on; a new one when the number's first channel has gone on with another number. */
const open = async (io: ProcessIo, d: { readonly phoneNumberId: string; readonly phoneNumber: string }): Promise<Opened> => {
  const on = async (channelId: string): Promise<Opened> => {
    await io.step('OpenWhatsAppCloudChannel', 'channel', { ...d, channelId });
    return { channelId };
  };
  const first = firstChannelOf(io, d.phoneNumberId);
  const state = await io.state<ChannelState>('channel', first);
  const moved = state !== undefined && state.phoneNumberId !== d.phoneNumberId;
  if (moved && isLive(state))
    // A repeat of the command that opened it is answered as it was then.
    try {
      return await on(first);
    } catch (error) {
      if (!(error instanceof StepRefused && error.refusal.code === 'already_connected')) throw error;
    }
  const known = await io.state<NumberState>('number', numberIdOf(io, d.phoneNumberId));
  const owner = known?.owner ?? null;
  const holder = owner === null ? undefined : await io.state<ChannelState>('channel', owner);
  // A claim whose channel was never made is completed with the id that it names.
  const gone = known !== undefined && holder?.phoneNumberId !== d.phoneNumberId && isOver(holder, d.phoneNumberId, known.turn);
  const channelId = owner !== null && !gone ? owner : moved ? io.id(first, io.commandId) : first;
  if (canonicalPhone(d.phoneNumber)) await claim(io, d.phoneNumberId, channelId);
  return on(channelId);
};

/** A correction claims its number first; what will be refused whatever the claim says claims nothing. */
const change = async (io: ProcessIo, d: z.output<typeof definitions.UpdateChannel.data>): Promise<Opened> => {
  const to = d.phoneNumberId;
  const s = to === undefined ? undefined : await io.state<ChannelState>('channel', d.channelId);
  const possible = s && isLive(s) && !s.simulated && (d.phoneNumber === undefined || canonicalPhone(d.phoneNumber));
  if (to !== undefined && possible && to !== s.phoneNumberId && !isSimulatedNumber(to)) await claim(io, to, d.channelId);
  await io.step('ChangeChannel', 'channel', d);
  return { channelId: d.channelId };
};

export const connectingProcesses = processes(definitions, {
  ConnectWhatsAppCloudChannel: (d, io) => open(io, d),
  UpdateChannel: (d, io) => change(io, d),
});
