/** Country codes of two digits where the numbering is common here, and all of one digit; the rest are taken as three. ITU-T E.164 list. */
const TWO = new Set(
  '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(
    ' ',
  ),
);

/** E.164 for reading: +55 11 98765-4321, +1 415 555-2671, +351 912 345 678. Anything else is returned as it is. */
export const formatPhone = (e164: string): string => {
  const digits = /^\+(\d{6,15})$/.exec(e164)?.[1];
  if (!digits) return e164;
  if (digits.startsWith('55') && (digits.length === 12 || digits.length === 13)) {
    const local = digits.slice(4);
    return `+55 ${digits.slice(2, 4)} ${local.slice(0, -4)}-${local.slice(-4)}`;
  }
  if (digits.startsWith('1') && digits.length === 11) return `+1 ${digits.slice(1, 4)} ${digits.slice(4, 7)}-${digits.slice(7)}`;
  const code = /^[17]/.test(digits) ? digits.slice(0, 1) : TWO.has(digits.slice(0, 2)) ? digits.slice(0, 2) : digits.slice(0, 3);
  return `+${code} ${grouped(digits.slice(code.length))}`;
};

/** In threes, the last group three or four digits. */
const grouped = (digits: string): string => {
  const groups: string[] = [];
  let rest = digits;
  while (rest.length > 4) {
    groups.push(rest.slice(0, 3));
    rest = rest.slice(3);
  }
  return [...groups, rest].join(' ');
};
