import { bareType, outboundRules, type MediaRule } from '@master-ia/schemas/channels/media-rules.ts';
import type { MediaKind } from '@master-ia/schemas/conversations/content.ts';

const KB = 1024;
const MB = 1024 * KB;
const office = 'application/vnd.openxmlformats-officedocument';

export type MediaDirection = 'inbound' | 'outbound';

/** From a customer a document may be anything, as it is only ever handed out as a download; what is shown inside the console is of a known type. */
export const mediaRules: Readonly<Record<MediaDirection, Readonly<Record<MediaKind, MediaRule>>>> = {
  outbound: outboundRules,
  inbound: {
    ...outboundRules,
    image: { types: ['image/jpeg', 'image/png', 'image/webp'], maxBytes: 5 * MB },
    document: { types: 'any', maxBytes: 100 * MB },
  },
};
export const STATIC_STICKER_BYTES = 100 * KB;
/** How much of a file's beginning {@link checkMedia} wants to see. */
export const HEAD_BYTES = 512;

/** Meta tells a SHA-256 as base64 in deliveries, as hex or base64 in look-ups: lower-case hex, or `undefined` when it is neither. */
export const sha256Hex = (told: string | undefined): string | undefined => {
  if (told === undefined) return undefined;
  const text = told.trim();
  if (/^[0-9a-fA-F]{64}$/.test(text)) return text.toLowerCase();
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return undefined;
  return Buffer.from(text, 'base64').toString('hex');
};

type Family =
  'jpeg' | 'png' | 'gif' | 'webp' | 'iso-media' | 'ogg' | 'mpeg-audio' | 'aac' | 'amr' | 'pdf' | 'zip' | 'ole' | 'text' | 'unknown';

const startsWith = (head: Uint8Array, text: string, at = 0): boolean =>
  Buffer.from(head.subarray(at, at + text.length)).toString('latin1') === text;

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

export type MediaVerdict =
  | { readonly ok: true; readonly mime: string }
  | { readonly ok: false; readonly why: 'type_not_allowed' | 'type_mismatch' | 'empty' | 'too_large' | 'voice_not_opus' };

/**
 * Whether a file may be sent or taken as this kind: its declared type, its size in bytes, and its first {@link HEAD_BYTES} bytes against the declared type.
 * A voice note has to be Ogg with Opus.
 */
export const checkMedia = (
  direction: MediaDirection,
  kind: MediaKind,
  file: { readonly mime: string; readonly size: number; readonly head: Uint8Array; readonly voice?: boolean },
): MediaVerdict => {
  const rule = mediaRules[direction][kind];
  const mime = bareType(file.mime);
  if (rule.types !== 'any' && !rule.types.includes(mime)) return { ok: false, why: 'type_not_allowed' };
  if (file.size <= 0) return { ok: false, why: 'empty' };
  const maxBytes = kind === 'sticker' && direction === 'outbound' && !isAnimatedWebp(file.head) ? STATIC_STICKER_BYTES : rule.maxBytes;
  if (file.size > maxBytes) return { ok: false, why: 'too_large' };
  if (!headMatches(mime, file.head)) return { ok: false, why: 'type_mismatch' };
  if (direction === 'outbound' && file.voice === true && (mime !== 'audio/ogg' || !startsWith(file.head, 'OpusHead', 28)))
    return { ok: false, why: 'voice_not_opus' };
  return { ok: true, mime };
};
