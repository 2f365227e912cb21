import fc from 'fast-check';
import type { ConversationEvents } from '@master-ia/schemas/conversations/index.ts';
import type { InboxRow, ThreadRow } from '@master-ia/schemas/conversations/tables.ts';
import { positionOf, project, type Given } from '@master-ia/platform/testing/project.ts';
import { inbox } from './inbox.ts';
import { thread } from './thread.ts';

type Event = Given<ConversationEvents>;
const CONVERSATIONS = ['a', 'b', 'c'].map((c) => `22222222-2222-4222-8222-00000000000${c}`);
const id = (n: number) => `66666666-6666-4666-8666-${String(n).padStart(12, '0')}`;
const START = Date.UTC(2026, 0, 15, 12);

/** One step of a random life: what happens, where, and details that only some kinds use. */
const step = fc.record({
  conversation: fc.integer({ min: 0, max: 2 }),
  what: fc.constantFrom(
    'in',
    'in',
    'in',
    'out',
    'out',
    'machine',
    'silent',
    'react',
    'read',
    'close',
    'reopen',
    'snooze',
    'wake',
    'sent',
    'delivered',
    'failed',
    'label',
    'note',
  ),
  late: fc.constantFrom(0, 0, 0, 1, 90),
  of: fc.nat({ max: 40 }),
});
type Step = { readonly conversation: number; readonly what: string; readonly late: number; readonly of: number };

const eventsOf = (steps: readonly Step[]): readonly Event[] => {
  const events: Event[] = CONVERSATIONS.map((conversationId) => ({
    type: 'ConversationOpened',
    data: { conversationId, contactId: id(900), channelId: id(901), by: 'inbound' },
  }));
  const messages = new Map<string, { id: string; out: boolean }[]>(CONVERSATIONS.map((c) => [c, []]));
  for (const s of steps) {
    const n = events.length;
    const conversationId = CONVERSATIONS[s.conversation]!;
    const ref = { conversationId, contactId: id(900) };
    const place = { ...ref, channelId: id(901), messageId: id(n) };
    const at = new Date(START + n * 60_000);
    const meta = { at, occurredAt: new Date(at.getTime() - s.late * 60_000) };
    const known = messages.get(conversationId)!;
    const earlier = known.length > 0 ? known[s.of % known.length] : undefined;
    const content = { kind: 'text', text: `m${n}` } as const;
    const inbound = (silent: boolean): Event => ({
      type: 'MessageReceived',
      data: {
        ...place,
        providerId: `w${n}`,
        providerKey: `k${n}`,
        kind: 'text',
        content,
        fingerprint: '',
        replyToMessageId: null,
        forwarded: false,
        silent,
        deliveryId: id(n),
      },
      meta,
    });
    const outbound = (kind: 'user' | 'reaction'): Event => ({
      type: 'MessageRequested',
      data: {
        ...place,
        kind: 'text',
        content,
        mediaId: null,
        replyToMessageId: null,
        windowed: true,
        test: false,
      },
      meta: { at, occurredAt: at, actor: { kind, id: 'x' } },
    });
    switch (s.what) {
      case 'in':
      case 'silent':
        events.push(inbound(s.what === 'silent'));
        known.push({ id: id(n), out: false });
        break;
      case 'out':
      case 'machine':
        events.push(outbound(s.what === 'out' ? 'user' : 'reaction'));
        known.push({ id: id(n), out: true });
        break;
      case 'react':
        if (!earlier) break;
        events.push({
          type: 'MessageReceived',
          data: {
            ...place,
            providerId: `w${n}`,
            providerKey: `k${n}`,
            kind: 'reaction',
            content: { kind: 'reaction', targetMessageId: earlier.id, emoji: s.of % 3 === 0 ? null : '👍' },
            fingerprint: '',
            replyToMessageId: null,
            forwarded: false,
            silent: false,
            deliveryId: id(n),
          },
          meta,
        });
        break;
      case 'read':
        events.push({ type: 'ConversationRead', data: { conversationId, upTo: positionOf((s.of % n) * 10) }, meta: { at } });
        break;
      case 'close':
        events.push({ type: 'ConversationClosed', data: ref, meta: { at } });
        break;
      case 'reopen':
        events.push({ type: 'ConversationReopened', data: { ...ref, by: 'person' }, meta: { at } });
        break;
      case 'snooze':
        events.push({ type: 'ConversationSnoozed', data: { ...ref, until: '2026-02-01T00:00:00.000Z' }, meta: { at } });
        break;
      case 'wake':
        events.push({ type: 'ConversationWoken', data: { ...ref, by: 'person' }, meta: { at } });
        break;
      case 'label':
        events.push({ type: 'ConversationLabelled', data: { ...ref, labelId: id(800 + (s.of % 4)), on: s.of % 5 !== 0 }, meta: { at } });
        break;
      case 'note':
        events.push({ type: 'NoteAdded', data: { ...ref, noteId: id(n), text: 'n' }, meta: { at } });
        break;
      default:
        if (!earlier?.out) break;
        events.push({
          type: 'MessageStatusReported',
          data: {
            messageId: earlier.id,
            conversationId,
            contactId: id(900),
            channelId: id(901),
            attempt: 1,
            providerKey: 'k',
            providerId: null,
            deliveryId: null,
            status: s.what as 'sent',
            code: s.what === 'failed' ? '1' : null,
            reason: null,
          },
          meta: { at },
        });
    }
  }
  return events;
};

/** Counted again from the bare list, without folding: what the inbox must say of a conversation. */
const recount = (events: readonly Event[], conversationId: string) => {
  const all = events
    .map((e, i) => ({ e, position: positionOf((i + 1) * 10) }))
    .filter(({ e }) => 'conversationId' in e.data && e.data.conversationId === conversationId);
  const when = (e: Event, i: string) => (e.meta?.occurredAt ?? e.meta?.at ?? new Date(START + (Number(i) / 10 - 1) * 60_000)).getTime();
  const counted = all.flatMap(({ e, position }) =>
    (e.type === 'MessageReceived' && e.data.kind !== 'reaction' && !e.data.silent) || e.type === 'MessageRequested'
      ? [{ e, position, at: when(e, position) }]
      : [],
  );
  const answers = counted.filter(({ e }) => e.type === 'MessageRequested' && e.meta?.actor?.kind === 'user');
  const reads = all.flatMap(({ e }) => (e.type === 'ConversationRead' ? [e.data.upTo] : []));
  const upTo = [...reads, ...answers.map((a) => a.position)].sort().at(-1) ?? '';
  const inbound = counted.filter(({ e }) => e.type === 'MessageReceived');
  const answeredAt =
    [...answers.map((a) => a.position), ...all.filter(({ e }) => e.type === 'ConversationClosed').map((c) => c.position)].sort().at(-1) ??
    '';
  const waiting = inbound.filter((m) => m.position > answeredAt).map((m) => m.at);
  const last = [...counted].sort((a, b) => a.at - b.at || (a.position < b.position ? -1 : 1)).at(-1);
  const states = all.flatMap(
    ({ e }) =>
      ({ ConversationClosed: 'closed', ConversationReopened: 'open', ConversationSnoozed: 'snoozed', ConversationWoken: 'open' })[
        e.type as string
      ] ?? [],
  );
  const evidence =
    last?.e.type === 'MessageRequested'
      ? all.flatMap(({ e }) =>
          e.type === 'MessageStatusReported' && e.data.messageId === (last.e.data as { messageId: string }).messageId
            ? [e.data.status]
            : [],
        )
      : [];
  const status = evidence.includes('delivered')
    ? 'DELIVERED'
    : evidence.includes('failed')
      ? 'FAILED'
      : evidence.includes('sent')
        ? 'SENT'
        : 'QUEUED';
  const labels = new Set<string>();
  for (const { e } of all) if (e.type === 'ConversationLabelled') labels[e.data.on ? 'add' : 'delete'](e.data.labelId);
  return {
    state: states.at(-1) ?? 'open',
    unread: inbound.filter((m) => m.position > upTo).length,
    waiting_since: waiting.length > 0 ? new Date(Math.min(...waiting)) : null,
    window_ends_at: inbound.length > 0 ? new Date(Math.max(...inbound.map((m) => m.at)) + 86_400_000) : null,
    last_message_position: last?.position ?? null,
    last_status: last?.e.type === 'MessageRequested' ? status : null,
    labels: [...labels].sort(),
  };
};

/** Which lines the thread must have, in its order, and with which reactions. */
const lines = (events: readonly Event[], conversationId: string) => {
  const mine = events
    .map((e, i) => ({
      e,
      position: positionOf((i + 1) * 10),
      at: (e.meta?.occurredAt ?? e.meta?.at ?? new Date(START + i * 60_000)).getTime(),
    }))
    .filter(({ e }) => 'conversationId' in e.data && e.data.conversationId === conversationId);
  const reacted = (messageId: string) => {
    const told = mine.flatMap(({ e }) =>
      e.type === 'MessageReceived' && e.data.content.kind === 'reaction' && e.data.content.targetMessageId === messageId
        ? [e.data.content.emoji]
        : [],
    );
    return told.at(-1) ?? null;
  };
  return mine
    .filter(
      ({ e }) =>
        !['ConversationRead', 'MessageStatusReported'].includes(e.type) && !(e.type === 'MessageReceived' && e.data.kind === 'reaction'),
    )
    .sort((a, b) => a.at - b.at || (a.position < b.position ? -1 : 1))
    .map(({ e, position }) => ({ position, reaction: 'messageId' in e.data ? reacted(e.data.messageId) : null }));
};

describe('inbox and thread, counted again without folding', () => {
  it('say the same of any life', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const events = eventsOf(steps);
        const rows = project<ConversationEvents>(inbox).given(events).rows<InboxRow>('inbox');
        const items = project<ConversationEvents>(thread).given(events).rows<ThreadRow>('thread_item');
        for (const conversationId of CONVERSATIONS) {
          const row = rows.find((r) => r.conversation_id === conversationId)!;
          const { state, unread, waiting_since, window_ends_at, last_message_position, last_status } = row;
          expect({
            state,
            unread,
            waiting_since,
            window_ends_at,
            last_message_position,
            last_status,
            labels: [...row.label_ids].sort(),
          }).toEqual(recount(events, conversationId));
          const shown = items
            .filter((i) => i.conversation_id === conversationId)
            .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.position < b.position ? -1 : 1));
          expect(shown.map((i) => ({ position: i.position, reaction: i.reactions[0]?.emoji ?? null }))).toEqual(
            lines(events, conversationId),
          );
        }
      }),
      { numRuns: 150 },
    );
  });
});
