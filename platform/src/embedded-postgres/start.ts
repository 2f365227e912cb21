import { randomBytes } from 'node:crypto';
import { mkdir, statfs } from 'node:fs/promises';
import type { EmbeddedConnection, Listen, Stats } from './child-messages.ts';
import { dataDirectory } from './data-directory.ts';
import { isAlive, readOwner } from './lock.ts';
import { launch } from './database-process.ts';
import type { DatabaseProcess, Log } from './database-process.ts';

export { DataDirectoryInUse } from './database-process.ts';
export type { EmbeddedConnection, Stats } from './child-messages.ts';
export type { Log } from './database-process.ts';

/** Writes stop below this much free disk (DESIGN 26): PostgreSQL panics when it cannot write its log. */
export const MIN_FREE_BYTES = 512 * 1024 * 1024;
/** Longer than any statement that is meant to run; a database that does not answer for so long is killed and started again. */
const FROZEN_AFTER_MS = 30_000;
const PING_MS = 1000;
const MAX_RESTART_DELAY_MS = 5000;

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  readonly log: Log;
  readonly minFreeBytes?: number;
  /** Free bytes of the disk under the data directory; null when it cannot be told. */
  readonly freeBytes?: () => Promise<number | null>;
  readonly frozenAfterMs?: number;
  readonly pingMs?: number;
  /** Loopback with a random password is for systems without Unix sockets in directories with modes. */
  readonly transport?: 'unix' | 'tcp';
}

export interface EmbeddedPostgres extends EmbeddedConnection {
  /** Closes the database cleanly, in less than two seconds; kills it otherwise, which loses nothing acknowledged. */
  stop(): Promise<void>;
  /** The database process of the moment. */
  pid(): number;
  /** Called after the database process has been replaced: every connection was lost, the address is the same. Returns the unsubscription. */
  onRestart(listener: () => void): () => void;
  stats(): Promise<Stats>;
}

/**
 * Starts the embedded database in a process of its own and keeps it running: a process that ends or freezes is replaced at the same address.
 * Throws `DataDirectoryInUse` when another program serves the directory. Waits for a database process whose program has been killed.
 */
export async function startEmbeddedPostgres(o: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  await mkdir(o.dataDir, { recursive: true, mode: 0o700 });
  const freeBytes = o.freeBytes ?? (() => freeDisk(o.dataDir));
  const minFreeBytes = o.minFreeBytes ?? MIN_FREE_BYTES;
  const transport = o.transport ?? (process.platform === 'win32' ? 'tcp' : 'unix');
  const password = randomBytes(24).toString('base64url');
  const listenOn = (port: number): Listen => (transport === 'unix' ? { kind: 'unix' } : { kind: 'tcp', port, password });

  const listeners = new Set<() => void>();
  let stopping: Promise<void> | null = null;
  let current = await launch({ dataDir: o.dataDir, listen: listenOn(0), minFreeBytes, log: o.log });
  const { connection } = current;
  let restarted: Promise<void> = Promise.resolve();

  const keepRunning = (database: DatabaseProcess) => {
    void database.exited.then((how) => {
      if (stopping) return;
      o.log.error({ how }, 'the embedded database ended; starting it again');
      restarted = restart();
    });
  };
  const restart = async () => {
    for (let attempt = 0; !stopping; attempt++) {
      await pause(Math.min(attempt * 500, MAX_RESTART_DELAY_MS));
      try {
        const next = await launch({ dataDir: o.dataDir, listen: listenOn(connection.port), minFreeBytes, log: o.log });
        if (stopping) return await next.stop();
        current = next;
        keepRunning(next);
        o.log.info({ pid: next.pid }, 'the embedded database runs again');
        for (const listener of listeners) listener();
        return;
      } catch (e) {
        o.log.error({ err: e, attempt }, 'the embedded database did not start');
      }
    }
  };
  let wake: () => void = () => undefined;
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  keepRunning(current);
  const pingMs = o.pingMs ?? PING_MS;
  const frozenAfterMs = o.frozenAfterMs ?? FROZEN_AFTER_MS;
  const watchdog = setInterval(() => {
    // Counted in pings and not by the clock: after a sleep of the whole machine nothing is frozen.
    if (current.unanswered() * pingMs >= frozenAfterMs) {
      o.log.error({ pid: current.pid, frozenAfterMs }, 'the embedded database does not answer; killing it');
      current.kill();
    } else {
      const database = current;
      void freeBytes().then((bytes) => void database.ping(bytes));
    }
  }, pingMs);

  return {
    ...connection,
    stop: () =>
      (stopping ??= (async () => {
        clearInterval(watchdog);
        wake();
        await current.stop();
        await restarted;
      })()),
    pid: () => current.pid,
    onRestart: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stats: async () => current.ping(await freeBytes()),
  };
}

/** Where the database of a data directory is reached while some program serves it; null when none does. For programs beside a running product. */
export async function runningEmbeddedPostgres(dataDir: string): Promise<EmbeddedConnection | null> {
  const owner = await readOwner((await dataDirectory(dataDir)).owner);
  return owner?.connection && isAlive(owner.childPid, owner.hostname) ? owner.connection : null;
}

async function freeDisk(directory: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch {
    return null;
  }
}
