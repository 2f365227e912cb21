import { domain, type EventsOf } from '../contract.ts';
import { contact, identity } from './contact.ts';
import { samples } from './samples.ts';

const aggregates = [identity, contact] as const;
export type ContactEvents = EventsOf<typeof aggregates>;
export const contacts = domain({ name: 'contacts', aggregates, samples });
