import { bareType, outboundKindOf, sniff } from '@master-ia/schemas/channels/media-rules.ts';
import { checkMedia, mediaRules, sha256Hex } from './media-rules.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const jpeg = bytes('\xff\xd8\xff\xe0\x00\x10JFIF');
const png = bytes('\x89PNG\r\n\x1a\n');
const mp4 = bytes('\x00\x00\x00\x18ftypmp42');
const opus = Buffer.concat([bytes('OggS'), Buffer.alloc(24), bytes('OpusHead')]);
const vorbis = Buffer.concat([bytes('OggS'), Buffer.alloc(24), bytes('\x01vorbis')]);
const still = bytes('RIFF\x00\x00\x00\x00WEBPVP8 ');
const animated = bytes('RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02');
const KB = 1024;
const MB = 1024 * KB;

it.each([
  [jpeg, 'jpeg'],
  [png, 'png'],
  [bytes('GIF89a'), 'gif'],
  [still, 'webp'],
  [mp4, 'iso-media'],
  [opus, 'ogg'],
  [bytes('ID3\x04'), 'mpeg-audio'],
  [bytes('\xff\xfb\x90\x00'), 'mpeg-audio'],
  [bytes('\xff\xf1\x50\x80'), 'aac'],
  [bytes('#!AMR\n'), 'amr'],
  [bytes('%PDF-1.7'), 'pdf'],
  [bytes('PK\x03\x04'), 'zip'],
  [bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), 'ole'],
  [bytes('ol\xe1'), 'text'],
  [bytes('MZ\x00\x01'), 'unknown'],
  [Buffer.alloc(0), 'unknown'],
])('knows a file by its first bytes (%#)', (head, family) => {
  expect(sniff(head)).toBe(family);
});

it.each([
  ['outbound', 'image', { mime: 'image/jpeg', size: 5 * MB, head: jpeg }, 'image/jpeg'],
  ['outbound', 'image', { mime: 'image/jpg', size: 1, head: jpeg }, 'image/jpeg'],
  ['outbound', 'audio', { mime: 'audio/ogg; codecs=opus', size: 16 * MB, head: opus, voice: true }, 'audio/ogg'],
  ['outbound', 'audio', { mime: 'audio/ogg', size: 1, head: vorbis, voice: false }, 'audio/ogg'],
  ['outbound', 'document', { mime: 'application/pdf', size: 100 * MB, head: bytes('%PDF-1.4') }, 'application/pdf'],
  ['outbound', 'sticker', { mime: 'image/webp', size: 500 * KB, head: animated }, 'image/webp'],
  ['inbound', 'image', { mime: 'image/webp', size: 1, head: still }, 'image/webp'],
  ['inbound', 'document', { mime: 'application/x-whatever', size: 1, head: bytes('MZ\x00') }, 'application/x-whatever'],
  ['inbound', 'sticker', { mime: 'image/webp', size: 100 * KB + 1, head: still }, 'image/webp'],
  ['inbound', 'video', { mime: 'video/mp4', size: 16 * MB + 1, head: mp4 }, 'video/mp4'],
  ['inbound', 'document', { mime: 'application/zip', size: 1, head: bytes('PK\x03\x04') }, 'application/zip'],
] as const)('%s %s: takes %o', (direction, kind, file, mime) => {
  expect(checkMedia(direction, kind, file)).toEqual({ ok: true, mime });
});

it.each([
  ['outbound', 'image', { mime: 'image/gif', size: 1, head: bytes('GIF89a') }, 'type_not_allowed'],
  ['outbound', 'image', { mime: 'image/svg+xml', size: 1, head: bytes('<svg') }, 'type_not_allowed'],
  ['inbound', 'image', { mime: 'text/html', size: 1, head: bytes('<html') }, 'type_not_allowed'],
  ['outbound', 'document', { mime: 'constructor', size: 1, head: bytes('x') }, 'type_not_allowed'],
  ['outbound', 'image', { mime: 'image/jpeg', size: 0, head: Buffer.alloc(0) }, 'empty'],
  ['outbound', 'image', { mime: 'image/jpeg', size: 5 * MB + 1, head: jpeg }, 'too_large'],
  ['inbound', 'video', { mime: 'video/mp4', size: 100 * MB + 1, head: mp4 }, 'too_large'],
  ['outbound', 'sticker', { mime: 'image/webp', size: 100 * KB + 1, head: still }, 'too_large'],
  ['inbound', 'sticker', { mime: 'image/webp', size: 100 * MB + 1, head: still }, 'too_large'],
  ['inbound', 'image', { mime: 'image/jpeg', size: 10, head: bytes('<html><script>') }, 'type_mismatch'],
  ['inbound', 'image', { mime: 'image/jpeg', size: 10, head: png }, 'type_mismatch'],
  ['inbound', 'document', { mime: 'application/pdf', size: 10, head: bytes('MZ\x00') }, 'type_mismatch'],
  ['outbound', 'document', { mime: 'text/plain', size: 10, head: bytes('%PDF-1.4') }, 'type_mismatch'],
  ['outbound', 'audio', { mime: 'audio/mpeg', size: 10, head: bytes('ID3'), voice: true }, 'voice_not_opus'],
  ['outbound', 'audio', { mime: 'audio/ogg', size: 10, head: vorbis, voice: true }, 'voice_not_opus'],
] as const)('%s %s: refuses %o', (direction, kind, file, why) => {
  expect(checkMedia(direction, kind, file)).toEqual({ ok: false, why });
});

it('has the published limits', () => {
  expect(Object.fromEntries(Object.entries(mediaRules.outbound).map(([k, r]) => [k, r.maxBytes]))).toEqual({
    image: 5 * MB,
    video: 16 * MB,
    audio: 16 * MB,
    document: 100 * MB,
    sticker: 500 * KB,
  });
});

it('chooses the kind of an upload by its type', () => {
  expect(['image/png', 'video/3gpp', 'audio/opus', 'application/pdf', 'image/webp', 'image/gif'].map(outboundKindOf)).toEqual([
    'image',
    'video',
    'audio',
    'document',
    'sticker',
    null,
  ]);
  expect(bareType(' Audio/OGG ; codecs=opus')).toBe('audio/ogg');
});

it('reads a SHA-256 as base64, base64url and hex', () => {
  const hex = '49f22763480629312995459bc310b593e1400f4059' + '1efcf07e9bced335f41942';
  expect(sha256Hex('SfInY0gGKTEplUWbwxC1k+FAD0BZHvzwfpvO0zX0GUI=')).toBe(hex);
  expect(sha256Hex('SfInY0gGKTEplUWbwxC1k-FAD0BZHvzwfpvO0zX0GUI')).toBe(hex);
  expect(sha256Hex(hex.toUpperCase())).toBe(hex);
  for (const neither of [undefined, '', '<HASH>', 'abc', 'x'.repeat(64)]) expect(sha256Hex(neither)).toBeUndefined();
});
