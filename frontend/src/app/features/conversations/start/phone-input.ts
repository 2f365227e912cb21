/** E.164 of what a person typed: "11 98765-4321" is Brazilian, "+351 912…" and "00351…" are as they say. Null when it cannot be a number. */
export const phoneIn = (text: string): string | null => {
  const typed = text.trim();
  if (!/^\+?[\d\s().-]{8,24}$/.test(typed)) return null;
  const digits = typed.replace(/\D/g, '');
  if (typed.startsWith('+')) return plausible(digits);
  if (digits.startsWith('00')) return plausible(digits.slice(2));
  const local = digits.startsWith('0') ? digits.slice(1) : digits;
  // Two digits of area and eight or nine of the line; with the country's code before them twelve or thirteen.
  if (local.length === 10 || local.length === 11) return `+55${local}`;
  return local.startsWith('55') && (local.length === 12 || local.length === 13) ? `+${local}` : plausible(local);
};

const plausible = (digits: string): string | null => (digits.length >= 8 && digits.length <= 15 ? `+${digits}` : null);
