import { asList, asObject, asWords, field, type Json } from '../lenient.ts';
import type { KindParser } from './kind-parser.ts';

const words = (v: unknown, name: string, max: number): readonly string[] =>
  asList(v)
    .slice(0, 20)
    .map((x) => asWords(field(asObject(x), name), max))
    .filter((x) => x !== undefined);

const nameOf = (card: Json): string | undefined => {
  const name = asObject(field(card, 'name'));
  const part = (key: string) => asWords(field(name, key), 160);
  return (
    asWords(field(name, 'formatted_name'), 500) ??
    ([part('first_name'), part('middle_name'), part('last_name')].filter(Boolean).join(' ') || undefined) ??
    asWords(field(asObject(field(card, 'org')), 'company'), 500)
  );
};

/** Shared contact cards: what a person reads of them. */
export const contacts: KindParser = (message) => {
  const cards = asList(field(message, 'contacts'))
    .slice(0, 257)
    .flatMap((c) => {
      const card = asObject(c);
      if (card === undefined) return [];
      const phones = words(field(card, 'phones'), 'phone', 50);
      const emails = words(field(card, 'emails'), 'email', 320);
      const name = nameOf(card) ?? phones[0] ?? emails[0];
      return name === undefined ? [] : [{ name, phones: [...phones], emails: [...emails] }];
    });
  return cards.length === 0 ? null : { content: { kind: 'contacts', contacts: cards } };
};
