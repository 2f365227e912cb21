import type { ConversationEvents } from '@master-ia/schemas/conversations/index.ts';
import type { Stored } from '@master-ia/schemas/contract.ts';
import type { Content } from '@master-ia/schemas/conversations/content.ts';
import type { StoredAny } from '@master-ia/platform/kernel/streams.ts';

type Event = Stored<ConversationEvents>;
/** What a worker reads in a message's stream. */
export type SendIntent = {
  readonly messageId: string;
  readonly conversationId: string;
  readonly contactId: string;
  readonly channelId: string;
  readonly content: Content;
  readonly mediaId: string | null;
  /** The message that it quotes or reacts to. */
  readonly about: string | null;
  readonly windowed: boolean;
  readonly attempt: number;
  /** How often it was made and not processed since a person asked for it. */
  readonly notProcessed: number;
  /** Started before, and nobody knows how it ended. */
  readonly inDoubt: boolean;
};

/** The attempt that waits to be made, or one in doubt; null: nothing to do, or nothing left to say (erased). */
export const sendIntent = (events: readonly StoredAny[]): SendIntent | null => {
  let asked: Extract<Event, { type: 'MessageRequested' }>['data'] | null = null;
  let due: number | null = null;
  let started: number | null = null;
  let notProcessed = 0;
  for (const e of events as readonly Event[])
    switch (e.type) {
      case 'MessageRequested':
        asked = e.data;
        due = 1;
        break;
      case 'SendStarted':
        started = e.data.attempt;
        due = null;
        break;
      case 'SendRefused':
        started = null;
        due = e.data.final ? null : e.data.attempt + 1;
        notProcessed++;
        break;
      case 'SendAccepted':
      case 'SendUnknown':
        started = null;
        break;
      case 'MessageStatusReported':
        // Evidence of the provider: the call was made.
        if (e.data.attempt === started) started = null;
        break;
      case 'SendExpired':
        due = null;
        break;
      case 'MessageRetryRequested':
        notProcessed = 0;
        due = e.data.attempt;
        break;
      default:
        break;
    }
  if (asked === null || (due === null && started === null)) return null;
  const { content } = asked;
  if (typeof content === 'symbol') return null;
  return {
    messageId: asked.messageId,
    conversationId: asked.conversationId,
    contactId: asked.contactId,
    channelId: asked.channelId,
    content,
    mediaId: asked.mediaId,
    about: content.kind === 'reaction' ? content.targetMessageId : asked.replyToMessageId,
    windowed: asked.windowed,
    attempt: due ?? (started as number),
    notProcessed,
    inDoubt: due === null,
  };
};
