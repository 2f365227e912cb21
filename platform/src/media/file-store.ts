import { createHash, type KeyObject } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { ERASED, type Subject } from '@master-ia/schemas/contract.ts';
import { SubjectErased } from '../crypto/event-codec.ts';
import { SealBroken } from '../crypto/sealing.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import { subjectName, type KeyVault } from '../ports/key-vault.ts';
import { MediaTooLarge, type MediaStore } from '../ports/media-store.ts';
import { isUuid } from '../runtime/ids.ts';
import { CHUNK, chunkCount, chunkPlace, chunkSealer, openChunk } from './chunks.ts';
import { openEntry, sealEntry, type MediaEntry, type MediaIndex } from './media-index.ts';

/** A file under way that is older than this belongs to a process that was killed. */
const ABANDONED_MS = 3_600_000;

const syncDirectory = async (dir: string): Promise<void> => {
  // Windows cannot open directories; its file systems journal the entry.
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
const missing = (e: unknown): undefined => {
  if ((e as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw e;
};
/** Written fully: one write may be a short one. */
const writeAll = async (handle: FileHandle, bytes: Buffer): Promise<void> => {
  for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at)).bytesWritten;
};
const readExactly = async (handle: FileHandle, length: number, offset: number): Promise<Buffer> => {
  const bytes = Buffer.allocUnsafe(length);
  for (let at = 0; at < length;) {
    const { bytesRead } = await handle.read(bytes, at, length - at, offset + at);
    if (bytesRead === 0) throw new SealBroken('a media file is shorter than it was');
    at += bytesRead;
  }
  return bytes;
};

type Options = { readonly dir: string; readonly index: MediaIndex; readonly keys: KeyVault; readonly clock: Clock; readonly ids: Ids };

/**
 * Media in a directory: each file in sealed chunks under a random name, the index in the database. A file is written and synced in `new/`, indexed, then moved to its place;
 * what a killed process left in `new/` is moved or removed at the next opening. Clear bytes and names told from outside never touch the disk.
 */
export const openFileMediaStore = async (o: Options): Promise<MediaStore> => {
  const underWay = join(o.dir, 'new');
  const newPath = (file: string): string => join(underWay, file);
  const path = (file: string): string => join(o.dir, file.slice(0, 2), file);
  await mkdir(underWay, { recursive: true, mode: 0o700 });

  const moveIn = async (file: string): Promise<void> => {
    const to = path(file);
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await rename(newPath(file), to);
    await syncDirectory(dirname(to));
    await syncDirectory(o.dir);
  };
  const recover = async (): Promise<void> => {
    const files = (await readdir(underWay)).filter(isUuid);
    const known = files.length > 0 ? await o.index.known(files) : new Set<string>();
    for (const file of files) {
      if (known.has(file)) await moveIn(file).catch(missing);
      else {
        const info = await stat(newPath(file)).catch(missing);
        if (info && o.clock.now().getTime() - info.mtimeMs > ABANDONED_MS) await rm(newPath(file), { force: true });
      }
    }
  };
  await recover();

  const keyOf = async (tenant: string, name: string, subject: Subject): Promise<KeyObject | typeof ERASED> =>
    o.keys.cached(tenant, name) ?? (await o.keys.keys(tenant, [subject])).get(name) ?? ERASED;

  const write = async (
    key: KeyObject,
    file: string,
    body: Readable,
    maxBytes: number,
  ): Promise<{ readonly size: number; readonly sha256: string }> => {
    const handle = await open(newPath(file), 'wx', 0o600);
    try {
      const sealer = chunkSealer(key, file);
      const hash = createHash('sha256');
      let size = 0;
      for await (const part of body as AsyncIterable<Buffer | string>) {
        const bytes = typeof part === 'string' ? Buffer.from(part) : part;
        size += bytes.length;
        if (size > maxBytes) throw new MediaTooLarge(`more than ${maxBytes} bytes`);
        hash.update(bytes);
        for (const sealed of sealer.push(bytes)) await writeAll(handle, sealed);
      }
      await writeAll(handle, sealer.end());
      await handle.sync();
      return { size, sha256: hash.digest('hex') };
    } finally {
      await handle.close();
    }
  };

  /** The file's path, wherever a killed process left it. */
  const locate = async (file: string): Promise<string | undefined> => {
    for (const candidate of [path(file), newPath(file), path(file)]) if (await stat(candidate).catch(missing)) return candidate;
    return undefined;
  };
  const read = async function* (at: string, key: KeyObject, entry: MediaEntry, from: number, to: number): AsyncGenerator<Buffer> {
    const handle = await open(at, 'r');
    try {
      const last = Math.min(Math.floor(to / CHUNK), chunkCount(entry.size) - 1);
      for (let n = Math.floor(from / CHUNK); n <= last; n++) {
        const { offset, length } = chunkPlace(entry.size, n);
        const clear = openChunk(key, entry.file, entry.size, n, await readExactly(handle, length, offset));
        const start = n * CHUNK;
        const part = clear.subarray(Math.max(0, from - start), to + 1 - start);
        if (part.length > 0) yield part;
      }
    } finally {
      await handle.close();
    }
  };

  const find = async (
    tenant: string,
    id: string,
  ): Promise<{ readonly key: KeyObject; readonly subject: Subject; readonly entry: MediaEntry; readonly at: Date } | undefined> => {
    if (!isUuid(id) || !isUuid(tenant)) return undefined;
    const found = await o.index.find(tenant, id);
    if (!found) return undefined;
    const colon = found.subject.indexOf(':');
    const subject: Subject = { kind: found.subject.slice(0, colon) as Subject['kind'], id: found.subject.slice(colon + 1) };
    const key = await keyOf(tenant, found.subject, subject);
    return key === ERASED ? undefined : { key, subject, entry: openEntry(key, tenant, id, found.box), at: found.at };
  };

  const info: MediaStore['info'] = async (tenant, id) => {
    const found = await find(tenant, id);
    if (!found) return null;
    const { size, sha256, mime } = found.entry;
    return { id, subject: found.subject, mime, size, sha256, at: found.at };
  };

  return {
    put: async (tenant, subject, body, { maxBytes, mime, author }) => {
      const name = subjectName(subject);
      // A body may break before anybody reads it; reading it tells.
      body.on('error', () => undefined);
      await o.keys.ensure(tenant, [subject]);
      const key = await keyOf(tenant, name, subject);
      if (key === ERASED) {
        body.destroy();
        throw new SubjectErased(name);
      }
      const file = o.ids.random();
      try {
        const { size, sha256 } = await write(key, file, body, maxBytes);
        const id = o.ids.from(tenant, name, sha256);
        await syncDirectory(underWay);
        const box = sealEntry(key, tenant, id, { file, size, sha256, mime });
        const added = await o.index.add(tenant, id, { subject: name, file, box, at: o.clock.now() }, author ?? null);
        if (added) await moveIn(file);
        else await rm(newPath(file), { force: true });
        return { id, sha256, size };
      } catch (e) {
        body.destroy();
        // Indexed and not moved: it stays where it is until the next opening. Everything else goes.
        if (!(await o.index.known([file]).catch(() => new Set([file]))).has(file)) await rm(newPath(file), { force: true });
        throw e;
      }
    },
    info,
    uploaded: async (tenant, id, author) => {
      const known = await info(tenant, id);
      const at = known && (await o.index.uploadedAt(tenant, id, author));
      return at ? { ...known, at } : null;
    },
    get: async (tenant, id, range) => {
      if (
        range &&
        !(
          Number.isSafeInteger(range.from) &&
          range.from >= 0 &&
          (range.to === undefined || (Number.isSafeInteger(range.to) && range.to >= range.from))
        )
      ) {
        throw new RangeError('not a range of bytes');
      }
      const found = await find(tenant, id);
      const at = found && (await locate(found.entry.file));
      if (!found || at === undefined) return null;
      const { key, entry } = found;
      const to = Math.min(range?.to ?? entry.size - 1, entry.size - 1);
      return { size: entry.size, body: Readable.from(read(at, key, entry, range?.from ?? 0, to), { objectMode: false }) };
    },
    unused: (putBefore, max) => o.index.unused(putBefore, max),
    use: (media) => o.index.use(media),
    delete: async (tenant, id, only) => {
      if (!isUuid(id) || !isUuid(tenant)) return;
      const found = await o.index.find(tenant, id);
      if (!found || (only && found.at >= only.putBefore)) return;
      // Back to `new/` first: if we die in between, the next opening either moves it in again or removes it.
      await rename(path(found.file), newPath(found.file)).catch(missing);
      if (!(await o.index.remove(tenant, id, only?.putBefore)) && (await o.index.known([found.file])).has(found.file))
        return void (await moveIn(found.file).catch(missing));
      await rm(newPath(found.file), { force: true });
    },
  };
};
