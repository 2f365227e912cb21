import type { MessageKind } from '../../../../gql/schema';

/** The glyph before a message's words in one line; none for what is words only. Their names are texts `kind.…`. */
export const KIND_ICONS: Readonly<Record<MessageKind, string | null>> = {
  TEXT: null,
  IMAGE: 'image',
  VIDEO: 'video',
  AUDIO: 'mic',
  DOCUMENT: 'document',
  STICKER: 'sticker',
  LOCATION: 'location',
  CONTACTS: 'account_circle',
  BUTTON: 'reply',
  INTERACTIVE: 'reply',
  TEMPLATE: 'template',
  UNSUPPORTED: 'help',
};
