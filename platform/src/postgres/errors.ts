/** The database could not be reached, went away, or refuses work for want of room. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  /** SQLSTATE or the socket's code. */
  readonly code: string;
  /** Whether the statement or the commit may have been carried out. `false`: trying again is safe. */
  readonly maybeDone: boolean;
  constructor(cause: unknown, maybeDone: boolean) {
    super(`database unavailable: ${messageOf(cause)}`, { cause });
    this.code = codeOf(cause) ?? 'closed';
    this.maybeDone = maybeDone;
  }
}
/** A transaction in which a statement failed was asked to commit: the server rolled it back. */
export class TransactionAborted extends Error {
  override readonly name = 'TransactionAborted';
}
/** The program is older than the database. */
export class DatabaseIsNewer extends Error {
  override readonly name = 'DatabaseIsNewer';
}

const messageOf = (e: unknown): string =>
  e instanceof AggregateError ? e.errors.map(messageOf).join('; ') : e instanceof Error ? e.message : String(e);
export const codeOf = (e: unknown): string | undefined => {
  if (e instanceof AggregateError && e.errors.length > 0) return codeOf(e.errors[0]);
  const code = (e as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
};

const SOCKET = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNABORTED',
]);
/** Class 08 connection; 57P01–57P03 shutting down, crashed, starting; 25P03 idle in transaction; class 53 no room, memory or connection left. */
const SERVER = /^(08...|57P0[1-3]|25P03|53...)$/;
/** What `pg` throws without a code. */
const CLIENT =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|timeout expired|Query read timeout)/;

/** Whether the trouble is the database's, not the statement's. */
export const isUnavailable = (e: unknown): boolean => {
  if (e instanceof DatabaseUnavailable) return true;
  const code = codeOf(e);
  return code === undefined ? e instanceof Error && CLIENT.test(e.message) : SOCKET.has(code) || SERVER.test(code);
};
/** Whether the connection is lost, and not only the statement refused. */
export const connectionLost = (e: unknown): boolean => isUnavailable(e) && !codeOf(e)?.startsWith('53');
/**
 * Whether a statement that was alone on its connection never reached the server. EPIPE: the write failed, so its Sync, the last bytes of it, was not
 * taken; without it nothing commits.
 */
export const notSent = (e: unknown): boolean =>
  codeOf(e) === 'EPIPE' || (e instanceof Error && /not queryable|^Client was closed/.test(e.message));
