import type { ChannelEvents } from '@master-ia/schemas/channels/index.ts';
import { ignored, reaction, type Step } from '@master-ia/platform/kernel/reaction.ts';

/** A day: what nobody performed by then is asked for again by a person. */
const MAX_AGE_MS = 86_400_000;
const ask =
  (effect: string, priority: number) =>
  (e: {
    readonly data: { readonly channelId: string; readonly requestId: string };
    readonly meta: { readonly stream: string };
  }): readonly Step[] => [
    { kind: 'enqueue', effect, stream: e.meta.stream, lane: `${effect}:${e.data.channelId}`, priority, fact: e.data.requestId },
  ];
/** What waits for the channel is looked at again: sent, or given up when the channel is gone. */
const release = (e: { readonly data: { readonly channelId: string } }): readonly Step[] => [
  { kind: 'release', hold: `channel:${e.data.channelId}` },
];

export const channelReactions = [
  reaction<ChannelEvents>({
    name: 'channel_work',
    domain: 'channels',
    start: 'origin',
    maxAgeMs: MAX_AGE_MS,
    on: {
      ChannelConnected: release,
      ChannelRenamed: ignored,
      ChannelCredentialsChanged: ignored,
      ChannelNumberChanged: ignored,
      ChannelReadReceiptsSet: ignored,
      ChannelChecksRequested: ask('check_channel', 5),
      ChannelChecked: ignored,
      ChannelProved: ignored,
      ChannelRegistrationRequested: ask('register_number', 5),
      ChannelRegistrationAnswered: ignored,
      ChannelTemplatesRequested: ask('sync_templates', 1),
      ChannelSuspended: ignored,
      ChannelResumed: release,
      ChannelDisconnected: release,
      NumberClaimed: ignored,
    },
  }),
];
