import { defaultFieldResolver, GraphQLError, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { Permission } from '@master-ia/schemas/permissions.ts';
import type { GraphContext, Identity } from './context.ts';

/** `signed_in`: every person and every key. `person`: not for keys. Everything else: the permission. */
export type Rule = Permission | 'signed_in' | 'person';
type Fields = Readonly<Partial<Record<Rule, string>>>;

/** Who may ask for each field of each type. Nothing is inherited: a field that is not named here keeps the schema from being built. */
export const fieldRules: Readonly<Record<string, Fields>> = {
  Query: {
    signed_in: 'me',
    'conversations.read': 'conversations conversation inboxCounts searchMessages labels',
    'contacts.read': 'contacts contact',
    'channels.read': 'channels channel',
    'templates.read': 'templates',
    'team.read': 'users',
    'apikeys.manage': 'apiKeys',
    'system.read': 'systemStatus',
  },
  Mutation: {
    person: 'createCompany hideCompany switchCompany updateAccount changePassword',
    'company.manage': 'renameCompany',
    'team.manage': 'inviteUser changeUserRole removeUser',
    'apikeys.manage': 'createApiKey revokeApiKey',
    'channels.manage':
      'connectWhatsAppCloudChannel updateChannel checkChannel registerChannelNumber sendTestMessage syncTemplates disconnectChannel',
    'contacts.write': 'createContact updateContact',
    'contacts.block': 'blockContact unblockContact',
    // How far the team has read is the team's: who may only look does not move it.
    'conversations.reply': 'sendMessage startConversation sendTyping retryMessage markMessageSent sendMessageAgain markConversationRead',
    'conversations.note': 'addNote',
    'conversations.assign': 'assignConversation',
    'conversations.label': 'labelConversation saveLabel deleteLabel',
    'conversations.close': 'closeConversation reopenConversation snoozeConversation',
  },
  Subscription: {
    'conversations.read': 'conversationChanged messageChanged',
    'contacts.read': 'contactChanged',
    'channels.read': 'channelChanged',
    'system.read': 'systemStatusChanged',
  },

  Refusal: { signed_in: 'code message field' },
  PageInfo: { signed_in: 'hasNextPage hasPreviousPage startCursor endCursor' },

  Company: { signed_in: 'id name demo hidden timeZone' },
  Membership: { person: 'company role current' },
  Me: { signed_in: 'user company role visibility permissions memberships' },
  Account: { person: 'id name email locale hasPassword' },
  User: { 'team.read': 'id name email role visibility state' },
  ApiKey: { 'apikeys.manage': 'id name scopes hint createdAt revokedAt' },
  ViewStatus: { 'system.read': 'name version state position lag lagMs parked' },
  EngineStatus: { 'system.read': 'name kind ok detail' },
  SystemStatus: { 'system.read': 'ok engines views head lagMs queued held' },
  InviteUserPayload: { 'team.manage': 'position refusal user link' },
  UserPayload: { 'team.manage': 'position refusal user' },
  CreateApiKeyPayload: { 'apikeys.manage': 'position refusal apiKey secret' },
  ApiKeyPayload: { 'apikeys.manage': 'position refusal apiKey' },
  CompanyPayload: { signed_in: 'position refusal company' },
  AccountPayload: { person: 'position refusal account' },

  ChannelCheck: { 'channels.read': 'step state code message checkedAt' },
  DeliveryProblem: { 'channels.read': 'id receivedAt code size' },
  Channel: {
    'channels.read':
      'id kind name phoneNumber phoneNumberId businessAccountId appId state suspension simulated readReceipts webhookUrl checklist lastDeliveryAt deliveries problems held',
    'channels.manage': 'verifyToken',
  },
  Template: {
    'templates.read':
      'id channelId name language category status providerStatus body header headerFormat footer buttons variables syncedAt',
  },
  TemplateVariable: { 'templates.read': 'part name example' },
  TemplateEdge: { 'templates.read': 'cursor node' },
  TemplateConnection: { 'templates.read': 'edges pageInfo totalCount' },
  ChannelPayload: { 'channels.manage': 'position refusal channel conversationId messageId' },

  ContactAddress: { 'contacts.read': 'kind value' },
  Contact: {
    'contacts.read': 'id name givenName profileName phone addresses blocked createdAt linked',
    'conversations.read': 'conversations',
  },
  ContactEdge: { 'contacts.read': 'cursor node' },
  ContactConnection: { 'contacts.read': 'edges pageInfo totalCount' },
  ContactPayload: { signed_in: 'position refusal', 'contacts.read': 'contact' },

  Label: { 'conversations.read': 'id name color' },
  Window: { 'conversations.read': 'open endsAt' },
  LastMessage: { 'conversations.read': 'id direction kind text at status' },
  Conversation: {
    'conversations.read': 'id state labels unread firstUnreadId lastMessage lastActivityAt waitingSince snoozedUntil window messages',
    'contacts.read': 'contact',
    'channels.read': 'channel',
    'team.read': 'assignee',
  },
  ConversationEdge: { 'conversations.read': 'cursor node' },
  ConversationConnection: { 'conversations.read': 'edges pageInfo' },
  InboxCounts: { 'conversations.read': 'mine unassigned all unread cap' },
  Media: { 'conversations.read': 'id state mime size filename url failure' },
  Reaction: { 'conversations.read': 'emoji direction userId' },
  Quote: { 'conversations.read': 'messageId direction kind text' },
  Failure: { 'conversations.read': 'code message' },
  LocationContent: { 'conversations.read': 'latitude longitude name address' },
  SharedContact: { 'conversations.read': 'name phones emails' },
  ThreadItem: {
    'conversations.read':
      'id type at position direction kind text providerKind media voice location sharedContacts status failure actions replyTo reactions authorName activity data',
    'team.read': 'author',
  },
  ThreadEdge: { 'conversations.read': 'cursor node' },
  ThreadConnection: { 'conversations.read': 'edges pageInfo' },
  MessageHit: { 'conversations.read': 'conversation messageId at direction snippet' },
  MessageHitEdge: { 'conversations.read': 'cursor node' },
  MessageHitConnection: { 'conversations.read': 'edges pageInfo' },
  ConversationChange: { 'conversations.read': 'conversationId conversation removed incoming position' },
  MessageChange: { 'conversations.read': 'conversationId item position' },
  // A key that may only send learns what became of its message, not what is in the conversation.
  SendMessagePayload: { signed_in: 'position refusal messageId', 'conversations.read': 'message conversation' },
  ConversationPayload: { signed_in: 'position refusal', 'conversations.read': 'conversation' },
  LabelPayload: { signed_in: 'position refusal', 'conversations.read': 'label' },
};

export const holds = (identity: Identity, rule: Rule): boolean =>
  rule === 'signed_in' ? true : rule === 'person' ? identity.userId !== null : identity.permissions.has(rule);

/** Every field's rule as `Type.field`. Throws when a field of the schema has none or two, or a rule names what is not there. */
export const rulesOf = (schema: GraphQLSchema): ReadonlyMap<string, Rule> => {
  const rules = new Map<string, Rule>();
  const wrong: string[] = [];
  for (const [type, fields] of Object.entries(fieldRules))
    for (const [rule, names] of Object.entries(fields) as [Rule, string][])
      for (const name of names.split(' ')) {
        if (rules.has(`${type}.${name}`)) wrong.push(`${type}.${name} has two rules`);
        rules.set(`${type}.${name}`, rule);
      }
  const there = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const name of Object.keys(type.getFields())) {
      there.add(`${type.name}.${name}`);
      if (!rules.has(`${type.name}.${name}`)) wrong.push(`${type.name}.${name} has no rule: nobody would know who may see it`);
    }
  }
  for (const name of rules.keys()) if (!there.has(name)) wrong.push(`${name} has a rule and is not in the schema`);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return rules;
};

const guarded = (rule: Rule, resolve: GraphQLFieldResolver<unknown, GraphContext>): GraphQLFieldResolver<unknown, GraphContext> => {
  if (rule === 'signed_in') return resolve;
  return (source, args, c, info) => {
    if (!holds(c.identity, rule)) throw new GraphQLError('you are not allowed to do this', { extensions: { code: 'FORBIDDEN' } });
    return resolve(source, args, c, info);
  };
};
/** Puts each field's rule before its resolver: nothing is resolved for who may not see it. */
export const guardFields = (schema: GraphQLSchema): GraphQLSchema => {
  const rules = rulesOf(schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const [name, field] of Object.entries(type.getFields())) {
      const rule = rules.get(`${type.name}.${name}`) as Rule;
      field.resolve = guarded(rule, (field.resolve ?? defaultFieldResolver) as GraphQLFieldResolver<unknown, GraphContext>);
      if (field.subscribe) field.subscribe = guarded(rule, field.subscribe as GraphQLFieldResolver<unknown, GraphContext>);
    }
  }
  return schema;
};
