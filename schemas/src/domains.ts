import type { Domain } from './contract.ts';
import { channels } from './channels/index.ts';
import { contacts } from './contacts/index.ts';
import { conversations } from './conversations/index.ts';
import { ingest } from './ingest/index.ts';
import { templates } from './templates/index.ts';
import { tenancy } from './tenancy/index.ts';

/** Every domain of the product, one line each. */
export const domains = [tenancy, channels, contacts, conversations, templates, ingest] as const satisfies readonly Domain[];
export type DomainName = (typeof domains)[number]['name'];
