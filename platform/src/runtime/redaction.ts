/** Meta access tokens, our API keys, bearer credentials, credentials in URLs. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\bEAA[A-Za-z0-9]{16,}/g, 'EAA…'],
  [/\bmia_[A-Za-z0-9_-]{8,}/g, 'mia_…'],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, '$1 …'],
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]*@/gi, '$1…@'],
  [/([?&#](?:access_token|appsecret_proof|token|hub\.verify_token|signature|code)=)[^&\s"']+/gi, '$1…'],
];
const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/** International spelling, or 10–15 digits in a row that are no part of a longer number or identifier. */
const PHONE = /\+\d[\d ()-]{6,18}\d|(?<![\w.-])\d{10,15}(?![\w-])/g;

/** Masks what must not stand in a log in text that was not written by us: error messages, stacks. */
export const withoutPersonalData = (text: string): string => {
  let t = text;
  for (const [pattern, mask] of SECRETS) t = t.replace(pattern, mask);
  return t.replace(EMAIL, '…@…').replace(PHONE, '+…');
};
