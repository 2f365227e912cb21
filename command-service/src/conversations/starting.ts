import { conversationProcesses as definitions } from '@master-ia/schemas/conversations/conversation.ts';
import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import { canonicalPhone } from '@master-ia/platform/phone/phone.ts';
import { isRefused, refuse, type Refused } from '@master-ia/platform/kernel/decider.ts';
import { processes, type ProcessIo } from '@master-ia/platform/kernel/process.ts';
import type { MessageState } from './message-state.ts';
import { compose, type Outgoing } from './outgoing.ts';
import { conversationIdOf } from './place.ts';

/** The template that every business account has from the start. */
const HELLO = { name: 'hello_world', language: 'en_US', parameters: [], buttons: [] };

type Reach = { readonly contactId: string; readonly known: boolean; readonly phone: string | null };
/** Whom a number or a contact id means; a new number gets its contact only when something can be sent to it. */
const reach = async (
  io: ProcessIo,
  d: { readonly to?: string | undefined; readonly contactId?: string | undefined },
): Promise<Reach | Refused> => {
  if (d.contactId !== undefined)
    return (await io.facts.one('contact', d.contactId))
      ? { contactId: d.contactId, known: true, phone: null }
      : refuse('contact_unknown', 'contactId');
  const phone = d.to === undefined ? null : canonicalPhone(d.to);
  if (!phone) return refuse('phone_invalid', 'to');
  const identityId = io.id(io.tenant, 'identity', await io.hmac(`phone:${phone.e164}`));
  const owner = await io.facts.one<FactShapes['identity']>('identity', identityId);
  return { contactId: owner?.contactId ?? '', known: owner !== undefined, phone: phone.e164 };
};
const open = async (
  io: ProcessIo,
  channelId: string,
  r: Reach,
  name: string | null,
): Promise<{ readonly conversationId: string; readonly contactId: string }> => {
  let contactId = r.contactId;
  if (!r.known)
    contactId = (
      await io.step<{ contactId: string }>('ResolveContact', 'contact', {
        addresses: [{ kind: 'phone', address: r.phone }],
        source: 'outbound',
        name,
      })
    ).result.contactId;
  const conversationId = conversationIdOf(io, channelId, contactId);
  const { position } = await io.step('OpenConversation', 'conversation', { conversationId, channelId, contactId, by: 'outbound' });
  await io.factsReached(position);
  return { conversationId, contactId };
};

/** What the process's own send said, when it was made before: a repeat answers the same, whatever has changed since. */
const saidBefore = async (
  io: ProcessIo,
  d: { readonly channelId: string },
  r: Reach,
  body: Saying,
): Promise<{ readonly conversationId: string; readonly messageId: string; readonly contactId: string } | Refused | null> => {
  const messageId = io.id(io.tenant, io.id(io.commandId, 'SendMessage', 'message'), '0');
  const said = await io.state<MessageState>('message', messageId);
  if (!said) return null;
  if (said.channelId !== d.channelId || said.contactId !== r.contactId) return refuse('id_reused');
  await io.step('SendMessage', 'message', { conversationId: said.conversationId, ...body });
  return { conversationId: said.conversationId, messageId, contactId: said.contactId };
};
type Saying = {
  readonly outgoing: { readonly text?: string | undefined } | { readonly template: NonNullable<Outgoing['template']> };
  readonly test?: boolean;
};

/** Everything that can refuse is asked before anything is made: a refusal leaves no contact behind. */
const start = async (
  io: ProcessIo,
  d: {
    readonly channelId: string;
    readonly to?: string | undefined;
    readonly contactId?: string | undefined;
    readonly name?: string | undefined;
  },
  body: Saying,
) => {
  const r = await reach(io, d);
  if ('refused' in r) return r;
  const before = await saidBefore(io, d, r, body);
  if (before) return before;
  const channel = await io.facts.one<FactShapes['channel']>('channel', d.channelId);
  if (!channel || channel.state === 'disconnected') return refuse('channel_unknown', 'channelId');
  if (r.known && (await io.facts.one<FactShapes['contact']>('contact', r.contactId))?.blocked) return refuse('contact_blocked');
  const template = 'template' in body.outgoing ? body.outgoing.template : undefined;
  const form =
    template && (await io.facts.one<FactShapes['template']>('template', `${d.channelId}|${template.name}|${template.language}`))?.form;
  const composed = compose(body.outgoing, { contactId: r.contactId, media: null, form, target: false });
  if (isRefused(composed)) return composed;
  if (composed.windowed) {
    const conversation = r.known
      ? await io.facts.one<FactShapes['conversation']>('conversation', conversationIdOf(io, d.channelId, r.contactId))
      : undefined;
    const endsAt = conversation?.windowEndsAt;
    if (endsAt === null || endsAt === undefined || new Date(endsAt) <= io.now) return refuse('window_closed');
  }
  const { conversationId, contactId } = await open(io, d.channelId, r, d.name ?? null);
  const { result } = await io.step<{ messageId: string }>('SendMessage', 'message', { conversationId, ...body });
  return { conversationId, messageId: result.messageId, contactId };
};

export const startingProcesses = processes(definitions, {
  StartConversation: (d, io) => start(io, d, { outgoing: d.template === undefined ? { text: d.text } : { template: d.template } }),
  SendTestMessage: (d, io) => start(io, d, { outgoing: { template: HELLO }, test: true }),
});
