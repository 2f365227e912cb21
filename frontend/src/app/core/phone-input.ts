/** International numbers have at most 15 digits (E.164) and in practice at least 8. */
const SHORTEST = 8;
const LONGEST = 15;
/** Brazil's country code and the rule of its mobiles: area code, a 9, eight digits. */
const BRAZIL = '55';
const OLD_MOBILE = /^([1-9][1-9])([6-9]\d{7})$/;
const MOBILE = /^[1-9][1-9]9\d{8}$/;
const FIXED = /^[1-9][1-9][2-5]\d{7}$/;

const brazilian = (local: string): string | null => {
  const digits = local.replace(OLD_MOBILE, '$19$2');
  return MOBILE.test(digits) || FIXED.test(digits) ? `+${BRAZIL}${digits}` : null;
};

/**
 * What a person typed as E.164, or null: a number without a country code is Brazilian, and an old mobile gets its ninth digit.
 * The server canonicalises again and decides; this shows beforehand what will be kept.
 */
export const phoneOf = (typed: string): string | null => {
  const text = typed.normalize('NFKC').replace(/[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '');
  if (!/^\+?[\d().\-‐‑–]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  const abroad = text.startsWith('+') ? digits : digits.startsWith('00') ? digits.slice(2) : null;
  if (abroad !== null) {
    if (abroad.startsWith(BRAZIL)) return brazilian(abroad.slice(2).replace(/^0/, ''));
    return !abroad.startsWith('0') && abroad.length >= SHORTEST && abroad.length <= LONGEST ? `+${abroad}` : null;
  }
  // Trunk prefix, with or without a carrier's two digits.
  const local = digits.replace(/^0(?:\d{2}(?=\d{10,11}$))?/, '');
  if (local.length >= 12 && local.startsWith(BRAZIL)) return brazilian(local.slice(2));
  return local.length === 10 || local.length === 11 ? brazilian(local) : null;
};
