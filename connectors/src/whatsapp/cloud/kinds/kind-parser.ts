import type { Content } from '@master-ia/schemas/conversations/content.ts';
import type { Json } from '../lenient.ts';

export type KindContent = {
  readonly content: Content;
  /** Of a reaction: the provider's id of the message it is put on. */
  readonly targetProviderId?: string;
};
/** Reads the content of one message of its kind; `null` when what it needs is not there. */
export type KindParser = (message: Json) => KindContent | null;
/** By Meta's `messages[].type`. A kind that is missing here is kept as unsupported and repaired by a reparse once it is there. */
export type KindTable = ReadonlyMap<string, KindParser>;
