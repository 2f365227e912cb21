import { z } from 'zod';
import { aggregate, command, event, sealed } from '../contract.ts';
import { clean, instant, position, typed, uuid } from '../ids.ts';

const subjects = { contactId: 'contact' } as const;
const ref = { conversationId: z.string(), contactId: z.string() };

/** What people and policies decide about all talk with one contact over one channel. Id = uuidv5(tenant, channel, home contact), one for ever. */
export const conversation = aggregate({
  category: 'conversation',
  events: {
    ConversationOpened: event(1, z.object({ ...ref, channelId: z.string(), by: z.enum(['inbound', 'outbound']) }), { exposure: 'public' }),
    /** `assigneeId: null` = nobody. `automatic`: by a first answer. */
    ConversationAssigned: event(1, z.object({ ...ref, assigneeId: z.string().nullable(), automatic: z.boolean() }), { exposure: 'public' }),
    ConversationLabelled: event(1, z.object({ ...ref, labelId: z.string(), on: z.boolean() }), { exposure: 'public' }),
    NoteAdded: event(1, z.object({ ...ref, noteId: z.string(), text: sealed(z.string(), 'contactId') }), {
      exposure: 'internal',
      subjects,
    }),
    ConversationSnoozed: event(1, z.object({ ...ref, until: z.string() }), { exposure: 'public' }),
    ConversationWoken: event(1, z.object({ ...ref, by: z.enum(['time', 'message', 'person']) }), { exposure: 'public' }),
    ConversationClosed: event(1, z.object(ref), { exposure: 'public' }),
    ConversationReopened: event(1, z.object({ ...ref, by: z.enum(['message', 'person']) }), { exposure: 'public' }),
  },
  commands: {
    OpenConversation: command<{ conversationId: string }>('system')(
      z.object({ conversationId: uuid, channelId: uuid, contactId: uuid, by: z.enum(['inbound', 'outbound']) }),
    ),
    /** Refused: `assignee_unknown`, `not_found`. */
    AssignConversation: command<{ conversationId: string }>('conversations.assign')(
      z.object({ conversationId: uuid, userId: uuid.nullable() }),
    ),
    /** A first human answer assigns; does nothing when somebody has it. */
    AssignOnAnswer: command<{ conversationId: string }>('system')(z.object({ conversationId: uuid, userId: uuid })),
    LabelConversation: command<{ conversationId: string }>('conversations.label')(
      z.object({ conversationId: uuid, labelId: uuid, on: z.boolean() }),
    ),
    AddNote: command<{ conversationId: string; noteId: string }>('conversations.note')(
      z.object({ conversationId: uuid, text: typed(8000) }),
    ),
    /** Refused: `in_the_past`. */
    SnoozeConversation: command<{ conversationId: string }>('conversations.close')(z.object({ conversationId: uuid, until: instant })),
    WakeConversation: command<{ conversationId: string }>('system')(
      /** `until`: of the snooze whose time is over; a newer snooze is left alone. */
      z.object({ conversationId: uuid, until: instant }),
    ),
    CloseConversation: command<{ conversationId: string }>('conversations.close')(z.object({ conversationId: uuid })),
    ReopenConversation: command<{ conversationId: string }>('conversations.close')(z.object({ conversationId: uuid })),
    /** An inbound message reopens a closed and wakes a snoozed conversation. */
    NoticeMessage: command<{ conversationId: string }>('system')(z.object({ conversationId: uuid })),
  },
});

/** How far the team has read: a position, the maximum wins, so that only who may answer moves it. Stream id = the conversation's. */
export const reading = aggregate({
  category: 'reading',
  events: { ConversationRead: event(1, z.object({ conversationId: z.string(), upTo: z.string() }), { exposure: 'internal' }) },
  commands: {
    /** What is told beyond the store's end counts as its end: what comes later is unread. */
    MarkConversationRead: command<{ conversationId: string }>('conversations.reply')(z.object({ conversationId: uuid, upTo: position })),
  },
});

export const label = aggregate({
  category: 'label',
  events: {
    LabelSaved: event(1, z.object({ labelId: z.string(), name: z.string(), color: z.string() }), { exposure: 'public' }),
    LabelDeleted: event(1, z.object({ labelId: z.string() }), { exposure: 'public' }),
  },
  commands: {
    SaveLabel: command<{ labelId: string }>('conversations.label')(
      z.object({ labelId: uuid.optional(), name: typed(40), color: z.string().regex(/^#[0-9a-f]{6}$/i) }),
    ),
    DeleteLabel: command<{ labelId: string }>('conversations.label')(z.object({ labelId: uuid })),
  },
});

const templateInput = z.object({
  name: clean(512),
  language: clean(20),
  parameters: z
    .array(z.object({ name: clean(100).optional(), text: typed(1024) }))
    .max(50)
    .default([]),
  header: z.object({ name: clean(100).optional(), text: typed(1024) }).optional(),
  buttons: z
    .array(z.object({ index: z.number().int().min(0).max(9), text: typed(1024) }))
    .max(10)
    .default([]),
});
/** What a person wants to send: exactly one of these. */
export const outgoing = z
  .object({
    text: clean(65_536).optional(),
    media: z.object({ mediaId: uuid, caption: clean(4096).optional(), filename: clean(240).optional() }).optional(),
    template: templateInput.optional(),
    reaction: z.object({ messageId: uuid, emoji: clean(64).nullable() }).optional(),
    replyTo: uuid.optional(),
  })
  .refine((o) => [o.text, o.media, o.template, o.reaction].filter((x) => x !== undefined).length === 1, {
    message: 'exactly one of text, media, template, reaction',
  });

/** Commands over several streams. */
export const conversationProcesses = {
  /** Refused: `phone_invalid`, `channel_unknown`, `window_closed` (before any provider is called), and what SendMessage refuses. */
  StartConversation: command<{ conversationId: string; messageId: string; contactId: string }>('conversations.reply')(
    z.object({
      channelId: uuid,
      to: clean(40).optional(),
      contactId: uuid.optional(),
      name: typed(200).optional(),
      text: clean(65_536).optional(),
      template: templateInput.optional(),
    }),
  ),
  /** hello_world to a phone: the last step of a channel's checklist. */
  SendTestMessage: command<{ conversationId: string; messageId: string }>('channels.manage')(z.object({ channelId: uuid, to: clean(40) })),
} as const;
