import type { MediaKind } from '@master-ia/schemas/conversations/content.ts';
import { asBoolean, asId, asObject, asText, asWords, field, present } from '../lenient.ts';
import { sha256Hex } from '../media-rules.ts';
import type { KindParser } from './kind-parser.ts';

/** Image, video, audio, document and sticker differ in one field only. The file itself is fetched later, by its id: the link in a delivery is not followed. */
const media =
  (kind: MediaKind): KindParser =>
  (message) => {
    const file = asObject(field(message, kind));
    const providerMediaId = asId(field(file, 'id'), 200);
    if (file === undefined || providerMediaId === undefined) return null;
    const common = {
      ...present({
        providerMediaId,
        sha256: sha256Hex(asText(field(file, 'sha256'), 100)),
        caption: asWords(field(file, 'caption'), 4096),
        filename: asWords(field(file, 'filename'), 500),
      }),
      mime: asWords(field(file, 'mime_type'), 200) ?? 'application/octet-stream',
    };
    switch (kind) {
      case 'audio':
        return { content: { kind, ...common, voice: asBoolean(field(file, 'voice')) ?? false } };
      case 'sticker':
        return { content: { kind, ...common, animated: asBoolean(field(file, 'animated')) ?? false } };
      default:
        return { content: { kind, ...common } };
    }
  };

export const image = media('image');
export const video = media('video');
export const audio = media('audio');
export const document = media('document');
export const sticker = media('sticker');
