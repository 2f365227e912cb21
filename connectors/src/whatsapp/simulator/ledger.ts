import { open, truncate } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { createReadStream, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

/** An append-only file of JSON lines; `append` answers when the lines are on the disk. */
export type Ledger<R> = {
  append(records: readonly R[]): Promise<void>;
  close(): Promise<void>;
};

const syncDirectory = async (path: string): Promise<void> => {
  // Windows cannot open a directory for syncing; there the name is durable with the file.
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  await handle.sync();
  await handle.close();
};

/** Where the last whole line ends: what stands behind it was being written when the process was killed and was never answered. */
const endOfWholeLines = async (path: string): Promise<number> => {
  const handle = await open(path, 'r');
  try {
    let end = (await handle.stat()).size;
    const chunk = Buffer.alloc(65_536);
    while (end > 0) {
      const from = Math.max(0, end - chunk.length);
      const { bytesRead } = await handle.read(chunk, 0, end - from, from);
      const newline = chunk.subarray(0, bytesRead).lastIndexOf(10);
      if (newline >= 0) return from + newline + 1;
      end = from;
    }
    return 0;
  } finally {
    await handle.close();
  }
};

/**
 * Opens the file, gives every record in it to `onRecord`, and takes appends. All appends that wait while the disk syncs share the next
 * sync. A line that is not JSON stops the start (the ledger is the proof, so it is never guessed at); only a torn last line is cut off.
 */
export const openLedger = async <R>(path: string, onRecord: (record: R) => void): Promise<Ledger<R>> => {
  if (existsSync(path)) {
    await truncate(path, await endOfWholeLines(path));
    let line = 0;
    for await (const text of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
      line++;
      let record: R;
      try {
        record = JSON.parse(text) as R;
      } catch {
        throw new Error(`${path}: line ${line} is not JSON`);
      }
      onRecord(record);
    }
  }
  const file: FileHandle = await open(path, 'a');
  await file.sync();
  await syncDirectory(dirname(path));

  let waiting: string[] = [];
  let flushing: Promise<void> | null = null;
  let failure: Error | null = null;
  let next: Promise<void> | null = null;

  const flush = async (): Promise<void> => {
    const lines = waiting;
    waiting = [];
    next = null;
    if (failure) throw failure;
    try {
      await file.appendFile(lines.join(''));
      await file.datasync();
    } catch (e) {
      // Memory is ahead of the disk from here on: nothing may be answered any more.
      failure = e instanceof Error ? e : new Error(String(e));
      throw failure;
    }
  };

  return {
    append(records) {
      for (const r of records) waiting.push(`${JSON.stringify(r)}\n`);
      next ??= (flushing ?? Promise.resolve()).then(
        () => (flushing = flush()),
        () => (flushing = flush()),
      );
      return next;
    },
    async close() {
      await next?.catch(() => undefined);
      await flushing?.catch(() => undefined);
      await file.close();
    },
  };
};
