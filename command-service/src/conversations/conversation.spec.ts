import { refuse } from '@master-ia/platform/kernel/decider.ts';
import { COMMAND, given, newIds, NOW } from '@master-ia/platform/testing/given.ts';
import { conversation } from './conversation.ts';

const id = (n: number) => newIds('conversation.spec').newId(n);
const [conversationId, contactId, channelId, userId, otherId, labelId] = [id(1), id(2), id(3), id(4), id(5), id(6)];
const ref = { conversationId, contactId };
const me = { conversationId };
const opened = { type: 'ConversationOpened' as const, data: { ...ref, channelId, by: 'inbound' as const } };
const assigned = (assigneeId: string | null, automatic = false) => ({
  type: 'ConversationAssigned' as const,
  data: { ...ref, assigneeId, automatic },
});
const labelled = (on: boolean) => ({ type: 'ConversationLabelled' as const, data: { ...ref, labelId, on } });
const closed = { type: 'ConversationClosed' as const, data: ref };
const reopened = (by: 'message' | 'person') => ({ type: 'ConversationReopened' as const, data: { ...ref, by } });
const later = new Date(NOW.getTime() + 3_600_000).toISOString();
const snoozed = (until = later) => ({ type: 'ConversationSnoozed' as const, data: { ...ref, until } });
const woken = (by: 'time' | 'message' | 'person') => ({ type: 'ConversationWoken' as const, data: { ...ref, by } });
const all = { prepared: { sees: () => true, known: true } };
const nothing = { prepared: { sees: () => false, known: true } };
const open = given(conversation).events(opened);

it('opens once', () => {
  given(conversation).when('OpenConversation', { conversationId, channelId, contactId, by: 'inbound' }).then([opened]);
  open.when('OpenConversation', { conversationId, channelId, contactId, by: 'outbound' }).then([]);
});

describe('an assignment', () => {
  it('is made, moved and taken away', () => {
    open.when('AssignConversation', { conversationId, userId }, all).then([assigned(userId)]);
    open
      .events(assigned(userId))
      .when('AssignConversation', { conversationId, userId: otherId }, all)
      .then([assigned(otherId)]);
    open
      .events(assigned(userId))
      .when('AssignConversation', { conversationId, userId: null }, all)
      .then([assigned(null)]);
    open.events(assigned(userId)).when('AssignConversation', { conversationId, userId }, all).then([]);
  });
  it('goes to members only', () =>
    open
      .when('AssignConversation', { conversationId, userId }, { prepared: { sees: () => true, known: false } })
      .then(refuse('assignee_unknown', 'userId')));
  it('is made by the first answer when nobody has it', () => {
    open.when('AssignOnAnswer', { conversationId, userId }).then([assigned(userId, true)]);
    open.events(assigned(otherId)).when('AssignOnAnswer', { conversationId, userId }).then([]);
    open
      .events(assigned(userId), assigned(null))
      .when('AssignOnAnswer', { conversationId, userId })
      .then([assigned(userId, true)]);
    given(conversation).when('AssignOnAnswer', { conversationId, userId }).then([]);
  });
});

it('takes labels on and off, once each', () => {
  open.when('LabelConversation', { conversationId, labelId, on: true }, all).then([labelled(true)]);
  open.events(labelled(true)).when('LabelConversation', { conversationId, labelId, on: true }, all).then([]);
  open
    .events(labelled(true))
    .when('LabelConversation', { conversationId, labelId, on: false }, all)
    .then([labelled(false)]);
  open.when('LabelConversation', { conversationId, labelId, on: false }, all).then([]);
  open
    .when('LabelConversation', { conversationId, labelId, on: true }, { prepared: { sees: () => true, known: false } })
    .then(refuse('label_unknown', 'labelId'));
});
it('takes notes', () => {
  const noteId = newIds(COMMAND).newId(0);
  open
    .when('AddNote', { conversationId, text: ' ligar\u0000 ' }, all)
    .then([{ type: 'NoteAdded', data: { ...ref, noteId, text: 'ligar' } }]);
  expect(open.when('AddNote', { conversationId, text: 'x' }, all).result).toEqual({ conversationId, noteId });
});

describe('snoozing', () => {
  const asleep = open.events(snoozed());
  it('lasts until a time to come', () => {
    open.when('SnoozeConversation', { conversationId, until: later }, all).then([snoozed()]);
    asleep.when('SnoozeConversation', { conversationId, until: later }, all).then([]);
    open.when('SnoozeConversation', { conversationId, until: NOW.toISOString() }, all).then(refuse('in_the_past', 'until'));
  });
  it('ends by its own timer, not by that of an earlier one', () => {
    asleep.when('WakeConversation', { conversationId, until: later }).then([woken('time')]);
    const again = new Date(NOW.getTime() + 7_200_000).toISOString();
    asleep.events(snoozed(again)).when('WakeConversation', { conversationId, until: later }).then([]);
    asleep.events(woken('person')).when('WakeConversation', { conversationId, until: later }).then([]);
    open.when('WakeConversation', { conversationId, until: later }).then([]);
  });
  it('ends by a message or a person', () => {
    asleep.when('NoticeMessage', me).then([woken('message')]);
    asleep.when('ReopenConversation', me, all).then([woken('person')]);
  });
});

describe('closing', () => {
  const shut = open.events(closed);
  it('happens once, and ends a snooze', () => {
    open.when('CloseConversation', me, all).then([closed]);
    shut.when('CloseConversation', me, all).then([]);
    open.events(snoozed(), closed).when('WakeConversation', { conversationId, until: later }).then([]);
  });
  it('is undone by a message or a person', () => {
    shut.when('NoticeMessage', me).then([reopened('message')]);
    shut.when('ReopenConversation', me, all).then([reopened('person')]);
    shut.events(reopened('person')).when('ReopenConversation', me, all).then([]);
    open.when('NoticeMessage', me).then([]);
    given(conversation).when('NoticeMessage', me).then([]);
  });
  it('may become a snooze', () => shut.when('SnoozeConversation', { conversationId, until: later }, all).then([snoozed()]));
});

it('is not there for who may not see it, nor when it was never opened', () => {
  for (const start of [open, given(conversation)]) {
    const who = start === open ? nothing : all;
    start.when('AssignConversation', { conversationId, userId }, who).then(refuse('not_found'));
    start.when('LabelConversation', { conversationId, labelId, on: true }, who).then(refuse('not_found'));
    start.when('AddNote', { conversationId, text: 'x' }, who).then(refuse('not_found'));
    start.when('SnoozeConversation', { conversationId, until: later }, who).then(refuse('not_found'));
    start.when('CloseConversation', me, who).then(refuse('not_found'));
    start.when('ReopenConversation', me, who).then(refuse('not_found'));
  }
});
it('shows who sees it its assignee', () => {
  const asked: (string | null)[] = [];
  open
    .events(assigned(userId))
    .when('CloseConversation', me, { prepared: { sees: (row) => (asked.push(row.assigneeId), true) } })
    .then([closed]);
  expect(asked).toEqual([userId]);
});
