import type { MediaKind } from '../conversations/content.ts';

const KB = 1024;
const MB = 1024 * KB;
const office = 'application/vnd.openxmlformats-officedocument';

export type MediaRule = { readonly types: readonly string[] | 'any'; readonly maxBytes: number };

/** What Meta takes from a business, by kind (Cloud API, supported media). A sticker that does not move: {@link outboundMaxBytes}. */
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

const STATIC_STICKER_BYTES = 100 * KB;

/**
 * What we keep of what a customer sends: the limits by kind are for a business's own sends, so that here only the largest of all counts. A document may be anything, as it is only
 * ever handed out as a download; what is shown inside the console is of a known type.
 */
const INBOUND_BYTES = 100 * MB;
export const inboundRules: Readonly<Record<MediaKind, MediaRule>> = {
  image: { types: ['image/jpeg', 'image/png', 'image/webp'], maxBytes: INBOUND_BYTES },
  video: { types: outboundRules.video.types, maxBytes: INBOUND_BYTES },
  audio: { types: outboundRules.audio.types, maxBytes: INBOUND_BYTES },
  document: { types: 'any', maxBytes: INBOUND_BYTES },
  sticker: { types: outboundRules.sticker.types, maxBytes: INBOUND_BYTES },
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

/** How much of a file's beginning {@link sniff} and {@link outboundMaxBytes} want to see. */
export const HEAD_BYTES = 512;
export type Family =
  'jpeg' | 'png' | 'gif' | 'webp' | 'iso-media' | 'ogg' | 'mpeg-audio' | 'aac' | 'amr' | 'pdf' | 'zip' | 'ole' | 'text' | 'unknown';

const startsWith = (head: Uint8Array, text: string, at = 0): boolean =>
  head.length >= at + text.length && [...text].every((c, i) => head[at + i] === c.charCodeAt(0));

/** What the first bytes say the file is. */
export const sniff = (head: Uint8Array): Family => {
  const [a = -1, b = -1] = head;
  if (startsWith(head, '\xff\xd8\xff')) return 'jpeg';
  if (startsWith(head, '\x89PNG\r\n\x1a\n')) return 'png';
  if (startsWith(head, 'GIF8')) return 'gif';
  if (startsWith(head, 'RIFF') && startsWith(head, 'WEBP', 8)) return 'webp';
  if (startsWith(head, 'ftyp', 4)) return 'iso-media';
  if (startsWith(head, 'OggS')) return 'ogg';
  if (startsWith(head, '#!AMR')) return 'amr';
  if (startsWith(head, '%PDF-')) return 'pdf';
  if (startsWith(head, 'PK\x03\x04') || startsWith(head, 'PK\x05\x06')) return 'zip';
  if (startsWith(head, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return 'ole';
  // UTF-16, by its byte order mark: half of its bytes may be zero.
  if (startsWith(head, '\xff\xfe') || startsWith(head, '\xfe\xff')) return 'text';
  // An ADTS frame has layer 0, an MPEG audio frame any other one.
  if (a === 0xff && (b & 0xf6) === 0xf0) return 'aac';
  if (startsWith(head, 'ID3') || (a === 0xff && (b & 0xe0) === 0xe0)) return 'mpeg-audio';
  return head.length > 0 && !head.includes(0) ? 'text' : 'unknown';
};

/** Which beginnings a declared type may have; types that are not listed have no beginning of their own. */
const beginnings: Readonly<Record<string, readonly Family[]>> = {
  'image/jpeg': ['jpeg'],
  'image/png': ['png'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'video/mp4': ['iso-media'],
  'video/3gpp': ['iso-media'],
  'audio/mp4': ['iso-media'],
  'audio/aac': ['aac', 'iso-media'],
  'audio/amr': ['amr'],
  'audio/mpeg': ['mpeg-audio'],
  'audio/ogg': ['ogg'],
  'application/pdf': ['pdf'],
  'application/zip': ['zip'],
  'application/msword': ['ole', 'zip'],
  'application/vnd.ms-excel': ['ole', 'zip'],
  'application/vnd.ms-powerpoint': ['ole', 'zip'],
  [`${office}.wordprocessingml.document`]: ['zip'],
  [`${office}.spreadsheetml.sheet`]: ['zip'],
  [`${office}.presentationml.presentation`]: ['zip'],
  'text/plain': ['text'],
};

/** Whether the first bytes are those of the declared type. */
export const headMatches = (mime: string, head: Uint8Array): boolean => {
  const type = bareType(mime);
  return !Object.hasOwn(beginnings, type) || beginnings[type]!.includes(sniff(head));
};

const isAnimatedWebp = (head: Uint8Array): boolean => startsWith(head, 'VP8X', 12) && ((head[20] ?? 0) & 0x02) !== 0;

/** How large a file that begins like this may be to be sent as this kind: a sticker has more room when it moves. */
export const outboundMaxBytes = (kind: MediaKind, head: Uint8Array): number =>
  kind === 'sticker' && !isAnimatedWebp(head) ? STATIC_STICKER_BYTES : outboundRules[kind].maxBytes;
