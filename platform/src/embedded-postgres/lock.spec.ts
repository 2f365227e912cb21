import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { takeLock, writeOwner } from './lock.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'mia-lock-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it('is held for the life of the process, garbage collections included, and says who holds it', async () => {
  const [lockFile, ownerFile] = [path.join(directory, 'lock'), path.join(directory, 'owner.json')];
  const owner = { pid: process.pid, childPid: process.pid, hostname: os.hostname() };
  await takeLock(lockFile, ownerFile);
  await writeOwner(ownerFile, owner);
  // In a turn of its own: what this function holds on its stack would be kept anyway.
  await new Promise(setImmediate);
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  await new Promise(setImmediate);
  expect(await takeLock(lockFile, ownerFile)).toEqual({ held: false, owner });
}, 20_000);
