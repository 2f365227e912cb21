import { mediaKinds } from '../conversations/content.ts';
import { headMatches, inboundRules, outboundMaxBytes, outboundRules, sniff } from './media-rules.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const KB = 1024;
const MB = 1024 * KB;
const still = bytes('RIFF\0\0\0\0WEBPVP8 ');
const animated = bytes('RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x02');

it('limits what we send as Meta does, and keeps of customers whatever is not larger than anything may be', () => {
  expect(Object.fromEntries(mediaKinds.map((k) => [k, outboundRules[k].maxBytes]))).toEqual({
    image: 5 * MB,
    video: 16 * MB,
    audio: 16 * MB,
    document: 100 * MB,
    sticker: 500 * KB,
  });
  for (const kind of mediaKinds) expect([kind, inboundRules[kind].maxBytes]).toEqual([kind, 100 * MB]);
  expect(inboundRules.document.types).toBe('any');
  expect(inboundRules.image.types).not.toContain('image/svg+xml');
});

it('gives a sticker of ours more room when it moves', () => {
  expect(outboundMaxBytes('sticker', still)).toBe(100 * KB);
  expect(outboundMaxBytes('sticker', animated)).toBe(500 * KB);
  expect(outboundMaxBytes('image', still)).toBe(5 * MB);
});

it.each([
  ['\xff\xd8\xff\xe0\0\x10JFIF', 'jpeg'],
  ['\x89PNG\r\n\x1a\n', 'png'],
  ['\x89PNG', 'text'],
  ['GIF89a', 'gif'],
  ['RIFF\0\0\0\0WEBPVP8 ', 'webp'],
  ['RIFF\0\0\0\0WAVEfmt ', 'unknown'],
  ['\0\0\0\x18ftypmp42', 'iso-media'],
  ['OggS\0', 'ogg'],
  ['ID3\x04', 'mpeg-audio'],
  ['\xff\xfb\x90\0', 'mpeg-audio'],
  ['\xff\xf1\x50\x80', 'aac'],
  ['#!AMR\n', 'amr'],
  ['%PDF-1.7', 'pdf'],
  ['PK\x03\x04', 'zip'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'ole'],
  ['ol\xc3\xa1', 'text'],
  ['\xff\xfeo\0l\0', 'text'],
  ['MZ\0\x01', 'unknown'],
  ['', 'unknown'],
])('knows %j by its first bytes: %s', (text, family) => expect(sniff(bytes(text))).toBe(family));

it.each([
  ['image/jpg', '\xff\xd8\xff\xe0', true],
  ['image/png', '\xff\xd8\xff\xe0', false],
  ['audio/ogg; codecs=opus', 'OggS', true],
  ['application/pdf', 'MZ\0', false],
  ['application/msword', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', true],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'PK\x03\x04', true],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', false],
  ['text/plain', 'a\0', false],
  ['application/x-whatever', 'MZ\0', true],
  ['constructor', 'MZ\0', true],
])('%s beginning with %j: %s', (mime, text, matches) => expect(headMatches(mime, bytes(text))).toBe(matches));
