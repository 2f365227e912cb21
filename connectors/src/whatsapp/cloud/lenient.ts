/** Reading of delivered values: what is there in another spelling (a number as text, a text as number) is taken, anything else is `undefined`. */
export type Json = Readonly<Record<string, unknown>>;

export const asObject = (v: unknown): Json | undefined =>
  typeof v === 'object' && v !== null && !Array.isArray(v) ? (v as Json) : undefined;

/** A list, or the one thing that stands where a list belongs. */
export const asList = (v: unknown): readonly unknown[] => (Array.isArray(v) ? v : v === undefined || v === null ? [] : [v]);

/** The own field of an object: a key such as `constructor` never reads a prototype. */
export const field = (o: Json | undefined, name: string): unknown => (o !== undefined && Object.hasOwn(o, name) ? o[name] : undefined);

/** Without U+0000, without half surrogates, at most `max` UTF-16 units. */
export const clip = (s: string, max: number): string => {
  const clean = s.replaceAll('\u0000', '').toWellFormed();
  if (clean.length <= max) return clean;
  const last = clean.charCodeAt(max - 1);
  return clean.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
};

/** A text of at most `max`, longer ones cut; numbers (within the safe integers, or fractions) as text. */
export const asText = (v: unknown, max: number): string | undefined =>
  typeof v === 'string'
    ? clip(v, max)
    : typeof v === 'number' && Number.isFinite(v) && Math.abs(v) <= Number.MAX_SAFE_INTEGER
      ? String(v)
      : undefined;

/** Longest id of a message at a provider that the product keeps; Meta's are below 100. */
export const MAX_PROVIDER_ID = 300;

/** An id: never empty, and never cut, as another id would come out. */
export const asId = (v: unknown, max: number): string | undefined => {
  const s = asText(v, max + 1)?.trim();
  return s !== undefined && s.length > 0 && s.length <= max ? s : undefined;
};

/** A text that says something. */
export const asWords = (v: unknown, max: number): string | undefined => {
  const s = asText(v, max)?.trim();
  return s === '' ? undefined : s;
};

export const asNumber = (v: unknown): number | undefined => {
  const n = typeof v === 'number' ? v : typeof v === 'string' && v.trim() !== '' ? Number(v) : Number.NaN;
  return Number.isFinite(n) ? n : undefined;
};

export const asBoolean = (v: unknown): boolean | undefined =>
  typeof v === 'boolean' ? v : v === 'true' || v === 1 ? true : v === 'false' || v === 0 ? false : undefined;

/** Past this, Unix seconds are milliseconds (the year 5138). */
const SECONDS_END = 1e11;
/** Unix seconds as number or text. */
export const asTime = (v: unknown): Date | undefined => {
  const n = asNumber(v);
  if (n === undefined || n <= 0) return undefined;
  const at = new Date(n >= SECONDS_END ? n : n * 1000);
  return Number.isNaN(at.getTime()) ? undefined : at;
};

/** The object without the fields that are undefined: under exactOptionalPropertyTypes an absent field is absent. */
export const present = <T extends object>(
  o: T,
): { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
} => Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined)) as never;
