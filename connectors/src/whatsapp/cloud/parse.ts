import type { Item } from './items.ts';
import type { KindTable } from './kinds/kind-parser.ts';
import { kindTable } from './kinds/table.ts';
import { asId, asList, asObject, asWords, field, type Json } from './lenient.ts';
import { readStrictJson, type StrictJson } from './json.ts';
import { parseAccountChange } from './parse-account.ts';
import { errorsTold, parseMessage } from './parse-message.ts';
import { parseStatus } from './parse-status.ts';

const phoneNumberIdOf = (value: Json): string | undefined => asId(field(asObject(field(value, 'metadata')), 'phone_number_id'), 200);

/** A fault in one parser costs its own item only. */
const guarded = (path: string, parse: () => Item): Item => {
  try {
    return parse();
  } catch {
    return { item: 'not_understood', path, why: 'parser_failed' };
  }
};

const messagesChange = (value: Json, accountId: string, path: string, kinds: KindTable): readonly Item[] => {
  const messages = asList(field(value, 'messages'));
  const statuses = asList(field(value, 'statuses'));
  const errors = errorsTold(field(value, 'errors'));
  const phoneNumberId = phoneNumberIdOf(value);
  const told: Item[] =
    errors.length === 0
      ? []
      : [
          {
            item: 'account',
            path: `${path}.errors`,
            accountId,
            field: 'errors',
            errors,
            ...(phoneNumberId === undefined ? {} : { phoneNumberId }),
          },
        ];
  if (messages.length + statuses.length === 0) return told.length > 0 ? told : [{ item: 'not_understood', path, why: 'nothing_in_it' }];
  if (phoneNumberId === undefined) return [...told, { item: 'not_understood', path, why: 'no_phone_number_id' }];
  return [
    ...told,
    ...messages.map((m, i) =>
      guarded(`${path}.messages[${i}]`, () => parseMessage(m, value, phoneNumberId, `${path}.messages[${i}]`, kinds)),
    ),
    ...statuses.map((s, i) => guarded(`${path}.statuses[${i}]`, () => parseStatus(s, phoneNumberId, `${path}.statuses[${i}]`))),
  ];
};

const otherChange = (name: string, value: Json, accountId: string, path: string): Item => {
  const news = parseAccountChange(name, value, accountId, path);
  if (news !== undefined) return news;
  const phoneNumberId = phoneNumberIdOf(value);
  return {
    item: 'not_supported',
    path,
    why: name.startsWith('group_') ? 'group' : 'field',
    providerKind: name,
    ...(phoneNumberId === undefined ? {} : { phoneNumberId }),
  };
};

const change = (raw: unknown, accountId: string, path: string, kinds: KindTable): readonly Item[] => {
  const told = asObject(raw);
  if (told === undefined) return [{ item: 'not_understood', path, why: 'not_an_object' }];
  const value = asObject(field(told, 'value'));
  if (value === undefined) return [{ item: 'not_understood', path: `${path}.value`, why: 'no_value' }];
  const name = asWords(field(told, 'field'), 200) ?? 'messages';
  return name === 'messages'
    ? messagesChange(value, accountId, `${path}.value`, kinds)
    : [guarded(`${path}.value`, () => otherChange(name, value, accountId, `${path}.value`))];
};

const entry = (raw: unknown, path: string, kinds: KindTable): readonly Item[] => {
  const told = asObject(raw);
  if (told === undefined) return [{ item: 'not_understood', path, why: 'not_an_object' }];
  const changes = asList(field(told, 'changes'));
  if (changes.length === 0) return [{ item: 'not_understood', path, why: 'no_changes' }];
  const accountId = asId(field(told, 'id'), 200) ?? '';
  return changes.flatMap((c, i) => change(c, accountId, `${path}.changes[${i}]`, kinds));
};

/**
 * Everything that one delivery says, in its order. Every part of it comes out as an item: what is bad or unknown is an item too, and never hides another.
 * Never throws, whatever the value. `kinds` is the table of message kinds that are understood.
 */
export const parseDelivery = (value: unknown, kinds: KindTable = kindTable): readonly Item[] => {
  const delivery = asObject(value);
  if (delivery === undefined) return [{ item: 'not_understood', path: '$', why: 'not_an_object' }];
  if (field(delivery, 'object') !== 'whatsapp_business_account') return [{ item: 'not_understood', path: '$.object', why: 'other_object' }];
  const entries = asList(field(delivery, 'entry'));
  if (entries.length === 0) return [{ item: 'not_understood', path: '$.entry', why: 'no_entries' }];
  return entries.flatMap((e, i) => entry(e, `$.entry[${i}]`, kinds));
};

export type ReadDelivery =
  { readonly ok: true; readonly items: readonly Item[] } | { readonly ok: false; readonly why: Extract<StrictJson, { ok: false }>['why'] };

/** From the exact bytes of a delivery to its items. Never throws. */
export const readDelivery = (bytes: Uint8Array, kinds: KindTable = kindTable): ReadDelivery => {
  const json = readStrictJson(bytes);
  return json.ok ? { ok: true, items: parseDelivery(json.value, kinds) } : json;
};
