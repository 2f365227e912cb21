import { renderTemplate } from '../graph/validate-template.ts';
import type { Media } from '../records.ts';
import { findTemplate } from '../graph/validate-template.ts';
import { chatOf } from '../state.ts';
import type { Inbound, Outbound, State } from '../state.ts';

type Json = Readonly<Record<string, unknown>>;
/** A bubble on the customer's phone. `mine`: written by the customer. Ticks as the customer sees them; the business's bubbles have none. */
export type Bubble = {
  readonly id: string;
  readonly mine: boolean;
  readonly at: number;
  readonly type: string;
  readonly content: Json;
  readonly quoted: string | null;
  readonly reactions: readonly { readonly emoji: string; readonly mine: boolean }[];
  readonly tick: 'sent' | 'delivered' | 'read' | null;
};

const mediaView = (state: State, o: Json): Json => {
  const media: Media | undefined = typeof o['id'] === 'string' ? state.media.get(o['id']) : undefined;
  return {
    ...(o['caption'] === undefined ? {} : { caption: o['caption'] }),
    filename: o['filename'] ?? media?.filename ?? null,
    mime: media?.mime ?? null,
    size: media?.size ?? null,
    mediaId: media?.id ?? null,
    link: o['link'] ?? null,
    voice: o['voice'] ?? false,
  };
};

const templateView = (state: State, phoneNumberId: string, o: Json): Json => {
  const name = String(o['name']);
  const t = findTemplate(state, state.numbers.get(phoneNumberId)?.wabaId ?? '', name, String((o['language'] as Json)['code']));
  if (!t) return { body: name, header: null, footer: null, buttons: [] };
  const r = renderTemplate(t, o['components']);
  const header =
    r.header && 'media' in r.header
      ? { type: r.header.media, ...mediaView(state, r.header.source) }
      : r.header && { type: 'text', text: r.header.text };
  return { header, body: r.body, footer: r.footer, buttons: r.buttons };
};

const interactiveView = (state: State, o: Json): Json => {
  const header = o['header'] as Json | undefined;
  const kind = header?.['type'];
  return {
    ...o,
    header: !header ? null : kind === 'text' ? header : { type: kind, ...mediaView(state, header[String(kind)] as Json) },
  };
};

const contentOf = (state: State, m: Inbound | Outbound): Json => {
  const o = (m.message[String(m.message['type'])] ?? {}) as Json;
  switch (m.message['type']) {
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return mediaView(state, o);
    case 'template':
      return templateView(state, m.phoneNumberId, o);
    case 'interactive':
      return m.direction === 'in' ? ((o['button_reply'] ?? o['list_reply']) as Json) : interactiveView(state, o);
    case 'contacts':
      return { contacts: o };
    default:
      return o;
  }
};

/** Whether the phone has got the message already; without a connection, or before its time, it has not. */
const arrived = (m: Outbound): boolean => m.statuses.delivered !== undefined || m.statuses.read !== undefined;

const quotedBy = (m: Inbound | Outbound): string | null => {
  const context = m.message['context'] as Json | undefined;
  const id = context?.['id'] ?? context?.['message_id'];
  return typeof id === 'string' ? id : null;
};

/** The last bubbles of a chat, oldest first; reactions stand at their message. */
export const bubblesOf = (state: State, customerId: string, phoneNumberId: string, max: number): readonly Bubble[] => {
  const messages = chatOf(state, customerId, phoneNumberId).messages.filter((m) => m.direction === 'in' || arrived(m));
  const reactions = new Map<string, Map<boolean, string>>();
  for (const m of messages) {
    if (m.message['type'] !== 'reaction') continue;
    const { message_id, emoji } = m.message['reaction'] as { message_id: string; emoji: string };
    const at = reactions.get(message_id) ?? new Map<boolean, string>();
    at.set(m.direction === 'in', emoji);
    reactions.set(message_id, at);
  }
  return messages
    .filter((m) => m.message['type'] !== 'reaction')
    .slice(-max)
    .map((m) => ({
      id: m.wamid,
      mine: m.direction === 'in',
      at: m.direction === 'in' ? Number(m.message.timestamp) * 1000 : m.at,
      type: String(m.message['type']),
      content: contentOf(state, m),
      quoted: quotedBy(m),
      reactions: [...(reactions.get(m.wamid) ?? [])].filter(([, emoji]) => emoji !== '').map(([mine, emoji]) => ({ emoji, mine })),
      tick: m.direction === 'out' ? null : m.read ? 'read' : m.delivered ? 'delivered' : 'sent',
    }));
};

/** Messages of the business that the customer has not looked at. */
export const unreadOf = (state: State, customerId: string, phoneNumberId: string): number =>
  chatOf(state, customerId, phoneNumberId).messages.filter(
    (m) => m.direction === 'out' && arrived(m) && m.statuses.read === undefined && m.message['type'] !== 'reaction',
  ).length;
