import { domain, type EventsOf } from '../contract.ts';
import { delivery } from './delivery.ts';
import { samples } from './samples.ts';

const aggregates = [delivery] as const;
export type IngestEvents = EventsOf<typeof aggregates>;
export const ingest = domain({ name: 'ingest', aggregates, samples });
