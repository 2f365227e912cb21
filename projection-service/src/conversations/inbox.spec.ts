import type { ConversationEvents } from '@master-ia/schemas/conversations/index.ts';
import { ERASED } from '@master-ia/schemas/contract.ts';
import type { InboxLabelRow, InboxRow, LabelRow } from '@master-ia/schemas/conversations/tables.ts';
import { positionOf, project, type Given } from '@master-ia/platform/testing/project.ts';
import { inbox } from './inbox.ts';

type Event = Given<ConversationEvents>;
type Message = Extract<Event, { type: 'MessageReceived' | 'MessageRequested' }>;
const CONVERSATION = '22222222-2222-4222-8222-222222222222';
const CONTACT = '33333333-3333-4333-8333-333333333333';
const CHANNEL = '44444444-4444-4444-8444-444444444444';
const ANA = { kind: 'user', id: '55555555-5555-4555-8555-555555555555' } as const;
const place = { conversationId: CONVERSATION, contactId: CONTACT, channelId: CHANNEL };
const ref = { conversationId: CONVERSATION, contactId: CONTACT };
const id = (n: number) => `66666666-6666-4666-8666-${String(n).padStart(12, '0')}`;
const minute = (n: number) => new Date(Date.UTC(2026, 0, 15, 12, n));

const opened: Event = { type: 'ConversationOpened', data: { ...place, by: 'inbound' } };
const said = (
  n: number,
  text: string,
  more: { silent?: boolean; reaction?: true; erased?: true; at?: Date; position?: string } = {},
): Event => ({
  type: 'MessageReceived',
  data: {
    ...place,
    messageId: id(n),
    providerId: `wamid.${n}`,
    providerKey: `key ${n}`,
    kind: more.reaction ? 'reaction' : 'text',
    content: (more.erased
      ? ERASED
      : more.reaction
        ? { kind: 'reaction', targetMessageId: id(n - 1), emoji: text }
        : { kind: 'text', text }) as Message['data']['content'],
    fingerprint: 'f',
    replyToMessageId: null,
    forwarded: false,
    silent: more.silent ?? false,
    deliveryId: id(n),
  },
  ...((more.at || more.position) && {
    meta: { ...(more.at && { occurredAt: more.at }), ...(more.position && { position: more.position }) },
  }),
});
const answered = (n: number, text: string, actor: { kind: 'user' | 'api_key' | 'reaction'; id: string } = ANA): Event => ({
  type: 'MessageRequested',
  data: {
    ...place,
    messageId: id(n),
    kind: 'text',
    content: { kind: 'text', text },
    mediaId: null,
    replyToMessageId: null,
    windowed: true,
    test: false,
  },
  meta: { actor },
});
const read = (upTo: number): Event => ({ type: 'ConversationRead', data: { conversationId: CONVERSATION, upTo: positionOf(upTo) } });
const told = {
  contactId: CONTACT,
  channelId: CHANNEL,
  attempt: 1,
  providerKey: 'k',
  providerId: null,
  deliveryId: null,
  code: null,
  reason: null,
};
const target = (n: number) => ({ messageId: id(n), conversationId: CONVERSATION });
const row = (events: readonly Event[]): InboxRow => {
  const rows = project<ConversationEvents>(inbox).given(events).rows<InboxRow>('inbox');
  expect(rows).toHaveLength(1);
  return rows[0]!;
};

describe('inbox', () => {
  it('opens empty', () => {
    expect(row([opened])).toMatchObject({
      ...{ conversation_id: CONVERSATION, contact_id: CONTACT, channel_id: CHANNEL, state: 'open', unread: 0 },
      last_message_id: null,
      last_at: minute(0),
      opened_at: minute(0),
    });
  });
  it('counts inbound messages as unread, keeps when the window ends and since when somebody waits', () => {
    expect(row([opened, said(1, 'Oi'), said(2, 'Tem alguém?')])).toMatchObject({
      unread: 2,
      unread_positions: [positionOf(20), positionOf(30)],
      last_text: 'Tem alguém?',
      last_direction: 'in',
      last_at: minute(2),
      waiting_since: minute(1),
      window_ends_at: new Date(minute(2).getTime() + 86_400_000),
    });
  });
  it('counts neither reactions nor silent messages, which change nothing', () => {
    const before = row([opened, said(1, 'Oi')]);
    expect(row([opened, said(1, 'Oi'), said(2, '👍', { reaction: true }), said(3, 'spam', { silent: true })])).toEqual(before);
  });
  it('is read up to a position, the maximum wins', () => {
    expect(row([opened, said(1, 'a'), said(2, 'b'), said(3, 'c'), read(30), read(20)])).toMatchObject({
      unread: 1,
      unread_positions: [positionOf(40)],
      read_up_to: positionOf(30),
      waiting_since: minute(1),
    });
  });
  it('does not count what was read before it came', () => {
    expect(row([opened, read(25), said(1, 'a', { position: positionOf(25) })])).toMatchObject({ unread: 0 });
  });
  it.each(['user', 'api_key'] as const)('is read, and nobody waits, when a %s answers', (kind) => {
    expect(row([opened, said(1, 'a'), answered(2, 'b', { kind, id: 'x' })])).toMatchObject({
      unread: 0,
      waiting_since: null,
      read_up_to: positionOf(30),
      last_direction: 'out',
      last_status: 'QUEUED',
    });
  });
  it('is not read when a machine answers', () => {
    expect(row([opened, said(1, 'a'), answered(2, 'b', { kind: 'reaction', id: 'x' })])).toMatchObject({
      unread: 1,
      waiting_since: minute(1),
      last_text: 'b',
    });
  });
  it('counts a message that comes a day late as unread and leaves the newest one last', () => {
    const late = said(3, 'ontem', { at: new Date(minute(0).getTime() - 86_400_000) });
    expect(row([opened, said(1, 'hoje'), read(20), late])).toMatchObject({
      unread: 1,
      last_text: 'hoje',
      last_at: minute(1),
      window_ends_at: new Date(minute(1).getTime() + 86_400_000),
    });
  });
  it('shows the tick of its last message only', () => {
    const first: Event = {
      type: 'MessageStatusReported',
      data: { ...target(1), ...told, status: 'read' },
    };
    const second: Event = {
      type: 'MessageStatusReported',
      data: { ...target(2), ...told, status: 'delivered' },
    };
    expect(row([opened, answered(1, 'a'), answered(2, 'b'), first, second])).toMatchObject({ last_status: 'DELIVERED' });
    expect(row([opened, answered(1, 'a'), answered(2, 'b'), first])).toMatchObject({ last_status: 'QUEUED' });
  });
  it('shows what a corrected parse says', () => {
    const correct: Event = {
      type: 'MessageCorrected',
      data: {
        ...place,
        messageId: id(1),
        kind: 'text',
        content: { kind: 'text', text: 'agora sim' },
        fingerprint: 'g',
        replyToMessageId: null,
        parser: 2,
      },
    };
    expect(row([opened, said(1, '?'), correct])).toMatchObject({ last_text: 'agora sim', unread: 1 });
  });
  it('shows erased texts as null', () => {
    expect(row([opened, said(1, 'x', { erased: true })])).toMatchObject({ last_text: null, last_kind: 'text', unread: 1 });
  });
  it('follows closing, reopening, snoozing, waking, assigning', () => {
    const steps: readonly (readonly [Event, Partial<InboxRow>])[] = [
      [{ type: 'ConversationAssigned', data: { ...ref, assigneeId: ANA.id, automatic: false } }, { assignee_id: ANA.id }],
      [
        { type: 'ConversationSnoozed', data: { ...ref, until: '2026-01-16T09:00:00.000Z' } },
        { state: 'snoozed', snoozed_until: new Date('2026-01-16T09:00:00.000Z') },
      ],
      [
        { type: 'ConversationWoken', data: { ...ref, by: 'time' } },
        { state: 'open', snoozed_until: null },
      ],
      [
        { type: 'ConversationClosed', data: ref },
        { state: 'closed', waiting_since: null },
      ],
      [{ type: 'ConversationReopened', data: { ...ref, by: 'person' } }, { state: 'open' }],
      [{ type: 'ConversationAssigned', data: { ...ref, assigneeId: null, automatic: false } }, { assignee_id: null }],
    ];
    const events: Event[] = [opened, said(1, 'a')];
    for (const [event, expected] of steps) {
      events.push(event);
      expect(row(events)).toMatchObject(expected);
    }
  });
  it('keeps labels as rows too, with the time that they sort by', () => {
    const label = (n: number, on: boolean): Event => ({ type: 'ConversationLabelled', data: { ...ref, labelId: id(n), on } });
    const done = project<ConversationEvents>(inbox).given([
      opened,
      label(71, true),
      label(72, true),
      said(1, 'a'),
      label(71, false),
      label(72, true),
    ]);
    expect(done.rows<InboxLabelRow>('inbox_label')).toEqual([{ conversation_id: CONVERSATION, label_id: id(72), last_at: minute(3) }]);
    expect(done.rows<InboxRow>('inbox')[0]!.label_ids).toEqual([id(72)]);
  });
  it('keeps the labels themselves', () => {
    const save = (n: number, name: string): Event => ({
      type: 'LabelSaved',
      data: { labelId: id(n), name, color: '#00ff00' },
      meta: { key: `label-${n}` },
    });
    const gone: Event = { type: 'LabelDeleted', data: { labelId: id(2) }, meta: { key: 'label-2' } };
    expect(
      project<ConversationEvents>(inbox)
        .given([save(1, 'VIP'), save(2, 'x'), save(1, 'Ouro'), gone])
        .rows<LabelRow>('label'),
    ).toEqual([{ label_id: id(1), name: 'Ouro', color: '#00ff00' }]);
  });
  it('counts up to 500 unread messages', () => {
    const many = Array.from({ length: 510 }, (_, i) => said(i + 1, String(i)));
    const r = row([opened, ...many]);
    expect([r.unread, r.unread_positions[0], r.unread_positions.at(-1)]).toEqual([500, positionOf(120), positionOf(5_110)]);
  });
});
