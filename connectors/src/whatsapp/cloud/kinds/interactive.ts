import { asObject, asText, asWords, field, present } from '../lenient.ts';
import type { KindParser } from './kind-parser.ts';

const MAX_FORM = 65_536;

/** The answers of a filled form: JSON text, never cut, as half of it says nothing. */
const formOf = (v: unknown): string | undefined => {
  const form = typeof v === 'string' ? v : asObject(v) === undefined ? undefined : JSON.stringify(v);
  return form === undefined || form.length > MAX_FORM ? undefined : asText(form, MAX_FORM);
};

/** The answer to buttons, to a list, to a form (Flow) or to a request for permission to call. */
export const interactive: KindParser = (message) => {
  const answer = asObject(field(message, 'interactive'));
  const type = asWords(field(answer, 'type'), 100);
  const given = asObject(type === undefined ? undefined : field(answer, type));
  if (type === undefined || given === undefined) return null;
  switch (type) {
    case 'button_reply':
    case 'list_reply': {
      const id = asText(field(given, 'id'), 1000);
      const title = asWords(field(given, 'title'), 1000) ?? id;
      if (title === undefined) return null;
      return { content: { kind: 'interactive', type, ...present({ id, title, description: asWords(field(given, 'description'), 2000) }) } };
    }
    case 'nfm_reply': {
      const form = formOf(field(given, 'response_json'));
      if (form === undefined) return null;
      const words = present({ id: asWords(field(given, 'name'), 1000), title: asWords(field(given, 'body'), 1000) });
      return { content: { kind: 'interactive', type, form, ...words } };
    }
    case 'call_permission_reply': {
      const title = asWords(field(given, 'response'), 1000);
      return title === undefined ? null : { content: { kind: 'interactive', type, title } };
    }
    default:
      return null;
  }
};
