import { explainGraphError, type GraphErrorClass, type GraphRetry } from '@master-ia/schemas/channels/graph-errors.ts';
import type { HttpFailure } from '@master-ia/platform/http/provider.ts';
import { asNumber, asObject, asText, asWords, field } from './lenient.ts';

/** What Graph said in its error; all of it may be absent in an answer that is not Graph's own. */
export type GraphTold = {
  readonly code: number | null;
  readonly subcode: number | null;
  readonly message: string;
  readonly details: string | null;
  /** Meta's support asks for it. */
  readonly fbtraceId: string | null;
};

export type GraphRefused = GraphTold & {
  readonly kind: 'refused';
  readonly status: number;
  readonly class: GraphErrorClass;
  /** `not_processed` alone allows a send to be made again. */
  readonly retry: GraphRetry;
  readonly suspends: boolean;
  /** How long to wait before the next try, in milliseconds; without it the caller's own schedule holds. */
  readonly afterMs?: number;
};
/** Nothing of the request left this machine. */
export type GraphNotSent = { readonly kind: 'not_sent'; readonly why: string };
/** Whether Meta did it cannot be told: time-out, reset, 5xx, or an answer that says neither yes nor no. */
export type GraphAmbiguous = { readonly kind: 'ambiguous'; readonly why: string; readonly status?: number; readonly told?: GraphTold };
export type GraphFailure = GraphRefused | GraphNotSent | GraphAmbiguous;
export type GraphResult<T> = { readonly kind: 'ok'; readonly value: T } | GraphFailure;

export type GraphAnswer = {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
};

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Where Meta tells no time: its own advice (pair rate 4^n s, maintenance 1 to 5 min, call limits in minutes). */
const usualWait: ReadonlyMap<number, number> = new Map([
  [4, MINUTE_MS],
  [80007, MINUTE_MS],
  [130429, 2_000],
  [131056, 4_000],
  [131057, MINUTE_MS],
]);
const UNTOLD_WAIT_MS = 5_000;

const parsed = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
};

const header = (a: GraphAnswer, name: string): string | undefined => {
  const v = a.headers[name];
  return typeof v === 'string' ? v : v?.[0];
};

/** Minutes until calls are allowed again, as the usage header of a business tells them. */
const minutesToRegain = (usage: string | undefined): number => {
  if (usage === undefined) return 0;
  const byAccount = Object.values(asObject(parsed(Buffer.from(usage))) ?? {});
  const entries = byAccount.flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
  return Math.max(0, ...entries.map((e) => asNumber(field(asObject(e), 'estimated_time_to_regain_access')) ?? 0));
};

const waitOf = (answer: GraphAnswer, code: number | null): number => {
  const seconds = asNumber(header(answer, 'retry-after')) ?? 0;
  const told = Math.max(seconds * 1000, minutesToRegain(header(answer, 'x-business-use-case-usage')) * MINUTE_MS);
  const wait = told > 0 ? told : ((code === null ? undefined : usualWait.get(code)) ?? UNTOLD_WAIT_MS);
  return Math.min(wait, DAY_MS);
};

const toldBy = (body: unknown, status: number): GraphTold => {
  const error = asObject(field(asObject(body), 'error'));
  return {
    code: asNumber(field(error, 'code')) ?? null,
    subcode: asNumber(field(error, 'error_subcode')) ?? null,
    message: asWords(field(error, 'message'), 1000) ?? `HTTP ${status}`,
    details: asWords(field(asObject(field(error, 'error_data')), 'details'), 1000) ?? asWords(field(error, 'error_user_msg'), 1000) ?? null,
    fbtraceId: asText(field(error, 'fbtrace_id'), 200) ?? null,
  };
};

const failure = (answer: GraphAnswer, body: unknown): GraphFailure => {
  const told = toldBy(body, answer.status);
  const known = told.code === null ? undefined : explainGraphError(told.code, told.subcode ?? undefined);
  const notProcessed = answer.status === 429 || known?.retry === 'not_processed';
  const undecided = answer.status >= 500 || answer.status === 408 || known?.class === 'transient' || known?.class === 'unknown_outcome';
  if (!notProcessed && (undecided || answer.status < 400))
    return { kind: 'ambiguous', why: `http_${answer.status}`, status: answer.status, told };
  return {
    kind: 'refused',
    ...told,
    status: answer.status,
    class: known?.class ?? (notProcessed ? 'rate_limited' : 'permanent_content'),
    retry: notProcessed ? 'not_processed' : (known?.retry ?? 'never'),
    suspends: known?.suspends ?? false,
    ...(notProcessed ? { afterMs: waitOf(answer, told.code) } : {}),
  };
};

/**
 * What an answer of Graph means. Only HTTP 429 and the documented codes are not processed; a 5xx, 408, an unknown failure, a redirect and a 200 that
 * `read` finds nothing in leave the outcome open; every other refusal is final.
 */
export const interpret = <T>(answer: GraphAnswer, read: (body: Readonly<Record<string, unknown>>) => T | undefined): GraphResult<T> => {
  const body = parsed(answer.body);
  const object = asObject(body);
  if (answer.status < 200 || answer.status > 299 || field(object, 'error') !== undefined) return failure(answer, body);
  const value = object === undefined ? undefined : read(object);
  return value === undefined ? { kind: 'ambiguous', why: 'unreadable_answer', status: answer.status } : { kind: 'ok', value };
};

/** Graph has no code of its own for a proof that is missing or wrong: it says 100, and names the argument. */
export const aboutProof = (f: GraphRefused): boolean => f.code === 100 && f.message.includes('appsecret_proof');

/** A request without an answer: only what never left this machine is known not to have been done. */
export const failed = (f: HttpFailure): GraphNotSent | GraphAmbiguous =>
  f.beforeFirstByte ? { kind: 'not_sent', why: f.why } : { kind: 'ambiguous', why: f.why };
