import os from 'node:os';
import { Worker } from 'node:worker_threads';
import type { EmbeddedConnection, FromChild, FromThread, Listen, ThreadOptions, ToChild, ToThread } from './child-messages.ts';
import { dataDirectory, ensureDatabase, privateDirectory, socketPath } from './data-directory.ts';
import { takeLock, writeOwner } from './lock.ts';

/**
 * The database's own process. Its main thread holds the lock and watches the parent, PostgreSQL runs in a second thread:
 * a long statement cannot keep the process alive after its parent's death, and that thread can have a large stack.
 */

/** The number in the socket's name. */
const UNIX_PORT = 5432;
/**
 * Recursion inside the wasm code uses the thread's stack at about 120 bytes for a level of JSON, which PostgreSQL's own stack check does not see:
 * with the default of 1 MB a document nested 10,000 deep ends the engine. Only the pages that are used take memory.
 */
const STACK_MB = 256;
const CLOSE_MS = 1500;

const say = (message: FromChild) => void (process.connected && process.send?.(message));

async function open(o: Extract<ToChild, { type: 'open' }>): Promise<void> {
  const paths = await dataDirectory(o.dataDir);
  const lock = await takeLock(paths.lock, paths.owner);
  if (!lock.held) {
    say({ type: 'in-use', pid: lock.owner?.pid ?? 0 });
    return process.disconnect();
  }
  const owner = { pid: process.ppid, childPid: process.pid, hostname: os.hostname() };
  await writeOwner(paths.owner, owner);
  await ensureDatabase(paths);
  if (o.listen.kind === 'unix') await privateDirectory(paths.socketDirectory);

  const thread = startThread({
    directory: paths.database,
    at: o.listen.kind === 'unix' ? socketPath(paths.socketDirectory, UNIX_PORT) : o.listen.port,
    password: o.listen.kind === 'unix' ? null : o.listen.password,
    minFreeBytes: o.minFreeBytes,
  });
  thread.on('message', (message: FromThread) => {
    if (message.type === 'warning') say(message);
    else if (message.type === 'pong')
      say({
        type: 'pong',
        id: message.id,
        stats: { syncs: message.syncs, transactions: message.transactions, rssBytes: process.memoryUsage.rss() },
      });
    else {
      const connection = connectionTo(o.listen, paths.socketDirectory, message.port);
      void writeOwner(paths.owner, { ...owner, connection }).then(() => say({ type: 'ready', connection }));
    }
  });
  process.on('message', (message: ToThread) => thread.postMessage(message));
  process.once('disconnect', () => {
    thread.postMessage({ type: 'stop' } satisfies ToThread);
    // PostgreSQL may be in the middle of a long statement; being killed costs nothing that was acknowledged.
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), CLOSE_MS);
  });
  if (!process.connected) process.exit(0);
}

function startThread(options: ThreadOptions): Worker {
  const thread = new Worker(new URL('./database-thread.ts', import.meta.url), {
    workerData: options,
    resourceLimits: { stackSizeMb: STACK_MB },
  });
  thread.on('error', (e) => {
    say({ type: 'failed', why: e instanceof Error ? e.message : String(e) });
    process.exitCode = 1;
  });
  thread.on('exit', (code) => process.exit(process.exitCode ?? code));
  return thread;
}

function connectionTo(listen: Listen, socketDirectory: string, port: number | null): EmbeddedConnection {
  const account = { user: 'postgres', database: 'postgres' };
  return listen.kind === 'unix'
    ? { host: socketDirectory, port: UNIX_PORT, ...account }
    : { host: '127.0.0.1', port: port ?? 0, ...account, password: listen.password };
}

// Ctrl-C reaches the whole process group; the parent decides when the database stops, which is after everything that uses it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.once('message', (message: ToChild) => {
  if (message.type !== 'open') return;
  open(message).catch((e: unknown) => {
    say({ type: 'failed', why: e instanceof Error ? e.message : String(e) });
    process.exit(1);
  });
});
process.once('disconnect', () => setTimeout(() => process.exit(0), CLOSE_MS).unref());
