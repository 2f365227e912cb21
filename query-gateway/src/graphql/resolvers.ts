import type { ChannelRow } from '@master-ia/schemas/channels/tables.ts';
import type { ContactRow } from '@master-ia/schemas/contacts/tables.ts';
import { channelResolvers } from '../channels/resolvers.ts';
import { contactResolvers } from '../contacts/resolvers.ts';
import { conversationResolvers } from '../conversations/resolvers.ts';
import { conversationSubscriptions } from '../conversations/subscriptions.ts';
import { tenancyResolvers } from '../tenancy/resolvers.ts';
import type { SystemStatus } from '../tenancy/system-status.ts';
import type { GraphContext } from './context.ts';
import { forgetLoaded } from './loaders.ts';
import { subscriber } from './subscriber.ts';

const channelChanged = (_: unknown, __: unknown, c: GraphContext) => {
  const out = subscriber<ChannelRow>({ closed: () => stop() });
  const stop = c.live.follow<ChannelRow>('channel', c.identity.tenant, (changes) => {
    for (const x of changes) if (x.row) out.push(x.id, x.row);
  });
  return out.read();
};
const contactChanged = (_: unknown, a: { id: string }, c: GraphContext) => {
  const out = subscriber<ContactRow>({ closed: () => stop() });
  const stop = c.live.follow<ContactRow>('contact', c.identity.tenant, (changes) => {
    for (const x of changes) if (x.id === a.id && x.row) out.push(x.id, x.row);
  });
  return out.read();
};
const systemStatusChanged = (_: unknown, __: unknown, c: GraphContext) => {
  const out = subscriber<SystemStatus>({ closed: () => stop() });
  const stop = c.ports.status.follow(c.identity.tenant, (s) => out.push('status', s));
  return out.read();
};
const fresh = <T>(payload: T, _: unknown, c: GraphContext): T => {
  forgetLoaded(c.loaders);
  return payload;
};

/** Every resolver of the schema. */
export const resolvers = {
  Company: tenancyResolvers.Company,
  Membership: tenancyResolvers.Membership,
  Me: tenancyResolvers.Me,
  Account: tenancyResolvers.Account,
  User: tenancyResolvers.User,
  ApiKey: tenancyResolvers.ApiKey,
  Channel: channelResolvers.Channel,
  Template: channelResolvers.Template,
  Contact: contactResolvers.Contact,
  Conversation: conversationResolvers.Conversation,
  ThreadItem: conversationResolvers.ThreadItem,
  Label: conversationResolvers.Label,
  MessageHit: conversationResolvers.MessageHit,
  Query: { ...tenancyResolvers.Query, ...channelResolvers.Query, ...contactResolvers.Query, ...conversationResolvers.Query },
  Mutation: { ...tenancyResolvers.Mutation, ...channelResolvers.Mutation, ...contactResolvers.Mutation, ...conversationResolvers.Mutation },
  Subscription: {
    ...conversationSubscriptions,
    channelChanged: { subscribe: channelChanged, resolve: fresh },
    contactChanged: { subscribe: contactChanged, resolve: fresh },
    systemStatusChanged: { subscribe: systemStatusChanged, resolve: <T>(payload: T): T => payload },
  },
};
