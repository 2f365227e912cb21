import { conversationProcesses as definitions } from '@master-ia/schemas/conversations/conversation.ts';
import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import { canonicalPhone } from '@master-ia/platform/phone/phone.ts';
import { refuse, type Refused } from '@master-ia/platform/kernel/decider.ts';
import { processes, type ProcessIo } from '@master-ia/platform/kernel/process.ts';
import { conversationIdOf } from './place.ts';

/** The template that every business account has from the start. */
const HELLO = { name: 'hello_world', language: 'en_US' };

type Reach = { readonly contactId: string; readonly known: boolean; readonly phone: string | null };
/** Whom a number or a contact id means; a new number gets its contact only when something can be sent to it. */
const reach = async (io: ProcessIo, d: { readonly to?: string | undefined; readonly contactId?: string | undefined }): Promise<Reach | Refused> => {
  if (d.contactId !== undefined) return (await io.facts.one('contact', d.contactId)) ? { contactId: d.contactId, known: true, phone: null } : refuse('contact_unknown', 'contactId');
  const phone = d.to === undefined ? null : canonicalPhone(d.to);
  if (!phone) return refuse('phone_invalid', 'to');
  const identityId = io.id(io.tenant, 'identity', await io.hmac(`phone:${phone.e164}`));
  const owner = await io.facts.one<FactShapes['identity']>('identity', identityId);
  return { contactId: owner?.contactId ?? '', known: owner !== undefined, phone: phone.e164 };
};
const open = async (io: ProcessIo, channelId: string, r: Reach, name: string | null): Promise<{ readonly conversationId: string; readonly contactId: string }> => {
  let contactId = r.contactId;
  if (!r.known) contactId = (await io.step<{ contactId: string }>('ResolveContact', 'contact', { addresses: [{ kind: 'phone', address: r.phone }], source: 'outbound', name })).result.contactId;
  const conversationId = conversationIdOf(io, channelId, contactId);
  const { position } = await io.step('OpenConversation', 'conversation', { conversationId, channelId, contactId, by: 'outbound' });
  await io.factsReached(position);
  return { conversationId, contactId };
};

export const startingProcesses = processes(definitions, {
  StartConversation: async (d, io) => {
    const channel = await io.facts.one<FactShapes['channel']>('channel', d.channelId);
    if (!channel || channel.state === 'disconnected') return refuse('channel_unknown', 'channelId');
    const r = await reach(io, d);
    if ('refused' in r) return r;
    if (d.template === undefined) {
      const conversation = r.known ? await io.facts.one<FactShapes['conversation']>('conversation', conversationIdOf(io, d.channelId, r.contactId)) : undefined;
      const endsAt = conversation?.windowEndsAt;
      if (d.text === undefined || d.text.trim() === '') return refuse('empty', 'text');
      if (endsAt === null || endsAt === undefined || new Date(endsAt) <= io.now) return refuse('window_closed');
    } else if (!(await io.facts.one('template', `${d.channelId}|${d.template.name}|${d.template.language}`))) return refuse('template_unknown', 'template.name');
    const { conversationId, contactId } = await open(io, d.channelId, r, d.name ?? null);
    const { result } = await io.step<{ messageId: string }>('SendMessage', 'message', { conversationId, outgoing: d.template === undefined ? { text: d.text } : { template: d.template } });
    return { conversationId, messageId: result.messageId, contactId };
  },
  SendTestMessage: async (d, io) => {
    const channel = await io.facts.one<FactShapes['channel']>('channel', d.channelId);
    if (!channel || channel.state === 'disconnected') return refuse('channel_unknown', 'channelId');
    const r = await reach(io, d);
    if ('refused' in r) return r;
    if (!(await io.facts.one('template', `${d.channelId}|${HELLO.name}|${HELLO.language}`))) return refuse('template_unknown');
    const { conversationId } = await open(io, d.channelId, r, null);
    const { result } = await io.step<{ messageId: string }>('SendMessage', 'message', { conversationId, outgoing: { template: HELLO }, test: true });
    return { conversationId, messageId: result.messageId };
  },
});
