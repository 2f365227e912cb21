import {
  bareType,
  headMatches,
  inboundRules,
  outboundMaxBytes,
  outboundRules,
  type MediaRule,
} from '@master-ia/schemas/channels/media-rules.ts';
import type { MediaKind } from '@master-ia/schemas/conversations/content.ts';

export type MediaDirection = 'inbound' | 'outbound';

export const mediaRules: Readonly<Record<MediaDirection, Readonly<Record<MediaKind, MediaRule>>>> = {
  outbound: outboundRules,
  inbound: inboundRules,
};
export { HEAD_BYTES } from '@master-ia/schemas/channels/media-rules.ts';

/** Meta tells a SHA-256 as base64 in deliveries, as hex or base64 in look-ups: lower-case hex, or `undefined` when it is neither. */
export const sha256Hex = (told: string | undefined): string | undefined => {
  if (told === undefined) return undefined;
  const text = told.trim();
  if (/^[0-9a-fA-F]{64}$/.test(text)) return text.toLowerCase();
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return undefined;
  return Buffer.from(text, 'base64').toString('hex');
};

const startsWith = (head: Uint8Array, text: string, at = 0): boolean =>
  Buffer.from(head.subarray(at, at + text.length)).toString('latin1') === text;

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
  const maxBytes = direction === 'outbound' ? outboundMaxBytes(kind, file.head) : rule.maxBytes;
  if (file.size > maxBytes) return { ok: false, why: 'too_large' };
  if (!headMatches(mime, file.head)) return { ok: false, why: 'type_mismatch' };
  if (direction === 'outbound' && file.voice === true && (mime !== 'audio/ogg' || !startsWith(file.head, 'OpusHead', 28)))
    return { ok: false, why: 'voice_not_opus' };
  return { ok: true, mime };
};
