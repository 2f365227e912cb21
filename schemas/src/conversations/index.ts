import { domain, type EventsOf } from '../contract.ts';
import { conversation, label, reading } from './conversation.ts';
import { message } from './message.ts';
import { samples } from './samples.ts';

const aggregates = [conversation, reading, label, message] as const;
export type ConversationEvents = EventsOf<typeof aggregates>;
export const conversations = domain({ name: 'conversations', aggregates, samples });
