import { chmod, lstat, mkdir, mkdtemp, open, readdir, realpath, rename, rm, rmdir } from 'node:fs/promises';
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** macOS allows 104 bytes with the final zero, Linux 108. */
const MAX_SOCKET_PATH_BYTES = 103;
const FILES_SYNCED_AT_ONCE = 16;
const UNFINISHED = 'pg.unfinished-';

/** Where everything of the embedded database lies. */
export interface DataDirectory {
  readonly database: string;
  readonly lock: string;
  readonly owner: string;
  /** Fresh directories for Unix sockets with mode 0700, the short one for long paths. */
  readonly socketDirectory: string;
}

export async function dataDirectory(dataDir: string): Promise<DataDirectory> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const root = await realpath(dataDir);
  const near = path.join(root, 'pg-socket');
  const short = path.join(os.tmpdir(), `master-ia-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
  return {
    database: path.join(root, 'pg'),
    lock: path.join(root, 'pg.lock'),
    owner: path.join(root, 'pg.owner.json'),
    socketDirectory: Buffer.byteLength(socketPath(near, 99_999)) <= MAX_SOCKET_PATH_BYTES ? near : short,
  };
}

/** The name under which `pg` and libpq look for a server in a socket directory. */
export const socketPath = (directory: string, port: number): string => path.join(directory, `.s.PGSQL.${port}`);

/** Makes the directory for the socket, ours alone. Refuses one that somebody else has made under the same name. */
export async function privateDirectory(directory: string): Promise<void> {
  await mkdir(directory, { mode: 0o700 }).catch((e: unknown) => {
    if ((e as NodeJS.ErrnoException).code !== 'EEXIST') throw e;
  });
  const found = await lstat(directory);
  if (!found.isDirectory() || (process.getuid && found.uid !== process.getuid()))
    throw new Error(`${directory} is not a directory of this user`);
  await chmod(directory, 0o700);
}

/** Makes the database if there is none: beside its place, synced, then moved there, so that a kill leaves none or a whole one. */
export async function ensureDatabase(paths: DataDirectory): Promise<void> {
  if (existsSync(path.join(paths.database, 'PG_VERSION'))) return;
  const root = path.dirname(paths.database);
  for (const left of await readdir(root))
    if (left.startsWith(UNFINISHED)) await rm(path.join(root, left), { recursive: true, force: true });
  // A name of its own: a creation whose parents were killed may still be writing.
  const unfinished = await mkdtemp(path.join(root, UNFINISHED));
  await new Promise<void>((resolve, reject) => {
    const creation = fork(fileURLToPath(new URL('./create.ts', import.meta.url)), [unfinished], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // Not worth optimising: half the processor time.
      execArgv: ['--liftoff-only'],
    });
    creation.once('error', reject);
    creation.once('exit', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`the database could not be made (${signal ?? `exit ${code}`})`)),
    );
  });
  await syncTree(unfinished);
  if (existsSync(paths.database)) await rmdir(paths.database);
  await rename(unfinished, paths.database);
  await syncOne(root);
}

async function syncTree(root: string): Promise<void> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const names = [root, ...entries.map((entry) => path.join(entry.parentPath, entry.name))];
  await Promise.all(
    Array.from({ length: FILES_SYNCED_AT_ONCE }, async () => {
      for (let name = names.pop(); name !== undefined; name = names.pop()) await syncOne(name);
    }),
  );
}

async function syncOne(name: string): Promise<void> {
  const isDirectory = (await lstat(name)).isDirectory();
  // Windows can sync neither a directory nor a file that is open for reading only.
  if (isDirectory && process.platform === 'win32') return;
  const file = await open(name, isDirectory ? 'r' : 'r+');
  await file.sync().finally(() => file.close());
}
