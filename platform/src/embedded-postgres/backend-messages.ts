/** What the gateway itself says to a client, and how it reads what PostgreSQL says. Formats: PostgreSQL documentation, "Message Formats". */

const zero = Buffer.from([0]);
const text = (value: string) => Buffer.concat([Buffer.from(value), zero]);
const int32 = (...values: readonly number[]) => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeInt32BE(value, 4 * i));
  return bytes;
};

export function message(type: string, ...body: readonly Buffer[]): Buffer {
  const length = body.reduce((sum, part) => sum + part.length, 4);
  return Buffer.concat([Buffer.from(type), int32(length), ...body]);
}

export const query = (sql: string): Buffer => message('Q', text(sql));
export const sync: Buffer = message('S');
export const closeStatement = (name: string): Buffer => message('C', Buffer.from('S'), text(name));

export function errorResponse(severity: 'ERROR' | 'FATAL', code: string, why: string): Buffer {
  return message('E', text(`S${severity}`), text(`V${severity}`), text(`C${code}`), text(`M${why}`), zero);
}

export const askForPassword: Buffer = message('R', int32(3));

/** Authentication done, the parameters, a cancel key (cancelling is impossible here; drivers want one), ready. */
export function welcome(parameters: Readonly<Record<string, string>>, connection: number): Buffer {
  return Buffer.concat([
    message('R', int32(0)),
    ...Object.entries(parameters).map(([name, value]) => message('S', text(name), text(value))),
    message('K', int32(connection, 0)),
    message('Z', Buffer.from('I')),
  ]);
}

const READY = 0x5a;
const NOTIFICATION = 0x41;
const ERROR = 0x45;

export interface Answer {
  /** For the client: everything but notifications. */
  readonly forClient: Buffer;
  readonly notifications: readonly Buffer[];
  /** Status of the last ReadyForQuery: I idle, T in a transaction, E in a failed one; null when there was none (after Flush). */
  readonly status: 'I' | 'T' | 'E' | null;
  readonly failed: boolean;
}

/** Takes a complete answer of the engine apart. `errors` may replace an ErrorResponse. */
export function readAnswer(output: Buffer, errors?: (error: Buffer) => Buffer): Answer {
  const keep: Buffer[] = [];
  const notifications: Buffer[] = [];
  let status: Answer['status'] = null;
  let failed = false;
  let from = 0;
  for (let at = 0; at + 5 <= output.length;) {
    const end = at + 1 + output.readInt32BE(at + 1);
    const type = output[at];
    if (type === READY) status = String.fromCharCode(output[at + 5] ?? 0) as 'I' | 'T' | 'E';
    else if (type === NOTIFICATION) {
      keep.push(output.subarray(from, at));
      notifications.push(output.subarray(at, end));
      from = end;
    } else if (type === ERROR) {
      failed = true;
      if (errors) {
        keep.push(output.subarray(from, at), errors(output.subarray(at, end)));
        from = end;
      }
    }
    at = end;
  }
  if (from === 0) return { forClient: output, notifications, status, failed };
  keep.push(output.subarray(from));
  return { forClient: Buffer.concat(keep), notifications, status, failed };
}

/** Channel of a NotificationResponse. */
export const channelOf = (notification: Buffer): string => notification.toString('utf8', 9, notification.indexOf(0, 9));

/** A field of an ErrorResponse: C the SQLSTATE, M the message. */
export function errorField(error: Buffer, field: string): string | undefined {
  for (let at = 5; at < error.length && error[at] !== 0;) {
    const end = error.indexOf(0, at + 1);
    if (error[at] === field.charCodeAt(0)) return error.toString('utf8', at + 1, end);
    at = end + 1;
  }
  return undefined;
}

/** Rows of a simple query's answer, as text. Throws the first error in it. */
export function textRows(output: Buffer): (string | null)[][] {
  const rows: (string | null)[][] = [];
  for (let at = 0; at + 5 <= output.length;) {
    const end = at + 1 + output.readInt32BE(at + 1);
    if (output[at] === ERROR) {
      const error = output.subarray(at, end);
      throw new Error(`${errorField(error, 'C')}: ${errorField(error, 'M')}`);
    }
    if (output[at] === 0x44) rows.push(rowText(output, at + 5));
    at = end;
  }
  return rows;
}

function rowText(output: Buffer, start: number): (string | null)[] {
  const columns = output.readInt16BE(start);
  const row: (string | null)[] = [];
  let at = start + 2;
  for (let i = 0; i < columns; i++) {
    const length = output.readInt32BE(at);
    at += 4;
    row.push(length < 0 ? null : output.toString('utf8', at, at + length));
    at += Math.max(length, 0);
  }
  return row;
}
