import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';

export type CanonicalPhone = {
  /** E.164 with its plus; of a Brazilian mobile always with the ninth digit. */
  readonly e164: string;
  /** ISO 3166-1; `null` when the number does not tell (satellite, freephone, some shared codes). */
  readonly country: string | null;
};

/** Brazilian area codes have no zero (11–99). */
const AREA = '[1-9][1-9]';
/** Before 2012–2016 mobile numbers had eight digits, the first one 6–9; the 9 was put in front. Providers still send both. */
const OLD_MOBILE = new RegExp(`^(${AREA})([6-9]\\d{7})$`);
const BRAZILIAN = new RegExp(`^${AREA}(9\\d{8}|[2-5]\\d{7})$`);
/** Mexican mobiles lost a 1 after the country code in 2019; WhatsApp still has it. */
const OLD_MEXICAN = /^521(?=\d{10}$)/;
const MAX_LENGTH = 60;

const brazilian = (national: string): CanonicalPhone | null => {
  const withNinth = national.replace(OLD_MOBILE, '$19$2');
  return BRAZILIAN.test(withNinth) ? { e164: `+55${withNinth}`, country: 'BR' } : null;
};

/**
 * A phone number in its one spelling, or null. Takes international spellings and national ones of `defaultCountry`; ids of WhatsApp users (digits, no plus) must be given a plus.
 * Both spellings of a Brazilian mobile give the same number.
 */
export const canonicalPhone = (text: string, defaultCountry = 'BR'): CanonicalPhone | null => {
  // Compatibility forms first: ＋５５ is a plus and two digits.
  const plain = text.normalize('NFKC').trim();
  if (plain.length > MAX_LENGTH || /[^\d\s+().\-/\u00ad\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060\ufeff]/u.test(plain)) return null;
  const written = phoneDigits(plain);
  // A plus stands in front, once.
  if (/[\d+].*\+/s.test(plain)) return null;
  const international = plain.includes('+') || written.startsWith('00');
  const digits = (international && !plain.includes('+') ? written.slice(2) : written).replace(OLD_MEXICAN, '52');
  // With its country code and the plus forgotten: 12 or 13 digits are no Brazilian number otherwise.
  if (!international && defaultCountry === 'BR' && /^55\d{10,11}$/.test(digits)) return brazilian(digits.slice(2));
  const parsed = parsePhoneNumberFromString(international ? `+${digits}` : digits, {
    defaultCountry: defaultCountry as CountryCode,
    extract: false,
  });
  if (!parsed) return null;
  if (parsed.countryCallingCode === '55') return brazilian(parsed.nationalNumber);
  // "Possible" looks at the length only: ranges newer than the tables are taken.
  return parsed.isPossible() ? { e164: parsed.number, country: parsed.country ?? null } : null;
};

/** The digits of a text, for search by the first or last ones. */
export const phoneDigits = (text: string): string => text.normalize('NFKC').replace(/\D/g, '');
