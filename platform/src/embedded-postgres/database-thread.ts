import net from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { FromThread, ThreadOptions, ToThread } from './child-messages.ts';
import { serveConnection } from './connection.ts';
import { openEngine } from './engine.ts';
import { createSession } from './session.ts';
import { startUpkeep } from './upkeep.ts';

/** The thread in which PostgreSQL runs, with the gateway in front of it: one loop, so that a statement costs no hop between threads. */
const options = workerData as ThreadOptions;
const say = (message: FromThread) => parentPort?.postMessage(message);
const now = () => performance.now();

const BROKEN = 70;
const engine = await openEngine(options.directory, (why) => {
  writeSync(2, `PostgreSQL ended: ${why}\n`);
  process.exit(BROKEN);
});
const session = createSession(engine, now);
let writable = true;
const stopUpkeep = startUpkeep(session, engine, {
  now,
  writable: () => writable,
  failed: (what, e) => say({ type: 'warning', what, why: e instanceof Error ? e.message : String(e) }),
});

const parameters = {
  server_version: engine.rows('show server_version')[0]?.[0] ?? '',
  server_encoding: 'UTF8',
  client_encoding: 'UTF8',
  DateStyle: 'ISO, MDY',
  integer_datetimes: 'on',
  standard_conforming_strings: 'on',
  TimeZone: 'UTC',
};
const sockets = new Set<net.Socket>();
let connections = 0;
const server = net.createServer((socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  serveConnection(socket, { id: ++connections, session, parameters, password: options.password });
});

if (typeof options.at === 'string') await rm(options.at, { force: true });
const at = typeof options.at === 'string' ? { path: options.at } : { host: '127.0.0.1', port: options.at };
await new Promise<void>((resolve, reject) => server.once('error', reject).listen(at, resolve));
const address = server.address();
say({ type: 'listening', port: address !== null && typeof address === 'object' ? address.port : null });

parentPort?.on('message', (message: ToThread) => {
  if (message.type === 'stop') void stop();
  else {
    if (message.freeBytes !== null) {
      writable = message.freeBytes >= options.minFreeBytes;
      session.allowWrites(writable);
    }
    say({ type: 'pong', id: message.id, syncs: engine.syncs(), transactions: session.transactions() });
  }
});

async function stop(): Promise<void> {
  stopUpkeep();
  server.close();
  session.close();
  for (const socket of sockets) socket.destroy();
  await engine.close();
  process.exit(0);
}
