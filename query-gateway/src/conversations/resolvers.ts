import type { GraphContext } from '../graphql/context.ts';
import { isUuid } from '../graphql/paging.ts';
import { mutate } from '../graphql/mutate.ts';
import { slice, type List } from '../graphql/slice.ts';
import { inboxCounts, inboxPage, type ConversationFilter } from './inbox-query.ts';
import { searchPage, type Hit } from './search-query.ts';
import { conversationFields, threadItemFields, visibleConversation } from './shapes.ts';
import { threadLines } from './thread-query.ts';

/** Channel of typing notices to the connectors. */
const TYPING = 'typing';
const SEEN = ['inbox', 'thread'];
const LABELS: List = {
  name: 'labels',
  views: ['inbox'],
  rows: 'select * from rm.label',
  id: 'label_id',
  order: 'name, label_id',
  max: 500,
};
type Input<T> = { readonly input: T & { readonly commandId?: string | null } };
type Outgoing = {
  readonly text?: string | null;
  readonly media?: { readonly mediaId: string; readonly caption?: string | null; readonly filename?: string | null } | null;
  readonly template?: TemplateInput | null;
  readonly reaction?: { readonly messageId: string; readonly emoji?: string | null } | null;
  readonly replyTo?: string | null;
};
type TemplateInput = {
  readonly name: string;
  readonly language: string;
  readonly parameters?: readonly { readonly name?: string | null; readonly text: string }[] | null;
  readonly header?: { readonly name?: string | null; readonly text: string } | null;
  readonly buttons?: readonly { readonly index: number; readonly text: string }[] | null;
};

const given = <T>(key: string, value: T | null | undefined): Record<string, T> =>
  value === null || value === undefined ? {} : { [key]: value };
const parameter = (p: { readonly name?: string | null; readonly text: string }) => ({ ...given('name', p.name), text: p.text });
const templateOf = (t: TemplateInput) => ({
  name: t.name,
  language: t.language,
  parameters: (t.parameters ?? []).map(parameter),
  ...(t.header && { header: parameter(t.header) }),
  buttons: t.buttons ?? [],
});
const outgoingOf = (o: Outgoing) => ({
  ...given('text', o.text),
  ...(o.media && { media: { mediaId: o.media.mediaId, ...given('caption', o.media.caption), ...given('filename', o.media.filename) } }),
  ...(o.template && { template: templateOf(o.template) }),
  ...(o.reaction && { reaction: { messageId: o.reaction.messageId, emoji: o.reaction.emoji ?? null } }),
  ...given('replyTo', o.replyTo),
});

const conversationPayload = async (
  c: GraphContext,
  command: string,
  data: { readonly conversationId: string },
  commandId: string | null | undefined,
) => {
  const done = await mutate(c, command, data, { commandId, views: SEEN });
  return { ...done, conversation: () => (done.refusal ? null : visibleConversation(c, data.conversationId)) };
};
const messagePayload = async (c: GraphContext, command: string, data: unknown, commandId: string | null | undefined) => {
  const done = await mutate<{ readonly messageId: string; readonly conversationId: string }>(c, command, data, { commandId, views: SEEN });
  if (done.refusal) return { ...done, message: null, messageId: null, conversation: null };
  const { messageId, conversationId } = done.result;
  // Only what is asked for is looked up.
  return {
    ...done,
    messageId,
    message: async () => (await threadLines(c, [messageId]))[0] ?? null,
    conversation: () => visibleConversation(c, conversationId),
  };
};
const labelPayload = async (c: GraphContext, command: string, data: unknown, commandId: string | null | undefined) => {
  const done = await mutate<{ readonly labelId: string }>(c, command, data, { commandId, views: ['inbox'] });
  return { ...done, label: done.refusal ? null : await c.loaders.label.load(done.result.labelId) };
};

export const conversationResolvers = {
  Conversation: conversationFields,
  ThreadItem: threadItemFields,
  Label: { id: (r: { label_id: string }) => r.label_id },
  MessageHit: {
    conversation: (h: Hit, _: unknown, c: GraphContext) => c.loaders.conversation.load(h.conversation_id),
    messageId: (h: Hit) => h.message_id,
    direction: (h: Hit) => h.direction.toUpperCase(),
    snippet: (h: Hit) => h.text,
  },
  Query: {
    conversations: (_: unknown, a: { filter?: ConversationFilter | null; first?: number | null; after?: string | null }, c: GraphContext) =>
      inboxPage(c, a.filter ?? {}, a.first, a.after),
    conversation: (_: unknown, a: { id: string }, c: GraphContext) => (isUuid(a.id) ? visibleConversation(c, a.id) : null),
    inboxCounts: (_: unknown, a: { filter?: ConversationFilter | null }, c: GraphContext) => inboxCounts(c, a.filter ?? {}),
    searchMessages: (_: unknown, a: { query: string; first?: number | null; after?: string | null }, c: GraphContext) =>
      searchPage(c, a.query, a.first, a.after),
    labels: (_: unknown, a: { after?: string | null }, c: GraphContext) => slice(c, LABELS, a.after),
  },
  Mutation: {
    sendMessage: (
      _: unknown,
      { input: { commandId, conversationId, ...o } }: Input<Outgoing & { readonly conversationId: string }>,
      c: GraphContext,
    ) => messagePayload(c, 'SendMessage', { conversationId, outgoing: outgoingOf(o) }, commandId),
    startConversation: (
      _: unknown,
      {
        input: i,
      }: Input<{
        readonly channelId: string;
        readonly to?: string | null;
        readonly contactId?: string | null;
        readonly name?: string | null;
        readonly text?: string | null;
        readonly template?: TemplateInput | null;
      }>,
      c: GraphContext,
    ) =>
      messagePayload(
        c,
        'StartConversation',
        {
          channelId: i.channelId,
          ...given('to', i.to),
          ...given('contactId', i.contactId),
          ...given('name', i.name),
          ...given('text', i.text),
          ...(i.template && { template: templateOf(i.template) }),
        },
        i.commandId,
      ),
    sendTyping: async (_: unknown, a: { conversationId: string }, c: GraphContext) => {
      if (!isUuid(a.conversationId) || !(await visibleConversation(c, a.conversationId))) return false;
      c.ports.pubSub.publish(TYPING, JSON.stringify({ tenant: c.identity.tenant, conversationId: a.conversationId }));
      return true;
    },
    addNote: (_: unknown, { input: { commandId, ...d } }: Input<{ conversationId: string; text: string }>, c: GraphContext) =>
      conversationPayload(c, 'AddNote', d, commandId),
    assignConversation: (
      _: unknown,
      { input: { commandId, conversationId, userId } }: Input<{ conversationId: string; userId?: string | null }>,
      c: GraphContext,
    ) => conversationPayload(c, 'AssignConversation', { conversationId, userId: userId ?? null } as { conversationId: string }, commandId),
    labelConversation: (
      _: unknown,
      { input: { commandId, ...d } }: Input<{ conversationId: string; labelId: string; on: boolean }>,
      c: GraphContext,
    ) => conversationPayload(c, 'LabelConversation', d, commandId),
    closeConversation: (_: unknown, { input: { commandId, ...d } }: Input<{ conversationId: string }>, c: GraphContext) =>
      conversationPayload(c, 'CloseConversation', d, commandId),
    reopenConversation: (_: unknown, { input: { commandId, ...d } }: Input<{ conversationId: string }>, c: GraphContext) =>
      conversationPayload(c, 'ReopenConversation', d, commandId),
    snoozeConversation: (
      _: unknown,
      { input: { commandId, conversationId, until } }: Input<{ conversationId: string; until: Date }>,
      c: GraphContext,
    ) =>
      conversationPayload(c, 'SnoozeConversation', { conversationId, until: until.toISOString() } as { conversationId: string }, commandId),
    markConversationRead: (_: unknown, { input: { commandId, ...d } }: Input<{ conversationId: string; upTo: string }>, c: GraphContext) =>
      conversationPayload(c, 'MarkConversationRead', d, commandId),
    retryMessage: (_: unknown, { input: { commandId, ...d } }: Input<{ messageId: string }>, c: GraphContext) =>
      messagePayload(c, 'RetryMessage', d, commandId),
    markMessageSent: (_: unknown, { input: { commandId, ...d } }: Input<{ messageId: string }>, c: GraphContext) =>
      messagePayload(c, 'MarkMessageSent', d, commandId),
    sendMessageAgain: (_: unknown, { input: { commandId, ...d } }: Input<{ messageId: string }>, c: GraphContext) =>
      messagePayload(c, 'SendMessageAgain', d, commandId),
    saveLabel: (
      _: unknown,
      { input: { commandId, labelId, name, color } }: Input<{ labelId?: string | null; name: string; color: string }>,
      c: GraphContext,
    ) => labelPayload(c, 'SaveLabel', { ...given('labelId', labelId), name, color }, commandId),
    deleteLabel: (_: unknown, { input: { commandId, ...d } }: Input<{ labelId: string }>, c: GraphContext) =>
      labelPayload(c, 'DeleteLabel', d, commandId),
  },
};
