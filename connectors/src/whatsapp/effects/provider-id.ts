import type { ConversationEvents } from '@master-ia/schemas/conversations/index.ts';
import { ERASED, type Stored } from '@master-ia/schemas/contract.ts';
import type { StoredAny } from '@master-ia/platform/kernel/streams.ts';

/** The provider's id of a message, from its opened stream: of what came in, else of the newest attempt that is known to have been accepted. null: none, or erased. */
export const providerIdOf = (events: readonly StoredAny[]): string | null => {
  let found: { readonly attempt: number; readonly id: string } | null = null;
  for (const e of events as readonly Stored<ConversationEvents>[]) {
    if (e.type !== 'MessageReceived' && e.type !== 'SendAccepted' && e.type !== 'MessageStatusReported') continue;
    const id = e.data.providerId;
    const attempt = e.type === 'MessageReceived' ? 0 : (e.data.attempt ?? 0);
    if (id !== null && id !== ERASED && attempt >= (found?.attempt ?? 0)) found = { attempt, id };
  }
  return found?.id ?? null;
};
/** Reads it where it lies sealed: only who is about to tell the provider of the message opens it. */
export const readProviderId = async (
  io: { stream(name: string): Promise<readonly StoredAny[]> },
  messageId: string,
): Promise<string | null> => providerIdOf(await io.stream(`message-${messageId}`));
