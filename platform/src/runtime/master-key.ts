import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Why a master key is refused; the text never contains the key. */
export class MasterKeyRefused extends Error {
  override readonly name = 'MasterKeyRefused';
}
export const MASTER_KEY_FILE = 'master.key';

/** Keys that stand in examples and tutorials, and those that nobody drew at random. */
const sample = (bytes: Buffer): boolean =>
  new Set(bytes).size < 12 ||
  /^[\x20-\x7e]+$/.test(bytes.toString('latin1')) ||
  bytes.every((b, i) => i === 0 || b === (bytes[i - 1]! + 1) % 256);

/** 32 bytes as base64 (padding optional). */
export const parseMasterKey = (text: string): KeyObject => {
  const t = text.trim();
  const bytes = Buffer.from(t, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== t.replace(/=+$/, '')) throw new MasterKeyRefused('must be base64');
  if (bytes.length !== 32)
    throw new MasterKeyRefused(`must be 32 bytes as base64 (it is ${bytes.length} bytes); make one with: openssl rand -base64 32`);
  if (sample(bytes)) throw new MasterKeyRefused('is a sample or a text, not random bytes; make one with: openssl rand -base64 32');
  return createSecretKey(bytes);
};

const fsyncDirectory = (dir: string): void => {
  // Windows cannot open directories; its file systems journal the entry.
  if (process.platform === 'win32') return;
  const fd = openSync(dir, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
};
const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw e;
  }
};

/** The key kept in a data directory (mode 0600), made when there is none. Two starts at once get the same one. */
export const keptMasterKey = (dataDir: string): KeyObject => {
  const file = join(dataDir, MASTER_KEY_FILE);
  const kept = read(file);
  if (kept !== undefined) {
    if (process.platform !== 'win32') chmodSync(file, 0o600);
    return parseMasterKey(kept);
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const made = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  const fd = openSync(made, 'wx', 0o600);
  try {
    writeSync(fd, `${randomBytes(32).toString('base64')}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  try {
    // A link, unlike a rename, never replaces the key that another start has made meanwhile.
    linkSync(made, file);
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code !== 'EEXIST') throw e;
  } finally {
    rmSync(made, { force: true });
  }
  fsyncDirectory(dataDir);
  return parseMasterKey(readFileSync(file, 'utf8'));
};
/** The kept key, if there is one. */
export const foundMasterKey = (dataDir: string): KeyObject | undefined => {
  const kept = read(join(dataDir, MASTER_KEY_FILE));
  return kept === undefined ? undefined : parseMasterKey(kept);
};
