import type { ConversationEvents } from '@master-ia/schemas/conversations/index.ts';
import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import type { Stored } from '@master-ia/schemas/contract.ts';
import { effect } from '@master-ia/platform/kernel/effect.ts';
import type { Ids } from '@master-ia/platform/ports/clock.ts';
import type { ChannelAccess, ChannelFact } from '../channel-access.ts';
import { cloudDriver } from '../cloud/cloud-driver.ts';
import { readProviderId } from './provider-id.ts';

type Input = { readonly channelId: string; readonly messageId: string; readonly channel: ChannelFact };

/** Tells the customer that the newest message was read. Nothing depends on it: what fails is left. */
export const markRead = (ports: { readonly access: ChannelAccess; readonly ids: Ids }) =>
  effect<Input, true>({
    name: 'mark_read',
    safety: 'repeatable',
    expiresMs: 3_600_000,
    leaseMs: 20_000,
    parallel: 8,
    input: async (events, io) => {
      const conversationId = (events as readonly Stored<ConversationEvents>[]).flatMap((e) =>
        e.type === 'ConversationRead' ? e.data.conversationId : [],
      )[0];
      const c = conversationId === undefined ? undefined : await io.facts.one<FactShapes['conversation']>('conversation', conversationId);
      const channel = c && (await io.facts.one<ChannelFact>('channel', c.channelId));
      return c?.lastInbound && channel ? { channelId: c.channelId, messageId: c.lastInbound.messageId, channel } : null;
    },
    check: (i) => Promise.resolve(i.channel.state === 'active' ? { kind: 'go' } : { kind: 'drop' }),
    limits: () => [],
    started: () => null,
    call: async (i, io) => {
      const client = await ports.access.client(io.tenant, i.channelId, i.channel);
      if (!client) return { kind: 'refused', code: 'token_missing', retry: 'never' };
      const providerId = await readProviderId(io, i.messageId);
      if (providerId === null) return { kind: 'refused', code: 'message_gone', retry: 'never' };
      return cloudDriver(client, { phoneNumberId: i.channel.phoneNumberId, boundary: () => ports.ids.random() }).markRead(
        providerId,
        false,
        io.signal,
      );
    },
    outcome: () => [],
    expired: () => [],
    again: (attempts, o) => (attempts >= 3 || (o.kind === 'refused' && o.retry === 'never') ? null : 2000 * attempts),
  });
