import type { MediaKind } from '../conversations/content.ts';

const KB = 1024;
const MB = 1024 * KB;
const office = 'application/vnd.openxmlformats-officedocument';

export type MediaRule = { readonly types: readonly string[] | 'any'; readonly maxBytes: number };

/** What Meta takes from a business, by kind (Cloud API, supported media). An animated sticker may have 500 KB, a static one 100 KB. */
export const outboundRules: Readonly<Record<MediaKind, MediaRule>> = {
  image: { types: ['image/jpeg', 'image/png'], maxBytes: 5 * MB },
  video: { types: ['video/mp4', 'video/3gpp'], maxBytes: 16 * MB },
  audio: { types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'], maxBytes: 16 * MB },
  document: {
    types: [
      'text/plain',
      'application/pdf',
      'application/msword',
      'application/vnd.ms-excel',
      'application/vnd.ms-powerpoint',
      `${office}.wordprocessingml.document`,
      `${office}.spreadsheetml.sheet`,
      `${office}.presentationml.presentation`,
    ],
    maxBytes: 100 * MB,
  },
  sticker: { types: ['image/webp'], maxBytes: 500 * KB },
};

const aliases: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'audio/mp3': 'audio/mpeg',
  'audio/m4a': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'audio/opus': 'audio/ogg',
  'application/ogg': 'audio/ogg',
  'video/3gp': 'video/3gpp',
};

/** `audio/ogg; codecs=opus` → `audio/ogg`; spellings that mean the same become one. */
export const bareType = (mime: string): string => {
  const bare = (mime.split(';')[0] ?? '').trim().toLowerCase();
  return Object.hasOwn(aliases, bare) ? aliases[bare]! : bare;
};

/** As which kind a file of this type is best sent; `null` when Meta takes it as none. */
export const outboundKindOf = (mime: string): MediaKind | null => {
  const type = bareType(mime);
  for (const kind of ['image', 'video', 'audio', 'document', 'sticker'] as const) {
    const { types } = outboundRules[kind];
    if (types !== 'any' && types.includes(type)) return kind;
  }
  return null;
};
