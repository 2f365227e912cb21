import { pino, type DestinationStream, type Level } from 'pino';
import type { Log } from '../ports/log.ts';
import { withoutPersonalData } from './redaction.ts';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Fields that are never written, at the top of a line or one level down. */
const REDACTED = [
  'authorization',
  'body',
  'cookie',
  'email',
  'headers',
  'password',
  'payload',
  'phone',
  'secret',
  'text',
  'token',
  'accessToken',
  'appSecret',
  'apiKey',
  'masterKey',
  'verifyToken',
];

/** What of an error is written: never its other fields (`pg` puts rows into `detail`, clients put requests into theirs). */
const errorFields = (e: unknown, depth = 0): object => {
  if (!(e instanceof Error)) return { message: withoutPersonalData(String(e)) };
  const code = (e as { code?: unknown }).code;
  return {
    type: e.name,
    message: withoutPersonalData(e.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(e.stack && depth === 0 ? { stack: withoutPersonalData(e.stack) } : {}),
    ...(e.cause !== undefined && depth < 3 ? { cause: errorFields(e.cause, depth + 1) } : {}),
  };
};
/** Where a decision belongs; put them on every line that tells one. */
export type Decision = { readonly tenant?: string; readonly stream?: string; readonly correlation?: string };
export type ChildLog = Log & { child(fields: object): ChildLog };

/**
 * JSON lines on standard output: `time` (ISO), `level`, `name`, the fields, `msg`. Errors go under `err`, `error`, `cause` or `reason`.
 * Secrets and addresses in error texts are masked; bodies are never logged.
 */
export const openLog = (o: { readonly level: LogLevel; readonly name: string; readonly to?: DestinationStream }): ChildLog => {
  const root = pino(
    {
      name: o.name,
      level: o.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED.flatMap((f) => [f, `*.${f}`]), censor: '…' },
      serializers: Object.fromEntries(
        ['err', 'error', 'cause', 'reason'].map((f) => [f, (v: unknown) => (v instanceof Error ? errorFields(v) : v)]),
      ),
    },
    o.to ?? pino.destination({ dest: 1, sync: true }),
  ).child({ name: o.name });
  const wrap = (logger: typeof root): ChildLog => {
    const write = (level: Level) => (fields: object, message: string) => logger[level](fields, message);
    return {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      child: (fields) => wrap(logger.child(fields)),
    };
  };
  return wrap(root);
};
