import type { ContactRow } from '@master-ia/schemas/contacts/tables.ts';
import { searchWords, tenantLexeme } from '@master-ia/schemas/search-words.ts';

/** Country codes whose numbers people also begin without them: with the area code, or with the subscriber's number. */
const BRAZIL = /^\+55(\d{2})(\d{8,9})$/;
const forwards = (phone: string): readonly string[] => {
  const digits = phone.replace(/\D/g, '');
  const [, area, local] = BRAZIL.exec(phone) ?? [];
  return area !== undefined && local !== undefined ? [digits, area + local, local] : [digits];
};

/** What a contact is found by: words of its names, `p` and the first digits of its numbers, `q` and the last ones backwards. Lexemes separated by spaces. */
export const contactDoc = (row: ContactRow, tenant: string): string => {
  const lexemes = new Set([tenantLexeme(tenant), ...searchWords(`${row.given_name ?? ''} ${row.profile_name ?? ''}`)]);
  for (const { kind, value } of row.addresses) {
    if (kind !== 'phone') continue;
    for (const digits of forwards(value)) lexemes.add(`p${digits}`);
    lexemes.add(`q${[...value.replace(/\D/g, '')].reverse().join('')}`);
  }
  return [...lexemes].join(' ');
};
