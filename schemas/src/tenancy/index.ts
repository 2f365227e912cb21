import { domain, type EventsOf } from '../contract.ts';
import { apiKey } from './api-key.ts';
import { company } from './company.ts';
import { link } from './link.ts';
import { member } from './member.ts';
import { samples } from './samples.ts';
import { email, user } from './user.ts';

const aggregates = [company, user, email, member, apiKey, link] as const;
export type TenancyEvents = EventsOf<typeof aggregates>;
export const tenancy = domain({ name: 'tenancy', aggregates, samples });
