/** One structured line per decision; pino's own shape. Never a message body, an address or a secret. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
const nothing = (): void => undefined;
/** Writes nothing. */
export const silent: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
