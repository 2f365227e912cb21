import type { Samples } from '../contract.ts';
import type { ConversationEvents } from './index.ts';

const id = '6f1c0f5e-6a0c-4a6e-9b0f-0d4b1e0c9a11';
const ref = { conversationId: id, contactId: id };
const target = { messageId: id, conversationId: id };
const place = { ...ref, messageId: id, channelId: id };
const reported = {
  ...target,
  contactId: id,
  channelId: id,
  attempt: 1,
  providerKey: '2f'.repeat(32),
  status: 'delivered' as const,
  code: null,
  reason: null,
};
const content = { kind: 'text' as const, text: 'Olá' };
export const samples: Samples<ConversationEvents> = {
  ConversationOpened: [{ ...ref, channelId: id, by: 'inbound' }],
  ConversationAssigned: [{ ...ref, assigneeId: id, automatic: true }],
  ConversationLabelled: [{ ...ref, labelId: id, on: true }],
  NoteAdded: [{ ...ref, noteId: id, text: 'ligar amanhã' }],
  ConversationSnoozed: [{ ...ref, until: '2026-11-22T12:00:00.000Z' }],
  ConversationWoken: [{ ...ref, by: 'time' }],
  ConversationClosed: [ref],
  ConversationReopened: [{ ...ref, by: 'message' }],
  ConversationRead: [{ conversationId: id, upTo: '00000000000000000042' }],
  LabelSaved: [{ labelId: id, name: 'VIP', color: '#0f9f94' }],
  LabelDeleted: [{ labelId: id }],
  MessageReceived: [
    {
      ...place,
      providerId: 'wamid.1',
      providerKey: '1f'.repeat(32),
      kind: 'text',
      content,
      fingerprint: 'ab',
      replyToMessageId: null,
      forwarded: false,
      silent: false,
      deliveryId: id,
    },
  ],
  MessageCorrected: [{ ...place, kind: 'text', content, fingerprint: 'cd', replyToMessageId: null, parser: 2 }],
  MessageRequested: [{ ...place, kind: 'text', content, mediaId: null, replyToMessageId: null, windowed: true, test: false }],
  SendStarted: [{ ...target, attempt: 1 }],
  SendAccepted: [{ ...target, contactId: id, channelId: id, attempt: 1, providerId: 'wamid.2', providerKey: '2f'.repeat(32), held: false }],
  SendRefused: [{ ...target, attempt: 1, code: '131047', reason: null, final: true }],
  SendUnknown: [{ ...target, attempt: 1, why: 'timeout' }],
  SendExpired: [{ ...target, attempt: 1 }],
  MessageStatusReported: [
    { ...reported, providerId: null, deliveryId: id },
    { ...reported, attempt: null, providerId: 'wamid.2', deliveryId: null },
  ],
  MessageMarkedSent: [{ ...target, attempt: 1 }],
  MessageRetryRequested: [{ ...target, attempt: 2, again: false }],
  MediaStored: [{ ...target, mediaId: id, mime: 'image/jpeg', size: 1000, sha256: 'ab'.repeat(32) }],
  MediaFailed: [{ ...target, code: 'too_large' }],
};
