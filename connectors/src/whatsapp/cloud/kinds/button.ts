import { asObject, asText, asWords, field, present } from '../lenient.ts';
import type { KindParser } from './kind-parser.ts';

/** A tap on a template's quick reply. */
export const button: KindParser = (message) => {
  const tapped = asObject(field(message, 'button'));
  const payload = asText(field(tapped, 'payload'), 1000);
  const text = asWords(field(tapped, 'text'), 1000) ?? payload;
  return text === undefined ? null : { content: { kind: 'button', text, ...present({ payload }) } };
};
