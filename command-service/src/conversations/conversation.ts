import { conversation as aggregate } from '@master-ia/schemas/conversations/conversation.ts';
import { decider, none, refuse, type Prepare } from '@master-ia/platform/kernel/decider.ts';
import { viewerOf, type Sight } from './sight.ts';

type State = {
  readonly conversationId: string;
  readonly contactId: string;
  readonly channelId: string;
  readonly state: 'none' | 'open' | 'snoozed' | 'closed';
  readonly until: string | null;
  readonly assigneeId: string | null;
  readonly labels: readonly string[];
};
type Code = 'not_found' | 'assignee_unknown' | 'label_unknown' | 'in_the_past';
type Assign = Sight & { readonly known: boolean };
type Label = Sight & { readonly known: boolean };

const idOf = (d: { readonly conversationId: string }) => ({ id: d.conversationId, key: d.conversationId });
const answer = (_: State, d: { readonly conversationId: string }) => ({ conversationId: d.conversationId });
const ref = (s: State) => ({ conversationId: s.conversationId, contactId: s.contactId });
const sight = (_: unknown, io: Prepare): Promise<Sight> => viewerOf(io);
/** Not there, or not to be seen: the same answer. */
const hidden = (s: State, p: Sight): boolean => s.state === 'none' || !p.sees({ assigneeId: s.assigneeId });

export const conversation = decider<
  typeof aggregate,
  Code,
  {
    OpenConversation: undefined;
    AssignConversation: Assign;
    AssignOnAnswer: undefined;
    LabelConversation: Label;
    AddNote: Sight;
    SnoozeConversation: Sight;
    WakeConversation: undefined;
    CloseConversation: Sight;
    ReopenConversation: Sight;
    NoticeMessage: undefined;
  }
>()<State>({
  aggregate,
  initial: { conversationId: '', contactId: '', channelId: '', state: 'none', until: null, assigneeId: null, labels: [] },
  target: {
    OpenConversation: idOf,
    AssignConversation: idOf,
    AssignOnAnswer: idOf,
    LabelConversation: idOf,
    AddNote: idOf,
    SnoozeConversation: idOf,
    WakeConversation: idOf,
    CloseConversation: idOf,
    ReopenConversation: idOf,
    NoticeMessage: idOf,
  },
  prepare: {
    OpenConversation: none,
    AssignConversation: async (d, io) => {
      const member = d.userId === null ? undefined : await io.facts.one<{ state: string }>('member', d.userId);
      return { ...(await viewerOf(io)), known: d.userId === null || member?.state === 'active' };
    },
    AssignOnAnswer: none,
    LabelConversation: async (d, io) => ({ ...(await viewerOf(io)), known: !d.on || (await io.facts.one('label', d.labelId)) === true }),
    AddNote: sight,
    SnoozeConversation: sight,
    WakeConversation: none,
    CloseConversation: sight,
    ReopenConversation: sight,
    NoticeMessage: none,
  },
  decide: {
    OpenConversation: (s, d) => (s.state === 'none' ? [{ type: 'ConversationOpened', data: d }] : []),
    AssignConversation: (s, d, { prepared }) =>
      hidden(s, prepared)
        ? refuse('not_found')
        : !prepared.known
          ? refuse('assignee_unknown', 'userId')
          : s.assigneeId === d.userId
            ? []
            : [{ type: 'ConversationAssigned', data: { ...ref(s), assigneeId: d.userId, automatic: false } }],
    AssignOnAnswer: (s, d) =>
      s.state === 'none' || s.assigneeId !== null
        ? []
        : [{ type: 'ConversationAssigned', data: { ...ref(s), assigneeId: d.userId, automatic: true } }],
    LabelConversation: (s, d, { prepared }) =>
      hidden(s, prepared)
        ? refuse('not_found')
        : !prepared.known
          ? refuse('label_unknown', 'labelId')
          : s.labels.includes(d.labelId) === d.on
            ? []
            : [{ type: 'ConversationLabelled', data: { ...ref(s), labelId: d.labelId, on: d.on } }],
    AddNote: (s, d, { prepared, newId }) =>
      hidden(s, prepared) ? refuse('not_found') : [{ type: 'NoteAdded', data: { ...ref(s), noteId: newId(0), text: d.text } }],
    SnoozeConversation: (s, d, { prepared, now }) =>
      hidden(s, prepared)
        ? refuse('not_found')
        : new Date(d.until) <= now
          ? refuse('in_the_past', 'until')
          : s.state === 'snoozed' && s.until === d.until
            ? []
            : [{ type: 'ConversationSnoozed', data: { ...ref(s), until: d.until } }],
    WakeConversation: (s, d) =>
      s.state === 'snoozed' && s.until === d.until ? [{ type: 'ConversationWoken', data: { ...ref(s), by: 'time' } }] : [],
    CloseConversation: (s, _, { prepared }) =>
      hidden(s, prepared) ? refuse('not_found') : s.state === 'closed' ? [] : [{ type: 'ConversationClosed', data: ref(s) }],
    ReopenConversation: (s, _, { prepared }) =>
      hidden(s, prepared)
        ? refuse('not_found')
        : s.state === 'closed'
          ? [{ type: 'ConversationReopened', data: { ...ref(s), by: 'person' } }]
          : s.state === 'snoozed'
            ? [{ type: 'ConversationWoken', data: { ...ref(s), by: 'person' } }]
            : [],
    NoticeMessage: (s) =>
      s.state === 'closed'
        ? [{ type: 'ConversationReopened', data: { ...ref(s), by: 'message' } }]
        : s.state === 'snoozed'
          ? [{ type: 'ConversationWoken', data: { ...ref(s), by: 'message' } }]
          : [],
  },
  evolve: {
    ConversationOpened: (s, { data: d }) => ({
      ...s,
      conversationId: d.conversationId,
      contactId: d.contactId,
      channelId: d.channelId,
      state: 'open',
    }),
    ConversationAssigned: (s, e) => ({ ...s, assigneeId: e.data.assigneeId }),
    ConversationLabelled: (s, { data: d }) => ({ ...s, labels: d.on ? [...s.labels, d.labelId] : s.labels.filter((l) => l !== d.labelId) }),
    NoteAdded: (s) => s,
    ConversationSnoozed: (s, e) => ({ ...s, state: 'snoozed', until: e.data.until }),
    ConversationWoken: (s) => ({ ...s, state: 'open', until: null }),
    ConversationClosed: (s) => ({ ...s, state: 'closed', until: null }),
    ConversationReopened: (s) => ({ ...s, state: 'open' }),
  },
  result: {
    OpenConversation: answer,
    AssignConversation: answer,
    AssignOnAnswer: answer,
    LabelConversation: answer,
    AddNote: (_, d, c) => ({ conversationId: d.conversationId, noteId: c.newId(0) }),
    SnoozeConversation: answer,
    WakeConversation: answer,
    CloseConversation: answer,
    ReopenConversation: answer,
    NoticeMessage: answer,
  },
});
