import { readFileSync } from 'node:fs';
import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Start time of a process in clock ticks since boot, so that a process id used again is not taken for its earlier owner. */
const startedAt = (pid: number): string => {
  try {
    // Field 22 of /proc/<pid>/stat; the second field is in parentheses and may hold spaces.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
};

const lives = (pid: number, since: string): boolean => {
  if (!Number.isInteger(pid) || pid <= 0 || (pid === process.pid && since !== startedAt(pid))) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return startedAt(pid) === since;
};

/** Thrown when another simulator still works on the directory. */
export class DirectoryInUse extends Error {
  readonly pid: number;
  constructor(directory: string, pid: number) {
    super(`${directory} is in use by process ${pid}`);
    this.pid = pid;
  }
}

const holder = async (path: string): Promise<{ pid: number; since: string } | null> => {
  const [pid, since] = (await readFile(path, 'utf8').catch(() => '')).split(' ');
  return pid ? { pid: Number(pid), since: since ?? '' } : null;
};

/**
 * Takes the directory for this process. A holder that was killed leaves a stale lock, which is recognised; one that is just ending is
 * waited for, at most `waitMs`.
 */
export const lockDirectory = async (directory: string, waitMs = 5000): Promise<{ release(): Promise<void> }> => {
  const path = join(directory, 'lock');
  const own = `${path}.${process.pid}`;
  const giveUp = performance.now() + waitMs;
  // A link appears whole or not at all, so no kill leaves a lock without its holder in it.
  await writeFile(own, `${process.pid} ${startedAt(process.pid)}`);
  try {
    for (;;) {
      try {
        await link(own, path);
        return { release: () => unlink(path).catch(() => undefined) };
      } catch (e) {
        if ((e as NodeJS.ErrnoException).code !== 'EEXIST') throw e;
      }
      const held = await holder(path);
      if (held && lives(held.pid, held.since)) {
        if (performance.now() > giveUp) throw new DirectoryInUse(directory, held.pid);
        await pause(25);
        continue;
      }
      // Two that find the same stale lock: whoever moves away the other's new one puts it back.
      const aside = `${own}.stale`;
      await rename(path, aside).catch(() => undefined);
      const moved = await holder(aside);
      if (moved && lives(moved.pid, moved.since)) await link(aside, path).catch(() => undefined);
      await unlink(aside).catch(() => undefined);
    }
  } finally {
    await unlink(own).catch(() => undefined);
  }
};
