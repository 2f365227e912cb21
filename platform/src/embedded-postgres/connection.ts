import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { askForPassword, errorResponse, query, welcome } from './backend-messages.ts';
import { laneNamed } from './lanes.ts';
import { createMessageReader, ProtocolViolation, startupParameters } from './message-reader.ts';
import type { Member, Session } from './session.ts';
import { readSql, refusal } from './sql-text.ts';
import { createStatementNames } from './statement-names.ts';

/** A client that sends more batches than this without waiting for answers is not read further until some have run. */
const MAX_BACKLOG = 256;
const SSL_REQUEST = 80877103;
const GSS_REQUEST = 80877104;
const CANCEL_REQUEST = 80877102;
const PROTOCOL_3 = 3;

export interface ConnectionOptions {
  readonly id: number;
  readonly session: Session;
  readonly parameters: Readonly<Record<string, string>>;
  /** Asked for on a TCP socket; on a Unix socket the directory's mode protects. */
  readonly password: string | null;
}

/** Speaks PostgreSQL's wire protocol with one client and hands its batches to the session. */
export function serveConnection(socket: Socket, options: ConnectionOptions): void {
  const { id, session, parameters, password } = options;
  const names = createStatementNames(id);
  let member: Member | null = null;
  let startup: ReadonlyMap<string, string> = new Map();
  let parts: Buffer[] = [];
  let listen: string[] = [];
  let unlisten: string[] = [];

  const write = (bytes: Buffer) => void (socket.writable && socket.write(bytes));
  const fatal = (code: string, why: string) => {
    if (socket.writable) socket.end(errorResponse('FATAL', code, why), () => socket.destroy());
    leave();
  };
  const leave = () => {
    member?.leave(names.closeAll());
    member = null;
  };

  const join = () => {
    member = session.join({ lane: laneNamed(startup.get('application_name')), send: write, kill: fatal });
    write(welcome({ ...parameters, application_name: startup.get('application_name') ?? '' }, id));
  };

  const onStartup = (code: number, packet: Buffer): boolean => {
    if (code === SSL_REQUEST || code === GSS_REQUEST) write(Buffer.from('N'));
    else if (code === CANCEL_REQUEST) socket.end();
    else if (code >>> 16 !== PROTOCOL_3) fatal('0A000', 'unsupported frontend protocol');
    else {
      startup = startupParameters(packet);
      if (password === null) join();
      else write(askForPassword);
      return true;
    }
    return false;
  };

  /** The SQL text as the session may run it. */
  const admit = (sql: string): string | null => {
    const text = readSql(sql);
    if (text.refused) return refusal(text.refused);
    listen.push(...text.listen);
    unlisten.push(...text.unlisten);
    return null;
  };

  const submit = () => {
    const messages = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    member?.submit({ messages, listen, unlisten });
    parts = [];
    listen = [];
    unlisten = [];
    if ((member?.backlog() ?? 0) > MAX_BACKLOG) hold();
  };
  const hold = () => {
    socket.pause();
    setTimeout(() => ((member?.backlog() ?? 0) > MAX_BACKLOG ? hold() : socket.resume()), 5);
  };

  const onMessage = (type: string, message: Buffer): void => {
    if (type === 'X') return void socket.end();
    if (!member) {
      if (type === 'p' && password !== null && samePassword(message.toString('utf8', 5, message.length - 1), password)) join();
      else if (socket.writable) fatal('28P01', 'password authentication failed');
      return;
    }
    if (type === 'Q') {
      const refused = admit(message.toString('utf8', 5, message.length - 1));
      parts.push(refused === null ? message : query(refused));
      submit();
    } else if (type === 'P') {
      const textAt = message.indexOf(0, 5) + 1;
      const end = message.indexOf(0, textAt);
      const refused = admit(message.toString('utf8', textAt, end));
      parts.push(names.rename('P', refused === null ? message : replaced(message, textAt, end, refused)));
    } else if ('BDCESH'.includes(type)) {
      parts.push(names.rename(type, message));
      if (type === 'S' || type === 'H') submit();
    } else if (!'dcf'.includes(type)) {
      fatal('08P01', `unexpected message ${type}`);
    }
  };

  const reader = createMessageReader({ startup: onStartup, message: onMessage });
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => {
    try {
      reader.push(chunk);
    } catch (e) {
      if (!(e instanceof ProtocolViolation)) throw e;
      fatal('08P01', e.message);
    }
  });
  socket.on('close', leave);
  socket.on('error', leave);
}

function replaced(message: Buffer, from: number, to: number, text: string): Buffer {
  const changed = Buffer.concat([message.subarray(0, from), Buffer.from(text), message.subarray(to)]);
  changed.writeInt32BE(changed.length - 1, 1);
  return changed;
}

function samePassword(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
