export type MediaMessageType = 'image' | 'video' | 'audio' | 'document' | 'sticker';
const MB = 1024 * 1024;

/** What WhatsApp takes, by message type: media types and greatest size. */
export const mediaRules: Readonly<Record<MediaMessageType, { readonly types: readonly string[]; readonly maxBytes: number }>> = {
  audio: { types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/opus'], maxBytes: 16 * MB },
  document: {
    types: [
      'text/plain',
      'application/pdf',
      'application/msword',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/vnd.ms-excel',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.ms-powerpoint',
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    ],
    maxBytes: 100 * MB,
  },
  image: { types: ['image/jpeg', 'image/png'], maxBytes: 5 * MB },
  video: { types: ['video/mp4', 'video/3gpp'], maxBytes: 16 * MB },
  sticker: { types: ['image/webp'], maxBytes: 500 * 1024 },
};
export const mediaMessageTypes = Object.keys(mediaRules) as readonly MediaMessageType[];
export const isMediaMessageType = (t: string): t is MediaMessageType => t in mediaRules;

/** The type without its parameters: `audio/ogg; codecs=opus` is `audio/ogg`. */
export const bareType = (mime: string): string => (mime.split(';')[0] ?? '').trim().toLowerCase();

/** The greatest size of a media type, whichever message takes it; null: WhatsApp takes no such type. */
export const maxBytesOf = (mime: string): number | null => {
  const sizes = mediaMessageTypes.filter((t) => mediaRules[t].types.includes(bareType(mime))).map((t) => mediaRules[t].maxBytes);
  return sizes.length === 0 ? null : Math.max(...sizes);
};
