import type { AddressKind } from '@master-ia/schemas/contacts/contact.ts';
import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import type { Content } from '@master-ia/schemas/conversations/content.ts';
import { inboundProcesses as definitions, type Sender } from '@master-ia/schemas/conversations/message.ts';
import { refuse } from '@master-ia/platform/kernel/decider.ts';
import { processes, StepRefused, type ProcessIo } from '@master-ia/platform/kernel/process.ts';
import type { EarlyEvidence } from './early-evidence.ts';
import type { MessageState } from './message-state.ts';
import { conversationIdOf, inboundIdOf } from './place.ts';
import { providerKeyOf } from './provider-key.ts';

type Address = { readonly kind: AddressKind; readonly address: string };
/** In the order in which they name a person: parent_bsuid, bsuid, phone. */
const addressesOf = (s: Sender): readonly Address[] => [
  ...(s.parentBsuid ? [{ kind: 'parent_bsuid' as const, address: s.parentBsuid }] : []),
  ...(s.bsuid ? [{ kind: 'bsuid' as const, address: s.bsuid }] : []),
  ...(s.phone ? [{ kind: 'phone' as const, address: s.phone }] : []),
];

/** The home contact when all addresses are known as its own and its profile is the known one: then nothing has to be claimed. */
const knownContact = async (io: ProcessIo, addresses: readonly Address[], profileName: string | undefined): Promise<string | null> => {
  const ids = await Promise.all(addresses.map(async (a) => io.id(io.tenant, 'identity', await io.hmac(`${a.kind}:${a.address}`))));
  const owners = await Promise.all(ids.map((id) => io.facts.one<FactShapes['identity']>('identity', id)));
  const home = owners[0]?.contactId;
  if (home === undefined || owners.some((o) => o?.contactId !== home)) return null;
  const contact = await io.facts.one<FactShapes['contact']>('contact', home);
  if (!contact || ids.some((id) => !contact.identities.includes(id))) return null;
  if (profileName && (await io.hmac(`profile:${profileName}`)) !== contact.profileHash)
    await io.step('SeeContactProfile', profileName, { contactId: home, profileName });
  return home;
};

/** Our message that the provider knows by an id: one that we sent, or one that came in before. */
const messageOf = async (io: ProcessIo, channelId: string, providerId: string): Promise<string | null> => {
  const sent = await io.facts.one<FactShapes['sent']>('sent', `${channelId}|${await providerKeyOf(io, providerId)}`);
  if (sent) return sent.messageId;
  const id = inboundIdOf(io, channelId, providerId);
  return (await io.state<MessageState>('message', id)) ? id : null;
};
/** `message id:attempt`, as our connectors write it. */
const callback = (data: string | null): { readonly messageId: string; readonly attempt: number | null } | null => {
  const m = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?::(\d{1,4}))?$/.exec(data ?? '');
  return m?.[1] ? { messageId: m[1], attempt: m[2] === undefined ? null : Number(m[2]) } : null;
};

export const receivingProcesses = (early: EarlyEvidence) =>
  processes(definitions, {
    ReceiveInbound: async (d, io) => {
      const addresses = addressesOf(d.sender);
      if (addresses.length === 0) return refuse('sender_unknown', 'sender');
      const contactId =
        (await knownContact(io, addresses, d.sender.profileName)) ??
        (
          await io.step<{ contactId: string }>('ResolveContact', 'contact', {
            addresses,
            source: 'inbound',
            profileName: d.sender.profileName ?? null,
          })
        ).result.contactId;
      const conversationId = conversationIdOf(io, d.channelId, contactId);
      if (!(await io.facts.one('conversation', conversationId)))
        await io.step('OpenConversation', 'conversation', { conversationId, channelId: d.channelId, contactId, by: 'inbound' });
      const messageId = inboundIdOf(io, d.channelId, d.providerId);
      let content: Content = d.content;
      if (content.kind === 'reaction') {
        const target = d.targetProviderId === null ? null : await messageOf(io, d.channelId, d.targetProviderId);
        // A reaction to what is not known (yet) is kept with the id that an inbound message would have: it shows when that message comes.
        content = { ...content, targetMessageId: target ?? inboundIdOf(io, d.channelId, d.targetProviderId ?? d.providerId) };
      }
      const replyToMessageId = d.replyToProviderId === null ? null : await messageOf(io, d.channelId, d.replyToProviderId);
      const body = {
        messageId,
        conversationId,
        contactId,
        channelId: d.channelId,
        content,
        replyToProviderId: d.replyToProviderId,
        replyToMessageId,
        forwarded: d.forwarded,
      };
      const occurredAt = new Date(d.toldAt);
      await io.step('ReceiveMessage', d.providerId, { ...body, providerId: d.providerId, deliveryId: d.deliveryId }, { occurredAt });
      if (d.correct && content.kind !== 'unsupported')
        await io.step('CorrectMessage', `${d.providerId}:${String(d.parser)}`, { ...body, parser: d.parser }, { occurredAt });
      return { messageId, conversationId, contactId };
    },
    ReceiveStatus: async (d, io) => {
      const told = callback(d.callbackData);
      const providerKey = await providerKeyOf(io, d.providerId);
      const report = { providerKey, deliveryId: d.deliveryId, status: d.status, code: d.code, reason: d.reason };
      const record = async (messageId: string, attempt: number | null): Promise<boolean> => {
        try {
          await io.step(
            'RecordStatus',
            `${d.providerId}:${d.status}:${d.toldAt}`,
            { ...report, messageId, attempt, providerId: d.providerId },
            { occurredAt: new Date(d.toldAt) },
          );
          return true;
        } catch (error) {
          if (error instanceof StepRefused && error.refusal.code === 'not_found') return false;
          throw error;
        }
      };
      if (told && (await record(told.messageId, told.attempt))) return { messageId: told.messageId };
      const key = `${d.channelId}|${providerKey}`;
      const known = await io.facts.one<FactShapes['sent']>('sent', key);
      if (known && (await record(known.messageId, known.attempt))) return { messageId: known.messageId };
      const id = io.id('early', d.providerId, d.status, d.toldAt);
      await early.put(
        { tenant: io.tenant, channelId: d.channelId, providerKey },
        { id, command: 'RecordStatus', data: { ...report, toldAt: d.toldAt } },
        io.now,
      );
      // Whoever accepts the send writes the fact and then looks for evidence; we wrote the evidence and look for the fact: one of us sees the other.
      const now = await io.facts.one<FactShapes['sent']>('sent', key);
      return { messageId: now && (await record(now.messageId, now.attempt)) ? now.messageId : null };
    },
  });
