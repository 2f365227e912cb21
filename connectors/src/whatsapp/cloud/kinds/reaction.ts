import { asId, asObject, asWords, field, MAX_PROVIDER_ID } from '../lenient.ts';
import type { KindParser } from './kind-parser.ts';

/** Without an emoji the reaction is taken back. */
export const reaction: KindParser = (message) => {
  const given = asObject(field(message, 'reaction'));
  const targetProviderId = asId(field(given, 'message_id'), MAX_PROVIDER_ID);
  if (targetProviderId === undefined) return null;
  return { content: { kind: 'reaction', targetMessageId: '', emoji: asWords(field(given, 'emoji'), 64) ?? null }, targetProviderId };
};
