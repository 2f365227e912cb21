import type { Attachment } from '../data/attachments';
import type { Preview, Sending } from '../data/outbox';

/** Limits of WhatsApp's text and caption, characters. */
export const TEXT_MAX = 4096;
export const CAPTION_MAX = 1024;
export const NOTE_MAX = 8000;

const carriesCaption = (a: Attachment): boolean => a.kind === 'image' || a.kind === 'video' || a.kind === 'document';

/** The messages that an answer with files becomes: one for each file, the text under the first that can carry it, else on its own before them. */
export const partsToSend = (
  text: string,
  files: readonly Attachment[],
  quote: { readonly id: string; readonly words: string } | null,
): readonly { readonly send: Sending; readonly preview: Preview }[] => {
  const words = text.trim();
  const captioned = words.length <= CAPTION_MAX ? files.find(carriesCaption) : undefined;
  const parts: { send: Sending; preview: Preview }[] = [];
  if (words !== '' && !captioned) parts.push({ send: { text: words }, preview: { kind: 'TEXT', text: words } });
  for (const file of files) {
    const caption = file === captioned ? words : '';
    const kind = file.kind.toUpperCase() as Preview['kind'];
    parts.push({
      send: {
        media: {
          mediaId: file.mediaId ?? '',
          ...(file.kind === 'document' ? { filename: file.file.name } : {}),
          ...(caption ? { caption } : {}),
        },
      },
      preview: { kind, text: caption, name: file.file.name, ...(file.kind === 'image' ? { url: file.url } : {}) },
    });
  }
  const [first, ...rest] = parts;
  if (!first || !quote) return parts;
  return [{ send: { ...first.send, replyTo: quote.id }, preview: { ...first.preview, quote: quote.words } }, ...rest];
};
