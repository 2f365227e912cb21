import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { EmbeddedConnection, FromChild, Listen, Stats, ToChild } from './child-messages.ts';

/** The first start makes a database (1–5 s), a start after a kill replays the log (about 0.5 s), one after a killed parent waits for its child. */
const START_MS = 60_000;
const STOP_MS = 1900;

/** A small young generation, and one compile job at a time: the optimising compiler takes 600 MB for a second on PostgreSQL's largest function. */
const NODE_FLAGS = ['--max-semi-space-size=8', '--wasm-num-compilation-tasks=1'];

/** What the product's logger can do. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Another program serves this data directory. */
export class DataDirectoryInUse extends Error {
  readonly code = 'data_directory_in_use';
  readonly pid: number;
  constructor(dataDir: string, pid: number) {
    super(`the data directory ${dataDir} is in use by ${pid ? `process ${pid}` : 'another process'}`);
    this.name = 'DataDirectoryInUse';
    this.pid = pid;
  }
}

export interface DatabaseProcess {
  readonly pid: number;
  readonly connection: EmbeddedConnection;
  /** Exit code or signal. */
  readonly exited: Promise<string>;
  /** Also tells the process how much disk is free. Rejects when the process ends. */
  ping(freeBytes: number | null): Promise<Stats>;
  /** Pings that wait for an answer. */
  unanswered(): number;
  kill(): void;
  stop(): Promise<void>;
}

/** Starts one database process and waits until it listens. */
export async function launch(o: { dataDir: string; listen: Listen; minFreeBytes: number; log: Log }): Promise<DatabaseProcess> {
  const child = spawn(process.execPath, [...NODE_FLAGS, fileURLToPath(new URL('./child.ts', import.meta.url))], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    windowsHide: true,
  });
  const send = (message: ToChild) => void (child.connected && child.send(message, () => undefined));
  const exited = new Promise<string>((resolve) => {
    child.once('error', (e) => resolve(e.message));
    child.once('close', (code, signal) => resolve(signal ?? `exit ${code}`));
  });
  if (child.stderr)
    createInterface({ input: child.stderr }).on('line', (line) => o.log.warn({ pid: child.pid, line }, 'embedded database'));

  const pings = new Map<number, { resolve(stats: Stats): void; reject(e: Error): void }>();
  let lastPing = 0;
  let ended: Error | null = null;
  void exited.then((how) => {
    ended = new Error(`the embedded database ended: ${how}`);
    for (const ping of pings.values()) ping.reject(ended);
    pings.clear();
  });

  const ready = new Promise<EmbeddedConnection>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the embedded database did not start within ${START_MS} ms`));
    }, START_MS);
    void exited.then((how) => {
      clearTimeout(timer);
      reject(new Error(`the embedded database did not start: ${how}`));
    });
    child.on('message', (said) => {
      const message = said as FromChild;
      if (message.type === 'ready') {
        clearTimeout(timer);
        resolve(message.connection);
      } else if (message.type === 'in-use') reject(new DataDirectoryInUse(o.dataDir, message.pid));
      else if (message.type === 'failed') reject(new Error(`the embedded database failed: ${message.why}`));
      else if (message.type === 'warning') o.log.warn({ what: message.what, why: message.why }, 'embedded database upkeep');
      else {
        pings.get(message.id)?.resolve(message.stats);
        pings.delete(message.id);
      }
    });
  });
  send({ type: 'open', dataDir: o.dataDir, listen: o.listen, minFreeBytes: o.minFreeBytes });
  const connection = await ready.catch(async (e: unknown) => {
    await exited;
    throw e;
  });

  return {
    pid: child.pid ?? 0,
    connection,
    exited,
    ping: (freeBytes) => {
      const id = ++lastPing;
      const answer = new Promise<Stats>((resolve, reject) => (ended ? reject(ended) : pings.set(id, { resolve, reject })));
      // Whoever does not wait for the answer need not hear of the end either.
      answer.catch(() => undefined);
      send({ type: 'ping', id, freeBytes });
      return answer;
    },
    unanswered: () => pings.size,
    kill: () => void child.kill('SIGKILL'),
    stop: async () => {
      send({ type: 'stop' });
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}
