/**
 * A request that was not answered. `beforeFirstByte`: nothing of the request left this machine (no name, no connection), so that nobody can have acted on it;
 * otherwise it is unknown whether it was carried out.
 */
export type HttpFailure = {
  readonly ok: false;
  readonly beforeFirstByte: boolean;
  readonly why: FailureReason;
  /** For people, without URL, headers or body. */
  readonly detail: string;
};
export type FailureReason =
  | 'dns'
  | 'connect'
  | 'tls'
  | 'timeout'
  | 'reset'
  | 'aborted'
  | 'too_large'
  | 'protocol'
  | 'invalid_request'
  /** Only of the guarded client: the address is not public. */
  | 'blocked'
  | 'redirect';

/** The request was ended by us. */
export class Deadline extends Error {
  override readonly name = 'Deadline';
}
/** An address that a tenant may not reach. */
export class BlockedAddress extends Error {
  override readonly name = 'BlockedAddress';
  readonly code = 'BLOCKED_ADDRESS';
}
/** A body that went on beyond what was allowed. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

const BY_CODE: Readonly<Record<string, FailureReason>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  ECONNREFUSED: 'connect',
  EHOSTUNREACH: 'connect',
  ENETUNREACH: 'connect',
  EADDRNOTAVAIL: 'connect',
  EACCES: 'connect',
  UND_ERR_CONNECT_TIMEOUT: 'connect',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_CLOSED: 'aborted',
  UND_ERR_DESTROYED: 'aborted',
  UND_ERR_ABORTED: 'aborted',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'too_large',
  UND_ERR_INVALID_ARG: 'invalid_request',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'invalid_request',
  BLOCKED_ADDRESS: 'blocked',
};
const TLS = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH/;

export const codeOf = (e: unknown): string => {
  if (e instanceof AggregateError && e.errors.length > 0) return codeOf(e.errors[0]);
  const { code, cause } = (e ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === 'string' && code !== 'UND_ERR') return code;
  return cause === undefined ? '' : codeOf(cause);
};
export const reasonOf = (e: unknown): FailureReason => {
  if (e instanceof Deadline) return 'timeout';
  if (e instanceof BodyTooLarge) return 'too_large';
  const code = codeOf(e);
  if (BY_CODE[code]) return BY_CODE[code];
  if (TLS.test(code)) return 'tls';
  if (e instanceof Error && e.name === 'AbortError') return 'aborted';
  return code === 'ETIMEDOUT' ? 'timeout' : 'protocol';
};
export const failure = (e: unknown, beforeFirstByte: boolean): HttpFailure => {
  const why = reasonOf(e);
  return { ok: false, beforeFirstByte, why, detail: codeOf(e) || (e instanceof Error ? e.name : why) };
};
