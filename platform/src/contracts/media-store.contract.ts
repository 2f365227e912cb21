import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Subject } from '@master-ia/schemas/contract.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import { MediaTooLarge, type MediaStore } from '../ports/media-store.ts';
import type { Cases } from './suite.ts';

/** `again` is the same store as another process has it open; `keys` is the vault that seals for it; `kept` counts the stored bytes, whatever their form. */
export type MediaStoreSubject = {
  readonly media: MediaStore;
  readonly again: MediaStore;
  readonly keys: KeyVault;
  kept(): Promise<number>;
};

const CHUNK = 64 * 1024;
const contact = (): Subject => ({ kind: 'contact', id: randomUUID() });
const O = { maxBytes: 10_000_000, mime: 'image/jpeg' };
const bytesOf = async (media: MediaStore, tenant: string, id: string, range?: { from: number; to?: number }): Promise<Buffer | null> => {
  const found = await media.get(tenant, id, range);
  return found && buffer(found.body);
};
/** A body that arrives in parts of odd sizes. */
const stream = (bytes: Buffer, part = 70_001): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += part) yield bytes.subarray(at, at + part);
    })(),
  );

/** Until the clock shows another millisecond: of what is put in the same one nobody is older. */
const nextMoment = async (): Promise<void> => {
  for (const now = Date.now(); Date.now() === now;) await new Promise(setImmediate);
};

export const mediaStoreCases: Cases<MediaStoreSubject> = {
  'gives the exact bytes back, of every length': async ({ media, again }) => {
    const [tenant, s] = [randomUUID(), contact()];
    for (const size of [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 1_000_000]) {
      const bytes = randomBytes(size);
      const put = await media.put(tenant, s, stream(bytes), O);
      expect(put).toMatchObject({ size, sha256: createHash('sha256').update(bytes).digest('hex') });
      expect((await bytesOf(again, tenant, put.id))?.equals(bytes)).toBe(true);
    }
  },

  'gives ranges, with the whole size': async ({ media }) => {
    const [tenant, bytes] = [randomUUID(), randomBytes(3 * CHUNK + 10)];
    const { id } = await media.put(tenant, contact(), stream(bytes, 999), O);
    const edges = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 8, 3 * CHUNK + 9];
    for (const from of edges) {
      for (const to of [undefined, ...edges.filter((e) => e >= from), bytes.length + 1_000]) {
        const range = { from, ...(to === undefined ? {} : { to }) };
        expect((await media.get(tenant, id, range))?.size).toBe(bytes.length);
        expect((await bytesOf(media, tenant, id, range))?.equals(bytes.subarray(from, (to ?? bytes.length) + 1))).toBe(true);
      }
    }
    expect(await bytesOf(media, tenant, id, { from: bytes.length })).toHaveLength(0);
    for (const range of [{ from: -1 }, { from: 1.5 }, { from: 5, to: 4 }, { from: NaN }])
      await expect(media.get(tenant, id, range)).rejects.toThrow(RangeError);
  },

  'tells what it has': async ({ media, again }) => {
    const [tenant, s] = [randomUUID(), contact()];
    const { id, sha256 } = await media.put(tenant, s, stream(Buffer.from('a picture')), { ...O, mime: 'image/png' });
    expect(await again.info(tenant, id)).toEqual({ id, subject: s, mime: 'image/png', size: 9, sha256, at: expect.any(Date) });
    expect([await media.info(tenant, randomUUID()), await media.info(randomUUID(), id)]).toEqual([null, null]);
  },

  'knows the same file of one subject again, keeps it once, and takes it for new': async ({ media, again, kept }) => {
    const [tenant, s, bytes] = [randomUUID(), contact(), randomBytes(100_000)];
    const first = await media.put(tenant, s, stream(bytes), O);
    const size = await kept();
    const since = Date.now();
    expect(await again.put(tenant, s, stream(bytes, 17_000), O)).toEqual(first);
    expect((await media.info(tenant, first.id))?.at.getTime()).toBeGreaterThanOrEqual(since);
    expect(await kept()).toBe(size);
    expect((await bytesOf(media, tenant, first.id))?.equals(bytes)).toBe(true);
  },

  'takes the same file from several at once': async ({ media, again, kept }) => {
    const [tenant, s, bytes] = [randomUUID(), contact(), randomBytes(100_000)];
    const before = await kept();
    const put = await Promise.all([media, again, media, again].map((m) => m.put(tenant, s, stream(bytes), O)));
    expect(new Set(put.map((p) => p.id)).size).toBe(1);
    expect((await bytesOf(again, tenant, put[0]!.id))?.equals(bytes)).toBe(true);
    expect((await kept()) - before).toBeLessThan(150_000);
  },

  'keeps the same file of two subjects apart': async ({ media, keys }) => {
    const [tenant, a, b, bytes] = [randomUUID(), contact(), contact(), Buffer.from('the same picture')];
    const [one, two, other] = [
      await media.put(tenant, a, stream(bytes), O),
      await media.put(tenant, b, stream(bytes), O),
      await media.put(randomUUID(), a, stream(bytes), O),
    ];
    expect(new Set([one.id, two.id, other.id]).size).toBe(3);
    await keys.destroy(tenant, [a]);
    expect([await media.get(tenant, one.id), (await bytesOf(media, tenant, two.id))?.toString()]).toEqual([null, 'the same picture']);
    await expect(media.put(tenant, a, stream(bytes), O)).rejects.toThrow('was erased');
  },

  'gives nothing to another company, nor for an id that it does not know': async ({ media }) => {
    const tenant = randomUUID();
    const { id } = await media.put(tenant, contact(), stream(Buffer.from('x')), O);
    for (const [t, i] of [
      [randomUUID(), id],
      [tenant, randomUUID()],
      [tenant, ''],
      [tenant, '../../master.key'],
      [tenant, `${id}/..`],
      [tenant, `..%2f${id}`],
      [tenant, `${id}\0`],
      ['..', id],
    ]) {
      expect(await media.get(t!, i!)).toBeNull();
      expect(await media.info(t!, i!)).toBeNull();
      await media.delete(t!, i!);
    }
    expect((await bytesOf(media, tenant, id))?.toString()).toBe('x');
  },

  'refuses what is too large and keeps nothing of it': async ({ media, kept }) => {
    const [tenant, s] = [randomUUID(), contact()];
    const before = await kept();
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(10_000);
      })(),
    );
    await expect(media.put(tenant, s, endless, { ...O, maxBytes: 300_000 })).rejects.toThrow(MediaTooLarge);
    expect(endless.destroyed).toBe(true);
    expect(await kept()).toBe(before);
    expect(await media.put(tenant, s, stream(Buffer.alloc(300_000)), { ...O, maxBytes: 300_000 })).toMatchObject({ size: 300_000 });
  },

  'keeps nothing of a body that breaks off': async ({ media, kept }) => {
    const before = await kept();
    const broken = Readable.from(
      (function* () {
        yield randomBytes(200_000);
        throw new Error('connection lost');
      })(),
    );
    await expect(media.put(randomUUID(), contact(), broken, O)).rejects.toThrow('connection lost');
    const early = new Readable({ read: () => undefined });
    const put = media.put(randomUUID(), contact(), early, O);
    early.destroy(new Error('lost at once'));
    await expect(put).rejects.toThrow('lost at once');
    expect(await kept()).toBe(before);
  },

  'forgets what is deleted, and takes it again': async ({ media, again, kept }) => {
    const [tenant, s, bytes] = [randomUUID(), contact(), randomBytes(100_000)];
    const before = await kept();
    const { id } = await media.put(tenant, s, stream(bytes), O);
    await media.delete(tenant, id);
    await again.delete(tenant, id);
    expect([await media.get(tenant, id), await again.info(tenant, id), await kept()]).toEqual([null, null, before]);
    await again.put(tenant, s, stream(bytes), O);
    expect((await bytesOf(media, tenant, id))?.equals(bytes)).toBe(true);
  },

  'lists what nobody is known to use, oldest first, until somebody uses it or it is put again': async ({ media, again }) => {
    const [tenant, s] = [randomUUID(), contact()];
    const put = async (text: string) => (await media.put(tenant, s, stream(Buffer.from(text)), O)).id;
    const one = await put('one');
    await nextMoment();
    const two = await put('two');
    await nextMoment();
    const three = await put('three');
    const soon = new Date(Date.now() + 60_000);
    const ours = async (before = soon, max = 10_000) =>
      (await again.unused(before, max)).filter((m) => m.tenant === tenant).map((m) => m.id);
    expect(await ours()).toEqual([one, two, three]);
    expect((await again.unused(soon, 2)).length).toBe(2);
    const { at } = (await media.info(tenant, three))!;
    expect(await ours(at)).toEqual([one, two]);
    await media.use([
      { tenant, id: two },
      { tenant: randomUUID(), id: one },
    ]);
    expect(await ours()).toEqual([one, three]);
    await nextMoment();
    await put('two');
    await put('one');
    expect(await ours()).toEqual([three, one]);
  },

  'deletes what was not put since, unless it is used': async ({ media, again, kept }) => {
    const [tenant, s] = [randomUUID(), contact()];
    const before = await kept();
    const put = async (bytes: Buffer) => (await media.put(tenant, s, stream(bytes), O)).id;
    const [old, used] = [await put(Buffer.from('old')), await put(Buffer.from('used'))];
    const { at } = (await media.info(tenant, old))!;
    await media.delete(tenant, old, { putBefore: at });
    expect((await bytesOf(again, tenant, old))?.toString()).toBe('old');
    await media.use([{ tenant, id: used }]);
    const later = { putBefore: new Date(Date.now() + 60_000) };
    for (const id of [old, used]) await again.delete(tenant, id, later);
    expect([await media.get(tenant, old), (await bytesOf(media, tenant, used))?.toString()]).toEqual([null, 'used']);
    await media.delete(tenant, used);
    expect([await media.get(tenant, used), await kept()]).toEqual([null, before]);
  },

  'knows whose upload a file is': async ({ media, again }) => {
    const [tenant, s] = [randomUUID(), contact()];
    const upload = (author?: string) => media.put(tenant, s, stream(Buffer.from('a picture')), { ...O, ...(author && { author }) });
    const { id } = await upload('ana');
    expect(await again.uploaded(tenant, id, 'ana')).toEqual({ ...(await media.info(tenant, id)), at: expect.any(Date) });
    expect(await again.uploaded(tenant, id, 'bia')).toBeNull();
    await upload();
    expect(await again.uploaded(tenant, id, 'bia')).toBeNull();
    await upload('bia');
    const [ana, bia] = [await media.uploaded(tenant, id, 'ana'), await media.uploaded(tenant, id, 'bia')];
    expect(bia!.at.getTime()).toBeGreaterThanOrEqual(ana!.at.getTime());
    expect([await media.uploaded(randomUUID(), id, 'ana'), await media.uploaded(tenant, randomUUID(), 'ana')]).toEqual([null, null]);
    await media.delete(tenant, id);
    await upload();
    expect(await again.uploaded(tenant, id, 'ana')).toBeNull();
  },

  'serves many readers of one file, also such that go away': async ({ media }) => {
    const [tenant, bytes] = [randomUUID(), randomBytes(5 * CHUNK)];
    const { id } = await media.put(tenant, contact(), stream(bytes), O);
    const reader = async (i: number): Promise<boolean> => {
      const found = (await media.get(tenant, id))!;
      if (i % 2) return (await buffer(found.body)).equals(bytes);
      for await (const _part of found.body) break;
      return found.body.destroyed;
    };
    const whole = await Promise.all(Array.from({ length: 20 }, (_, i) => reader(i).catch(String)));
    expect(whole).toEqual(whole.map(() => true));
  },
};
