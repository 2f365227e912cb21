import { domain, type EventsOf } from '../contract.ts';
import { samples } from './samples.ts';
import { template } from './template.ts';

const aggregates = [template] as const;
export type TemplateEvents = EventsOf<typeof aggregates>;
export const templates = domain({ name: 'templates', aggregates, samples });
