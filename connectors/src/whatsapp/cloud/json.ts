/** Meta's published ceiling of one delivery, in bytes. */
export const MAX_DELIVERY_BYTES = 3 * 1024 * 1024;
/** Deepest nesting of objects and arrays that is read; Meta's own deliveries stay below 12. */
export const MAX_DEPTH = 64;

export type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly why: 'too_large' | 'not_utf8' | 'not_json' | 'too_deep' | 'duplicate_key' };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const withoutNul = (s: string): string => s.replaceAll('\u0000', '');

/** Where the string that opens at `at` closes; the end of the text when it never does. */
const closing = (text: string, at: number): number => {
  for (let i = at + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === BACKSLASH) i++;
    else if (c === QUOTE) return i;
  }
  return text.length;
};

/** The key as a reader gets it: `"\u0061"` and `"a"` are the same key. */
const keyText = (text: string, from: number, to: number): string => {
  const plain = text.slice(from + 1, to);
  if (!plain.includes('\\')) return plain;
  try {
    return withoutNul(JSON.parse(text.slice(from, to + 1)) as string);
  } catch {
    return plain;
  }
};

/** One pass over the text before anything is built from it: how deep it goes, and whether an object names a key twice. */
const inspect = (text: string): { deep: boolean; doubled: boolean } => {
  const open: (Set<string> | null)[] = [];
  let doubled = false;
  let keyNext = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    switch (c) {
      case '{':
      case '[':
        if (open.length === MAX_DEPTH) return { deep: true, doubled };
        keyNext = c === '{';
        open.push(keyNext ? new Set() : null);
        break;
      case '}':
      case ']':
        open.pop();
        keyNext = false;
        break;
      case ',':
        keyNext = open.at(-1) instanceof Set;
        break;
      case '"': {
        const end = closing(text, i);
        const keys = open.at(-1);
        if (keyNext && keys) {
          const key = keyText(text, i, end);
          doubled ||= keys.has(key);
          keys.add(key);
        }
        keyNext = false;
        i = end;
        break;
      }
    }
  }
  return { deep: false, doubled };
};

/** Recursion is bounded by {@link MAX_DEPTH}. */
const cleaned = (v: unknown): unknown => {
  if (typeof v === 'string') return withoutNul(v);
  if (Array.isArray(v)) return v.map(cleaned);
  if (typeof v !== 'object' || v === null) return v;
  return Object.fromEntries(Object.entries(v).map(([k, x]) => [withoutNul(k), cleaned(x)]));
};

/**
 * Reads delivered bytes as one unambiguous JSON value: no parser further on may see something else in them. U+0000 is removed from texts and keys.
 * Never throws.
 */
export const readStrictJson = (bytes: Uint8Array): StrictJson => {
  if (bytes.byteLength > MAX_DELIVERY_BYTES) return { ok: false, why: 'too_large' };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, why: 'not_utf8' };
  }
  const { deep, doubled } = inspect(text);
  if (deep) return { ok: false, why: 'too_deep' };
  try {
    const value: unknown = JSON.parse(text);
    if (doubled) return { ok: false, why: 'duplicate_key' };
    return { ok: true, value: text.includes('\\u0000') ? cleaned(value) : value };
  } catch {
    return { ok: false, why: 'not_json' };
  }
};
