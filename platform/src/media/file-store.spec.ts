import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, open, readFile, readdir, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Subject } from '@master-ia/schemas/contract.ts';
import { mediaStoreCases, type MediaStoreSubject } from '../contracts/media-store.contract.ts';
import { describeContract } from '../contracts/suite.ts';
import { SEAL_OVERHEAD, SealBroken, newKey } from '../crypto/sealing.ts';
import { memoryKeyVault } from '../key-vault/memory.ts';
import { openVault } from '../key-vault/sql.ts';
import { silent } from '../ports/log.ts';
import { openDatabase } from '../postgres/database.ts';
import { migrate } from '../postgres/migrate.ts';
import { fakeClock, systemClock } from '../runtime/clock.ts';
import { systemIds } from '../runtime/ids.ts';
import { testDatabases } from '../testing/postgres.ts';
import { CHUNK } from './chunks.ts';
import { openFileMediaStore } from './file-store.ts';
import { memoryMediaIndex, sqlMediaIndex, type MediaIndex } from './media-index.ts';

const temporary = (): Promise<string> => mkdtemp(join(tmpdir(), 'mia-media-'));
const filesIn = async (dir: string): Promise<readonly string[]> =>
  (await readdir(dir, { recursive: true, withFileTypes: true })).filter((f) => f.isFile()).map((f) => join(f.parentPath, f.name));
const bytesIn = async (dir: string): Promise<number> => {
  let sum = 0;
  for (const f of await filesIn(dir)) sum += (await stat(f)).size;
  return sum;
};

for (const engine of testDatabases()) {
  describeContract(`media in files, index on ${engine.name}`, mediaStoreCases, async () => {
    const [dir, database] = [await temporary(), await engine.open()];
    const db = openDatabase({ connection: database.connection, lane: 'log', max: 4, log: silent });
    await migrate(db, { log: silent });
    const vault = await openVault({ db, masterKey: newKey() });
    const make = () => openFileMediaStore({ dir, index: sqlMediaIndex(db), keys: vault.keys, clock: systemClock, ids: systemIds });
    const subject: MediaStoreSubject = { media: await make(), again: await make(), keys: vault.keys, kept: () => bytesIn(dir) };
    const close = async (): Promise<void> => {
      await vault.close();
      await db.close();
      await database.drop();
      await rm(dir, { recursive: true });
    };
    return { subject, close };
  });
}

describe('media in files', () => {
  const tenant = randomUUID();
  const contact: Subject = { kind: 'contact', id: randomUUID() };
  const keys = memoryKeyVault();
  const O = { maxBytes: 10_000_000, mime: 'image/png' };
  let dir: string;
  let index: MediaIndex;
  const clock = fakeClock(new Date());
  const make = (i: MediaIndex = index) => openFileMediaStore({ dir, index: i, keys, clock, ids: systemIds });
  beforeEach(async () => {
    dir = await temporary();
    index = memoryMediaIndex();
  });
  afterEach(() => rm(dir, { recursive: true }));
  const put = async (bytes: Buffer, subject = contact) => {
    const media = await make();
    const before = new Set(await filesIn(dir));
    const { id } = await media.put(tenant, subject, Readable.from([bytes]), O);
    const file = (await filesIn(dir)).find((f) => !before.has(f))!;
    return { media, id, file };
  };
  const read = async (media: Awaited<ReturnType<typeof make>>, id: string, range?: { from: number; to?: number }) =>
    buffer((await media.get(tenant, id, range))!.body);

  test('no clear byte and no name reaches the disk', async () => {
    const canary = Buffer.from('canary-canary-canary');
    const { file } = await put(Buffer.concat([randomBytes(100_000), canary]));
    expect((await readFile(file)).includes(canary.subarray(0, 8))).toBe(false);
    expect(file).not.toContain(contact.id);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
  test('what is put again while it is being deleted is kept', async () => {
    const bytes = randomBytes(1000);
    const { media, id } = await put(bytes);
    clock.advance(1000);
    const putBefore = clock.now();
    const late = await make({
      ...index,
      remove: async (...of) => {
        await media.put(tenant, contact, Readable.from([bytes]), O);
        return index.remove(...of);
      },
    });
    await late.delete(tenant, id, { putBefore });
    expect((await read(media, id)).equals(bytes)).toBe(true);
    expect(await filesIn(join(dir, 'new'))).toEqual([]);
    clock.advance(1);
    await media.delete(tenant, id, { putBefore: clock.now() });
    expect([await media.get(tenant, id), await filesIn(dir)]).toEqual([null, []]);
  });
  test('every kind of damage is an error, and only where it is read', async () => {
    const bytes = randomBytes(3 * CHUNK + 5);
    const { media, id, file } = await put(bytes);
    const sealed = CHUNK + SEAL_OVERHEAD;
    const whole = await readFile(file);
    const damages: Record<string, Buffer> = {
      'a flipped bit': Buffer.from(whole.map((b, i) => (i === 2 * sealed + 100 ? b ^ 1 : b))),
      'two chunks swapped': Buffer.concat([
        whole.subarray(0, sealed),
        whole.subarray(2 * sealed, 3 * sealed),
        whole.subarray(sealed, 2 * sealed),
        whole.subarray(3 * sealed),
      ]),
      'a chunk repeated': Buffer.concat([whole.subarray(0, 2 * sealed), whole.subarray(sealed, 2 * sealed), whole.subarray(3 * sealed)]),
      'cut at a chunk': whole.subarray(0, 3 * sealed),
      'cut within a chunk': whole.subarray(0, 2 * sealed + 50),
      'nothing left': Buffer.alloc(0),
    };
    for (const [what, damaged] of Object.entries(damages)) {
      await writeFile(file, damaged);
      await expect(read(media, id).then(() => what)).rejects.toThrow(SealBroken);
      if (what !== 'nothing left') expect((await read(media, id, { from: 0, to: CHUNK - 1 })).equals(bytes.subarray(0, CHUNK))).toBe(true);
    }
    await writeFile(file, whole);
    expect((await read(media, id)).equals(bytes)).toBe(true);
  });
  test('the file of another medium in its place is an error', async () => {
    const [a, b] = [await put(randomBytes(100)), await put(randomBytes(100))];
    await rename(a.file, b.file);
    await expect(read(b.media, b.id)).rejects.toThrow(SealBroken);
  });
  test('an index entry that points to another file is an error', async () => {
    const { id, file } = await put(randomBytes(100));
    const other = await put(randomBytes(100));
    const entry = (await index.find(tenant, other.id))!;
    const swapped = await make({ ...index, find: async () => entry });
    await expect(swapped.get(tenant, id)).rejects.toThrow(SealBroken);
    expect(basename(file)).not.toBe(entry.file);
  });
  test('a range reads only its own chunks', async () => {
    const bytes = randomBytes(5 * CHUNK);
    const { media, id, file } = await put(bytes);
    await truncate(file, 3 * (CHUNK + SEAL_OVERHEAD));
    expect((await read(media, id, { from: 2 * CHUNK + 7, to: 3 * CHUNK - 1 })).equals(bytes.subarray(2 * CHUNK + 7, 3 * CHUNK))).toBe(true);
    await expect(read(media, id, { from: 3 * CHUNK, to: 3 * CHUNK })).rejects.toThrow(SealBroken);
  });
  test('killed after the index and before the move: the file is served, and moved at the next opening', async () => {
    const { media, id, file } = await put(randomBytes(100));
    const waiting = join(dir, 'new', basename(file));
    await rename(file, waiting);
    expect(await read(media, id)).toHaveLength(100);
    await make();
    expect(await filesIn(dir)).toEqual([file]);
    expect(await read(media, id)).toHaveLength(100);
  });
  test('killed while writing: the rest is removed once it is old, what is under way is not', async () => {
    const { id, media } = await put(randomBytes(100));
    const [old, young] = [join(dir, 'new', randomUUID()), join(dir, 'new', randomUUID())];
    for (const f of [old, young]) await (await open(f, 'w')).close();
    await utimes(old, new Date(clock.now().getTime() - 7_200_000), new Date(clock.now().getTime() - 7_200_000));
    await make();
    expect((await filesIn(dir)).filter((f) => f === old || f === young)).toEqual([young]);
    expect(await read(media, id)).toHaveLength(100);
  });
  test('an index that fails leaves no file, one that answered too late loses none', async () => {
    const failing = await make({ ...index, add: () => Promise.reject(new Error('database unavailable')) });
    await expect(failing.put(tenant, contact, Readable.from([randomBytes(10)]), O)).rejects.toThrow('database unavailable');
    expect(await filesIn(dir)).toEqual([]);
    const bytes = randomBytes(10);
    const late = await make({
      ...index,
      add: async (...entry) => {
        await index.add(...entry);
        throw new Error('database unavailable');
      },
    });
    await expect(late.put(tenant, contact, Readable.from([bytes]), O)).rejects.toThrow('database unavailable');
    const media = await make();
    const { id } = await media.put(tenant, contact, Readable.from([bytes]), O);
    expect((await read(media, id)).equals(bytes)).toBe(true);
    expect(await filesIn(dir)).toHaveLength(1);
  });
});
