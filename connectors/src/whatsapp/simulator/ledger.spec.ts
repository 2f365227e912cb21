import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DirectoryInUse, lockDirectory } from './directory-lock.ts';
import { openLedger } from './ledger.ts';
import { temporaryDirectory } from './testing/simulator.ts';

type R = { readonly n: number };
let place: { dir: string; remove: () => Promise<void> };
beforeEach(async () => {
  place = await temporaryDirectory();
});
afterEach(() => place.remove());

const path = () => join(place.dir, 'ledger.jsonl');
const readAll = async (): Promise<number[]> => {
  const seen: number[] = [];
  await (await openLedger<R>(path(), (r) => seen.push(r.n))).close();
  return seen;
};

test('what was answered is in the file at that moment, in order, also when many write at once', async () => {
  const ledger = await openLedger<R>(path(), () => undefined);
  await Promise.all(
    Array.from({ length: 200 }, async (_, n) => {
      await ledger.append([{ n }]);
      expect(await readFile(path(), 'utf8')).toContain(`{"n":${n}}\n`);
    }),
  );
  await ledger.close();
  expect(await readAll()).toEqual(Array.from({ length: 200 }, (_, n) => n));
});

test('a torn last line is cut off, and writing goes on after it', async () => {
  const first = await openLedger<R>(path(), () => undefined);
  await first.append([{ n: 1 }, { n: 2 }]);
  await first.close();
  await appendFile(path(), '{"n":3,"torn');
  const second = await openLedger<R>(path(), () => undefined);
  await second.append([{ n: 4 }]);
  await second.close();
  expect(await readAll()).toEqual([1, 2, 4]);
});

test('a broken line in the middle stops the start and is named', async () => {
  await writeFile(path(), '{"n":1}\nnonsense\n{"n":3}\n');
  await expect(readAll()).rejects.toThrow(/line 2 is not JSON/);
});

test('a ledger that is nothing but a torn line begins anew', async () => {
  await writeFile(path(), '{"n":');
  expect(await readAll()).toEqual([]);
});

describe('the lock of the directory', () => {
  test('a second one is told who holds it; after release it is free', async () => {
    const first = await lockDirectory(place.dir);
    await expect(lockDirectory(place.dir, 50)).rejects.toThrow(DirectoryInUse);
    await expect(lockDirectory(place.dir, 50)).rejects.toMatchObject({ pid: process.pid });
    await first.release();
    await (await lockDirectory(place.dir, 50)).release();
  });

  test('a lock of a process that is gone, or whose id another process has now, is taken over', async () => {
    for (const stale of ['999999999 1', `${process.pid} 1`, `${process.ppid} 1`, '']) {
      await writeFile(join(place.dir, 'lock'), stale);
      await (await lockDirectory(place.dir, 50)).release();
    }
  });
});
