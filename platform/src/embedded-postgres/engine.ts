import { fdatasyncSync, rmSync } from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { query, textRows } from './backend-messages.ts';

/**
 * PostgreSQL's settings. PGlite's default of 128 MB and more of shared buffers counts in full as resident memory; the page cache of the system does the same job.
 * Only a handful of backends' worth of lock table is needed, but room for a schema of many tables in one transaction.
 */
const SETTINGS = {
  wal_sync_method: 'fsync',
  shared_buffers: '32MB',
  wal_buffers: '1MB',
  max_connections: '10',
  max_locks_per_transaction: '256',
  max_files_per_process: '400',
  log_min_messages: 'fatal',
  track_activities: 'off',
  // For all: there is one backend, and `options` of a connection would be everybody's.
  enable_seqscan: 'off',
  jit: 'off',
};

/** The exception by which this build leaves a statement that failed; every other one means that the engine's memory can no longer be trusted. */
const STATEMENT_FAILED = 100;
const WASI_EIO = 29;

type Module = PGlite['Module'];
interface HostFile {
  readonly nfd: number;
}

/** NODEFS has no fsync at all: commits would reach the page cache only. `fdatasync` is enough for files that PostgreSQL extends itself, and syncs directories too. */
class DurableFiles extends NodeFS {
  syncs = 0;

  override async init(db: PGlite, options: Parameters<NodeFS['init']>[1]): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(db, options);
    const fsync = (file: HostFile): number => {
      this.syncs += 1;
      try {
        fdatasyncSync(file.nfd);
        return 0;
      } catch {
        return WASI_EIO;
      }
    };
    const install = (module: Module) => {
      const { filesystems } = module.FS as unknown as { filesystems: { NODEFS: { stream_ops: { fsync?: typeof fsync } } } };
      filesystems.NODEFS.stream_ops.fsync = fsync;
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), install] } };
  }
}

export interface Engine {
  /** Runs complete protocol messages and returns everything that PostgreSQL says to them. Synchronous. */
  run(messages: Buffer): Buffer;
  /** Rows of a simple query, as text. Throws SQL errors. */
  rows(sql: string): (string | null)[][];
  /** How often a file has been synced to the disk. */
  syncs(): number;
  /** Shutdown checkpoint. */
  close(): Promise<void>;
}

/**
 * Opens an existing database directory, with real durability. `broken` is called when PostgreSQL panicked or the wasm code trapped (PGlite itself would go on
 * in an endless loop): it must end the process; what was acknowledged is on the disk.
 */
export async function openEngine(directory: string, broken: (why: string) => never): Promise<Engine> {
  // Only a postmaster would clear what a killed process left behind.
  rmSync(path.join(directory, 'base', 'pgsql_tmp'), { recursive: true, force: true });
  const files = new DurableFiles(directory);
  let lastWords = '';
  const db = await PGlite.create({
    dataDir: directory,
    fs: files,
    startParams: [
      ...PGlite.defaultStartParams.filter((x) => x !== '-F'),
      ...Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    onStderr: (line) => {
      if (/\b(?:PANIC|FATAL):/.test(line)) lastWords = line;
      return false;
    },
  });

  const module = db.Module;
  const mainLoop = module._PostgresMainLoopOnce;
  module._PostgresMainLoopOnce = () => {
    try {
      mainLoop();
    } catch (e) {
      if ((e as { status?: number }).status !== STATEMENT_FAILED) broken(lastWords || String(e));
      throw e;
    }
  };

  const run = (messages: Buffer): Buffer => {
    const chunks: Buffer[] = [];
    // Runs to its end before it returns; the promise only carries an exception. The parsing variant, execProtocolRawSync, keeps every answer for ever.
    db.execProtocolRawStream(messages, { syncToFs: false, onRawData: (bytes) => void chunks.push(Buffer.from(bytes)) }).catch(
      (e: unknown) => broken(lastWords || String(e)),
    );
    return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
  };
  return { run, rows: (sql) => textRows(run(query(sql))), syncs: () => files.syncs, close: () => db.close() };
}

/** Makes a new database in an empty directory. Leaves 180 MB of memory behind: for a thread or process that ends right after. */
export async function createDatabase(directory: string): Promise<void> {
  const db = await PGlite.create({ dataDir: directory });
  await db.close();
}
