import { ERASED, type Stored } from '@master-ia/schemas/contract.ts';
import { contentText } from '@master-ia/schemas/conversations/content.ts';
import type { ConversationEvents } from '@master-ia/schemas/conversations/index.ts';
import { messageDocTable, type MessageDocRow } from '@master-ia/schemas/conversations/tables.ts';
import { searchWords, tenantLexeme } from '@master-ia/schemas/search-words.ts';
import { ignored, projection, type On } from '@master-ia/platform/kernel/projection.ts';
import { searchMessages } from './search.ts';

type Said = Stored<ConversationEvents, 'MessageReceived' | 'MessageCorrected' | 'MessageRequested'>;

const wordsOf = (e: Said): readonly string[] =>
  e.data.kind === 'reaction' || e.data.content === ERASED ? [] : searchWords(contentText(e.data.content));
const key = (e: Said) => [{ message_id: e.data.messageId }];
const docOf = (e: Said): MessageDocRow | undefined => {
  const words = wordsOf(e);
  if (words.length === 0) return undefined;
  return {
    message_id: e.data.messageId,
    conversation_id: e.data.conversationId,
    at: e.meta.occurredAt,
    doc: [tenantLexeme(e.meta.tenant), ...words].join(' '),
  };
};
const said = (on: On<Said>) => [on.put(messageDocTable, (e) => (e.data.kind === 'reaction' ? [] : key(e)), docOf)];

/** Words of messages: what `rm.search_messages` looks through. Messages without words have no row. */
export const messageSearch = projection<ConversationEvents>()({
  name: 'message_search',
  version: 1,
  order: 'key',
  tables: [messageDocTable],
  functions: [searchMessages],
  on: {
    ConversationOpened: ignored,
    ConversationAssigned: ignored,
    ConversationLabelled: ignored,
    NoteAdded: ignored,
    ConversationSnoozed: ignored,
    ConversationWoken: ignored,
    ConversationClosed: ignored,
    ConversationReopened: ignored,
    ConversationRead: ignored,
    LabelSaved: ignored,
    LabelDeleted: ignored,
    MessageReceived: said,
    // In its place: the time of the first parse is kept.
    MessageCorrected: (on) => [
      on.row(messageDocTable, key, (old, e) => {
        const doc = docOf(e);
        return doc && { ...doc, at: old?.at ?? doc.at };
      }),
    ],
    MessageRequested: said,
    SendStarted: ignored,
    SendAccepted: ignored,
    SendRefused: ignored,
    SendUnknown: ignored,
    SendExpired: ignored,
    MessageStatusReported: ignored,
    MessageMarkedSent: ignored,
    MessageRetryRequested: ignored,
    MediaStored: ignored,
    MediaFailed: ignored,
  },
});
