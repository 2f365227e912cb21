import { readFileSync } from 'node:fs';
import { open, readFile, unlink } from 'node:fs/promises';
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

/**
 * Takes the directory for this process. A holder that was killed leaves a stale lock, which is recognised; one that is just ending is
 * waited for, at most `waitMs`.
 */
export const lockDirectory = async (directory: string, waitMs = 5000): Promise<{ release(): Promise<void> }> => {
  const path = join(directory, 'lock');
  const giveUp = performance.now() + waitMs;
  for (;;) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(`${process.pid} ${startedAt(process.pid)}`);
      await file.close();
      return { release: () => unlink(path).catch(() => undefined) };
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code !== 'EEXIST') throw e;
    }
    const [pid, since] = (await readFile(path, 'utf8').catch(() => '')).split(' ');
    if (pid && !lives(Number(pid), since ?? '')) await unlink(path).catch(() => undefined);
    else if (performance.now() > giveUp) throw new DirectoryInUse(directory, Number(pid));
    else await pause(25);
  }
};
