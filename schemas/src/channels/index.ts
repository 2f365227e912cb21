import { domain, type EventsOf } from '../contract.ts';
import { channel, number } from './channel.ts';
import { samples } from './samples.ts';

const aggregates = [channel, number] as const;
export type ChannelEvents = EventsOf<typeof aggregates>;
export const channels = domain({ name: 'channels', aggregates, samples });
