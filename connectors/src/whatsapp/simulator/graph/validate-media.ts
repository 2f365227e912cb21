import { bareType, mediaRules } from '../media-types.ts';
import type { MediaMessageType } from '../media-types.ts';
import type { PhoneNumber } from '../records.ts';
import type { State } from '../state.ts';
import { badParameter, badValue, missing, objectAt, textAt, urlAt } from './checked.ts';
import { refuseMessage } from './errors.ts';

/** Media by `id` (uploaded through this number, of a fitting type) or by `link`. */
export const checkMedia = (
  value: unknown,
  path: string,
  type: MediaMessageType,
  state: State,
  number: PhoneNumber,
  more: readonly string[] = [],
): void => {
  const o = objectAt(value, path, ['id', 'link', ...more]);
  if (o['id'] === undefined && o['link'] === undefined) throw missing(`${path}.id or ${path}.link`);
  if (o['id'] !== undefined && o['link'] !== undefined) throw badValue(path, 'id and link cannot be used together');
  if (o['link'] !== undefined) urlAt(o['link'], `${path}.link`);
  else {
    const media = state.media.get(textAt(o['id'], `${path}.id`, 64));
    if (!media || media.by !== 'business' || media.phoneNumberId !== number.id || media.expiresAt < Date.now()) {
      throw badParameter(`Param ${path}['id'] is not a valid whatsapp business account media attachment ID`);
    }
    if (!mediaRules[type].types.includes(bareType(media.mime))) throw refuseMessage(131053, `${media.mime} cannot be sent as ${type}`);
    if (media.size > mediaRules[type].maxBytes) throw refuseMessage(131053, `The file is larger than ${mediaRules[type].maxBytes} bytes`);
  }
  if (o['caption'] !== undefined) textAt(o['caption'], `${path}.caption`, 1024);
  if (o['filename'] !== undefined) textAt(o['filename'], `${path}.filename`, 240);
  if (o['voice'] !== undefined && typeof o['voice'] !== 'boolean') throw badParameter(`Param ${path}.voice must be a boolean.`);
};
