import { button } from './button.ts';
import { contacts } from './contacts.ts';
import { interactive } from './interactive.ts';
import type { KindTable } from './kind-parser.ts';
import { location } from './location.ts';
import { audio, document, image, sticker, video } from './media.ts';
import { reaction } from './reaction.ts';
import { text } from './text.ts';

/** Every kind that this version understands. */
export const kindTable: KindTable = new Map(
  Object.entries({ text, image, video, audio, document, sticker, location, contacts, button, interactive, reaction }),
);
