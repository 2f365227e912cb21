import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { DataDirectoryInUse } from '@master-ia/platform/embedded-postgres/start.ts';
import { takeLock, writeOwner } from '@master-ia/platform/embedded-postgres/lock.ts';

/**
 * Takes a data directory for this process, until it ends, whichever engines it uses: media, simulator and the file by which programs find the product are there with every database.
 * Throws {@link DataDirectoryInUse}, which names the process that holds it.
 */
export const takeDataDirectory = async (dataDir: string): Promise<void> => {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const owner = join(dataDir, 'product.owner.json');
  const lock = await takeLock(join(dataDir, 'product.lock'), owner);
  if (!lock.held) throw new DataDirectoryInUse(dataDir, lock.owner?.pid ?? 0);
  await writeOwner(owner, { pid: process.pid, childPid: process.pid, hostname: os.hostname() });
};
