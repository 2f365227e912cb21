import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPostgres } from '@master-ia/platform/testing/find-postgres.ts';
import type { Connection } from '@master-ia/platform/postgres/database.ts';

const STARTED_MS = 30_000;
const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** A throwaway PostgreSQL of this machine with stock settings: unlike the one of the tests it syncs its commits. It ends with this process. */
export const startPostgresql = async (): Promise<{ readonly connection: Connection; stop(): Promise<void> }> => {
  const bin = findPostgres();
  if (bin === null) throw new Error('no PostgreSQL 15 or newer on this machine: install it, or set DATABASE_URL');
  const dir = await mkdtemp(join(tmpdir(), 'mia-bench-pg-'));
  // PostgreSQL does not run as root; another user must be able to enter.
  await chmod(dir, 0o755);
  const cluster = join(dir, 'cluster');
  const keeper = fileURLToPath(import.meta.resolve('@master-ia/platform/testing/cluster-keeper.ts'));
  const child: ChildProcess = spawn(process.execPath, [keeper, cluster, bin, String(process.pid), 'durable'], { stdio: 'ignore' });
  const until = performance.now() + STARTED_MS;
  while (!(await exists(join(cluster, 'ready')))) {
    if (await exists(join(cluster, 'failed'))) throw new Error(await readFile(join(cluster, 'failed'), 'utf8'));
    if (performance.now() > until) throw new Error('the PostgreSQL cluster did not start');
    await new Promise((done) => setTimeout(done, 50));
  }
  return {
    connection: JSON.parse(await readFile(join(cluster, 'ready'), 'utf8')) as Connection,
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
