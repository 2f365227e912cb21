import { readFile, rename, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import type { EmbeddedConnection } from './child-messages.ts';

/** Who serves a data directory, and how to reach it. Written by the holder of the lock, readable by this user only. */
export interface Owner {
  /** The program that the person started. */
  readonly pid: number;
  /** Its database process, which holds the lock. */
  readonly childPid: number;
  readonly hostname: string;
  readonly connection?: EmbeddedConnection;
}

export type LockAnswer = { readonly held: true } | { readonly held: false; readonly owner: Owner | null };

const RETRY_MS = 50;
/** For an owner that lives: it may be on its way out. */
const PATIENCE_MS = 1000;
/** For a database process whose owner is dead: it closes within 2 s. */
const ORPHAN_PATIENCE_MS = 10_000;
const SQLITE_BUSY = 5;
/** Referred to for as long as the process lives: collected as garbage, a handle would be closed and its lock given up. */
const held = new Set<DatabaseSync>();

/**
 * Takes the exclusive lock of a data directory. It is the operating system's own lock on an open file (SQLite takes it, on every system):
 * it ends with the process that holds it and not before, however that ends, so it is never stale and needs no clean-up. PGlite itself would let two processes ruin each other.
 */
export async function takeLock(lockFile: string, ownerFile: string): Promise<LockAnswer> {
  const begin = performance.now();
  for (;;) {
    const lock = tryLock(lockFile);
    if (lock) {
      held.add(lock);
      return { held: true };
    }
    const owner = await readOwner(ownerFile);
    const waited = performance.now() - begin;
    if (waited > (owner && isAlive(owner.pid, owner.hostname) ? PATIENCE_MS : ORPHAN_PATIENCE_MS)) return { held: false, owner };
    await wait(RETRY_MS);
  }
}

function tryLock(file: string): DatabaseSync | null {
  const lock = new DatabaseSync(file);
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive');
    return lock;
  } catch (e) {
    lock.close();
    if ((e as { errcode?: number }).errcode === SQLITE_BUSY) return null;
    throw e;
  }
}

/** On another host (containers that share a volume) a process number says nothing: taken for alive. */
export function isAlive(pid: number, hostname: string): boolean {
  if (hostname !== os.hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (e) {
    return (e as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export async function writeOwner(ownerFile: string, owner: Owner): Promise<void> {
  await writeFile(`${ownerFile}.new`, JSON.stringify(owner), { mode: 0o600 });
  await rename(`${ownerFile}.new`, ownerFile);
}

export async function readOwner(ownerFile: string): Promise<Owner | null> {
  try {
    return JSON.parse(await readFile(ownerFile, 'utf8')) as Owner;
  } catch {
    return null;
  }
}
