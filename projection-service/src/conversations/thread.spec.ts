import type { ConversationEvents } from '@master-ia/schemas/conversations/index.ts';
import { ERASED } from '@master-ia/schemas/contract.ts';
import type { Content } from '@master-ia/schemas/conversations/content.ts';
import type { ThreadRow } from '@master-ia/schemas/conversations/tables.ts';
import { positionOf, project, type Given } from '@master-ia/platform/testing/project.ts';
import { thread } from './thread.ts';

type Event = Given<ConversationEvents>;
const CONVERSATION = '22222222-2222-4222-8222-222222222222';
const ANA = { kind: 'user', id: '55555555-5555-4555-8555-555555555555' } as const;
const place = {
  conversationId: CONVERSATION,
  contactId: '33333333-3333-4333-8333-333333333333',
  channelId: '44444444-4444-4444-8444-444444444444',
};
const ref = { conversationId: CONVERSATION, contactId: place.contactId };
const id = (n: number) => `66666666-6666-4666-8666-${String(n).padStart(12, '0')}`;
const minute = (n: number) => new Date(Date.UTC(2026, 0, 15, 12, n));
const target = (n: number) => ({ messageId: id(n), conversationId: CONVERSATION });

const received = (n: number, content: Content, meta: Event['meta'] = {}): Event => ({
  type: 'MessageReceived',
  data: {
    ...place,
    messageId: id(n),
    providerId: `wamid.${n}`,
    providerKey: `key ${n}`,
    kind: content.kind,
    content,
    fingerprint: 'f',
    replyToMessageId: null,
    forwarded: false,
    silent: false,
    deliveryId: id(n),
  },
  meta,
});
const corrected = (n: number, content: Content): Event => ({
  type: 'MessageCorrected',
  data: { ...place, messageId: id(n), kind: content.kind, content, fingerprint: 'g', replyToMessageId: id(1), parser: 2 },
});
const requested = (n: number, content: Content, mediaId: string | null = null): Event => ({
  type: 'MessageRequested',
  data: {
    ...place,
    messageId: id(n),
    kind: content.kind,
    content,
    mediaId,
    replyToMessageId: null,
    windowed: true,
    test: false,
  },
  meta: { actor: ANA },
});
const text = (t: string): Content => ({ kind: 'text', text: t });
const reaction = (on: number, emoji: string | null): Content => ({ kind: 'reaction', targetMessageId: id(on), emoji });
const reported = (n: number, status: 'sent' | 'delivered' | 'read' | 'failed', attempt: number | null = 1, providerKey = 'w1'): Event => ({
  type: 'MessageStatusReported',
  data: {
    ...target(n),
    contactId: place.contactId,
    channelId: place.channelId,
    attempt,
    providerKey,
    providerId: null,
    deliveryId: null,
    status,
    code: status === 'failed' ? '131026' : null,
    reason: null,
  },
});
const accepted = {
  type: 'SendAccepted' as const,
  data: {
    ...target(1),
    contactId: place.contactId,
    channelId: place.channelId,
    attempt: 1,
    providerId: 'wamid.out' as never,
    providerKey: 'w1',
    held: false,
  },
};
const rows = (...events: readonly Event[]): readonly ThreadRow[] =>
  project<ConversationEvents>(thread).given(events).rows<ThreadRow>('thread_item');
const only = (...events: readonly Event[]): ThreadRow => {
  const found = rows(...events);
  expect(found).toHaveLength(1);
  return found[0]!;
};

describe('thread', () => {
  it('has a message at the time that the provider told, with its position', () => {
    expect(only(received(1, text('Oi'), { occurredAt: minute(-5) }))).toMatchObject({
      item_id: id(1),
      conversation_id: CONVERSATION,
      type: 'message',
      at: minute(-5),
      position: positionOf(10),
      direction: 'in',
      kind: 'text',
      content: text('Oi'),
      text: 'Oi',
      status: null,
      attempts: [],
    });
  });
  it('shows what was erased as null', () => {
    const erased = { ...received(1, text('x')) } as Extract<Event, { type: 'MessageReceived' }>;
    expect(only({ ...erased, data: { ...erased.data, content: ERASED as never } })).toMatchObject({
      kind: 'text',
      content: null,
      text: null,
    });
    expect(only({ type: 'NoteAdded', data: { ...ref, noteId: id(9), text: ERASED as never } })).toMatchObject({ type: 'note', text: null });
  });

  const ticks: [string, readonly Event[], string, ThreadRow['failure']][] = [
    ['queued', [], 'QUEUED', null],
    ['sending', [{ type: 'SendStarted', data: { ...target(1), attempt: 1 } }], 'SENDING', null],
    ['accepted', [accepted], 'ACCEPTED', null],
    ['read before delivered', [reported(1, 'read'), reported(1, 'delivered'), reported(1, 'sent')], 'READ', null],
    ['failed after sent', [reported(1, 'sent'), reported(1, 'failed')], 'FAILED', { code: '131026' }],
    ['failed after delivered', [reported(1, 'delivered'), reported(1, 'failed')], 'DELIVERED', null],
    [
      'unknown',
      [
        { type: 'SendStarted', data: { ...target(1), attempt: 1 } },
        { type: 'SendUnknown', data: { ...target(1), attempt: 1, why: 'timeout' } },
      ],
      'UNKNOWN',
      null,
    ],
    [
      'unknown, then told',
      [{ type: 'SendUnknown', data: { ...target(1), attempt: 1, why: 'timeout' } }, reported(1, 'delivered', null)],
      'DELIVERED',
      null,
    ],
    ['expired', [{ type: 'SendExpired', data: { ...target(1), attempt: 1 } }], 'FAILED', { code: 'expired' }],
    [
      'refused for good',
      [{ type: 'SendRefused', data: { ...target(1), attempt: 1, code: '131047', reason: 'late', final: true } }],
      'FAILED',
      { code: '131047', reason: 'late' },
    ],
    [
      'refused for now',
      [{ type: 'SendRefused', data: { ...target(1), attempt: 1, code: '130429', reason: null, final: false } }],
      'QUEUED',
      null,
    ],
    [
      'marked as sent',
      [
        { type: 'SendUnknown', data: { ...target(1), attempt: 1, why: 't' } },
        { type: 'MessageMarkedSent', data: { ...target(1), attempt: 1 } },
      ],
      'SENT',
      null,
    ],
    [
      'retried',
      [reported(1, 'failed'), { type: 'MessageRetryRequested', data: { ...target(1), attempt: 2, again: false } }],
      'QUEUED',
      null,
    ],
    [
      'delivered by the first of two attempts',
      [accepted, { type: 'MessageRetryRequested', data: { ...target(1), attempt: 2, again: true } }, reported(1, 'delivered', null, 'w1')],
      'DELIVERED',
      null,
    ],
  ];
  it.each(ticks)('shows a message as %s', (_, events, status, failure) => {
    expect(only(requested(1, text('Oi')), ...events)).toMatchObject({
      direction: 'out',
      status,
      failure,
      author_kind: 'user',
      author_id: ANA.id,
    });
  });
  it('holds no id of the provider', () => {
    const all = rows(received(1, text('Oi')), requested(2, text('Oi')), { ...accepted, data: { ...accepted.data, ...target(2) } });
    expect(all).toHaveLength(2);
    expect(JSON.stringify(all)).not.toContain('wamid');
  });

  it('puts reactions on their message, one of each side, and takes them away', () => {
    const m = requested(1, text('Oi'));
    expect(only(m, received(2, reaction(1, '👍')), received(3, reaction(1, '❤')), requested(4, reaction(1, '😀'))).reactions).toEqual([
      { emoji: '❤', direction: 'in' },
      { emoji: '😀', direction: 'out', userId: ANA.id },
    ]);
    expect(only(m, received(2, reaction(1, '👍')), received(3, reaction(1, null))).reactions).toEqual([]);
  });
  it('keeps a reaction that comes before its message', () => {
    const [empty] = rows(received(2, reaction(1, '👍')));
    expect(empty).toMatchObject({ item_id: id(1), type: 'message', kind: null, direction: null });
    expect(only(received(2, reaction(1, '👍')), received(1, text('Oi'), { occurredAt: minute(-1) }))).toMatchObject({
      kind: 'text',
      at: minute(-1),
      position: positionOf(20),
      reactions: [{ emoji: '👍', direction: 'in' }],
    });
  });
  it('has no row for a reaction that was sent, whatever becomes of it', () => {
    expect(rows(requested(1, text('a')), requested(2, reaction(1, '👍')), reported(2, 'failed'))).toMatchObject([
      { item_id: id(1), status: 'QUEUED' },
    ]);
  });

  it('replaces what was not understood in its place', () => {
    const row = only(
      received(1, { kind: 'unsupported', providerKind: 'order' }, { occurredAt: minute(-9) }),
      corrected(1, text('pedido 7')),
    );
    expect(row).toMatchObject({
      kind: 'text',
      text: 'pedido 7',
      at: minute(-9),
      position: positionOf(10),
      reply_to: id(1),
    });
  });
  it('moves to its target what turned out to be a reaction', () => {
    expect(
      only(received(1, text('a')), received(2, { kind: 'unsupported', providerKind: 'reaction' }), corrected(2, reaction(1, '👍'))),
    ).toMatchObject({ item_id: id(1), reactions: [{ emoji: '👍' }] });
  });

  it('waits for media, then has it or not', () => {
    const photo: Content = { kind: 'image', mime: 'image/jpeg', caption: 'foto' };
    expect(only(received(1, photo))).toMatchObject({ text: 'foto', media: { state: 'pending', mime: 'image/jpeg' } });
    expect(
      only(received(1, photo), { type: 'MediaStored', data: { ...target(1), mediaId: id(8), mime: 'image/png', size: 9, sha256: 'ab' } })
        .media,
    ).toEqual({ state: 'ready', id: id(8), mime: 'image/png', size: 9 });
    expect(only(received(1, photo), { type: 'MediaFailed', data: { ...target(1), code: 'too_large' } }).media).toEqual({
      state: 'failed',
      mime: 'image/jpeg',
      failure: 'too_large',
    });
    expect(only(requested(1, photo, id(7))).media).toEqual({ state: 'ready', id: id(7), mime: 'image/jpeg' });
  });

  it('tells what happened', () => {
    const events: readonly Event[] = [
      { type: 'ConversationOpened', data: { ...place, by: 'inbound' } },
      { type: 'ConversationAssigned', data: { ...ref, assigneeId: ANA.id, automatic: true } },
      { type: 'ConversationLabelled', data: { ...ref, labelId: id(7), on: true } },
      { type: 'ConversationSnoozed', data: { ...ref, until: '2026-01-16T09:00:00.000Z' } },
      { type: 'ConversationWoken', data: { ...ref, by: 'time' } },
      { type: 'ConversationClosed', data: ref, meta: { actor: ANA } },
      { type: 'ConversationReopened', data: { ...ref, by: 'message' } },
    ];
    const told = [...rows(...events)].sort((a, b) => (a.position < b.position ? -1 : 1));
    expect(told.map((r) => [r.type, r.activity, r.data])).toEqual([
      ['activity', 'opened', { by: 'inbound' }],
      ['activity', 'assigned', { assigneeId: ANA.id, automatic: true }],
      ['activity', 'labelled', { labelId: id(7), on: true }],
      ['activity', 'snoozed', { until: '2026-01-16T09:00:00.000Z' }],
      ['activity', 'woken', { by: 'time' }],
      ['activity', 'closed', {}],
      ['activity', 'reopened', { by: 'message' }],
    ]);
    expect(told[5]).toMatchObject({ author_kind: 'user', author_id: ANA.id });
  });
  it('has notes', () => {
    expect(only({ type: 'NoteAdded', data: { ...ref, noteId: id(9), text: 'ligar' }, meta: { actor: ANA } })).toMatchObject({
      item_id: id(9),
      type: 'note',
      text: 'ligar',
      author_id: ANA.id,
      kind: null,
    });
  });
});
