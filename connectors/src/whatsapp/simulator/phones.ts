/** Digits of a phone as people write it; null when it cannot be one (7 to 15 digits, E.164). */
export const phoneDigits = (text: string): string | null => {
  if (!/^\+?[\d\s().-]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  return digits.length >= 7 && digits.length <= 15 ? digits : null;
};

/** Brazilian mobiles in their full spelling: after country and area code nine digits, the first a 9. Others stay as they are. */
export const withNinthDigit = (digits: string): string =>
  /^55\d{2}[6-9]\d{7}$/.test(digits) ? `${digits.slice(0, 4)}9${digits.slice(4)}` : digits;

/** WhatsApp knows Brazilian mobiles of area codes from 31 on without their ninth digit. */
export const waIdOf = (digits: string): string =>
  /^55(3[1-9]|[4-9]\d)9\d{8}$/.test(digits) ? `${digits.slice(0, 4)}${digits.slice(5)}` : digits;
