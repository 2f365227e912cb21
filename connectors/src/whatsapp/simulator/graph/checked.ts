import { refuse, refuseMessage } from './errors.ts';

export type Json = Readonly<Record<string, unknown>>;
export const isObject = (v: unknown): v is Json => typeof v === 'object' && v !== null && !Array.isArray(v);

/**
 * Readers of one level of a request body. They refuse as Graph does: 131008 when a parameter is missing, 100 when it has the wrong type,
 * length or name, 131009 when its value cannot be.
 */
export const missing = (path: string) => refuseMessage(131008, `Parameter ${path} is required.`);
export const badValue = (path: string, why: string) => refuseMessage(131009, `Parameter ${path}: ${why}`);
export const badParameter = (text: string) => refuse(400, 100, `(#100) ${text}`);

/** The string that a value is; empty for anything else. */
export const textOf = (v: unknown): string => (typeof v === 'string' ? v : '');

/** A JSON object with no other keys than these. */
export const objectAt = (v: unknown, path: string, keys: readonly string[]): Json => {
  if (v === undefined || v === null) throw missing(path);
  if (!isObject(v)) throw badParameter(`Param ${path} must be a JSON object.`);
  const unknown = Object.keys(v).find((k) => !keys.includes(k));
  if (unknown !== undefined) throw badParameter(`Unexpected key "${unknown}" on param "${path}".`);
  return v;
};

export const listAt = (v: unknown, path: string, o: { min: number; max: number }): readonly unknown[] => {
  if (v === undefined || v === null) throw missing(path);
  if (!Array.isArray(v)) throw badParameter(`Param ${path} must be an array.`);
  if (v.length < o.min || v.length > o.max) throw badValue(path, `must have ${o.min} to ${o.max} entries`);
  return v;
};

/** A string of at most `max` characters, not empty. */
export const textAt = (v: unknown, path: string, max: number): string => {
  if (v === undefined || v === null) throw missing(path);
  if (typeof v !== 'string') throw badParameter(`Param ${path} must be a string.`);
  if (v.trim() === '') throw missing(path);
  if (v.length > max) throw badParameter(`Param ${path} must be at most ${max} characters long.`);
  return v;
};
export const optionalTextAt = (v: unknown, path: string, max: number): string | undefined =>
  v === undefined ? undefined : textAt(v, path, max);

export const oneOfAt = <const T extends string>(v: unknown, path: string, values: readonly T[]): T => {
  if (v === undefined || v === null) throw missing(path);
  const found = values.find((x) => x === v);
  if (found === undefined) throw badParameter(`Param ${path} must be one of {${values.join(', ')}} - got ${JSON.stringify(v)}.`);
  return found;
};

/** A number, or a string that is one. */
export const numberAt = (v: unknown, path: string, min: number, max: number): number => {
  if (v === undefined || v === null || v === '') throw missing(path);
  const n = typeof v === 'string' ? Number(v) : v;
  if (typeof n !== 'number' || !Number.isFinite(n)) throw badParameter(`Param ${path} must be a number.`);
  if (n < min || n > max) throw badValue(path, `must be between ${min} and ${max}`);
  return n;
};

export const urlAt = (v: unknown, path: string): string => {
  const text = textAt(v, path, 2048);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') throw badValue(path, 'is not a valid URI');
  return text;
};
