import { channelProcesses as definitions } from '@master-ia/schemas/channels/channel.ts';
import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import { processes, StepRefused, type ProcessIo } from '@master-ia/platform/kernel/process.ts';
import { isLive, type ChannelState } from './channel.ts';
import { firstChannelOf } from './number.ts';

type Opened = { readonly channelId: string };
/** Opens the channel that has or last had the number, so that its conversations go on; a new one when the number's first channel has gone on with another number. */
const open = async (io: ProcessIo, d: { readonly phoneNumberId: string }): Promise<Opened> => {
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
  const holder = await io.facts.one<FactShapes['number']>('number', d.phoneNumberId);
  return on(holder?.channelId ?? (moved ? io.id(first, io.commandId) : first));
};

export const connectingProcesses = processes(definitions, { ConnectWhatsAppCloudChannel: (d, io) => open(io, d) });
