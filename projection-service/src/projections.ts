import type { View } from '@master-ia/platform/kernel/projection.ts';
import { channels } from './channels/channels.ts';
import { contacts } from './contacts/contacts.ts';
import { inbox } from './conversations/inbox.ts';
import { messageSearch } from './conversations/message-search.ts';
import { thread } from './conversations/thread.ts';
import { deliveries } from './ingest/deliveries.ts';
import { templates } from './templates/templates.ts';
import { team } from './tenancy/team.ts';

/** Every view of the product, one line each. */
export const projections: readonly View[] = [team, channels, contacts, inbox, thread, messageSearch, templates, deliveries];
