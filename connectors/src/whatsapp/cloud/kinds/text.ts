import { asObject, asText, field } from '../lenient.ts';
import type { KindParser } from './kind-parser.ts';

export const text: KindParser = (message) => {
  const body = asText(field(asObject(field(message, 'text')), 'body'), 65_536);
  return body === undefined ? null : { content: { kind: 'text', text: body } };
};
