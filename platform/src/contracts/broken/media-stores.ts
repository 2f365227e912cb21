import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { memoryKeyVault } from '../../key-vault/memory.ts';
import { memoryMediaStore } from '../../media/memory.ts';
import type { KeyVault } from '../../ports/key-vault.ts';
import type { MediaStore } from '../../ports/media-store.ts';
import type { MediaStoreSubject } from '../media-store.contract.ts';

type Good = ReturnType<typeof memoryMediaStore>;
const store = (broken: (good: Good, keys: KeyVault) => Partial<MediaStore>) => (): MediaStoreSubject => {
  const keys = memoryKeyVault();
  const good = memoryMediaStore({ keys });
  const bad = { ...good, ...broken(good, keys) };
  return { media: bad, again: bad, keys, kept: async () => good.kept() };
};
const changed = (found: Awaited<ReturnType<MediaStore['get']>>, change: (bytes: Buffer) => Buffer) =>
  found && {
    ...found,
    body: Readable.from(
      (async function* () {
        yield change(await buffer(found.body));
      })(),
    ),
  };

/** Each breaks one promise of the media store, and names the case that must notice. */
export const brokenMediaStores = {
  'loses the byte after a full chunk': {
    by: 'gives the exact bytes back, of every length',
    make: store((good) => ({
      get: async (t, id, r) => changed(await good.get(t, id, r), (b) => (b.length === 64 * 1024 + 1 ? b.subarray(0, -1) : b)),
    })),
  },
  'takes the end of a range as exclusive': {
    by: 'gives ranges, with the whole size',
    make: store((good) => ({
      get: (t, id, r) => good.get(t, id, r?.to === undefined ? r : { from: r.from, to: Math.max(r.from, r.to - 1) }),
    })),
  },
  'forgets the type': {
    by: 'tells what it has',
    make: store((good) => ({ put: (t, s, b, o) => good.put(t, s, b, { ...o, mime: 'application/octet-stream' }) })),
  },
  'keeps the same file twice': {
    by: 'knows the same file of one subject again, keeps it once, and takes it for new',
    make: store((good) => {
      let n = 0;
      return { put: (t, s, b, o) => good.put(t, { ...s, id: `${s.id}${String(n++)}` }, b, o) };
    }),
  },
  'gives two who send the same file different media': {
    by: 'takes the same file from several at once',
    make: store((good) => {
      let n = 0;
      return { put: (t, s, b, o) => good.put(t, { ...s, id: `${s.id}${String(n++)}` }, b, o) };
    }),
  },
  'shares the same file between subjects': {
    by: 'keeps the same file of two subjects apart',
    make: store((good) => ({ put: (t, s, b, o) => good.put(t, { ...s, id: 'everybody' }, b, o) })),
  },
  'serves every company': {
    by: 'gives nothing to another company, nor for an id that it does not know',
    make: store((good) => {
      const owners = new Map<string, string>();
      return {
        put: async (t, s, b, o) => {
          const put = await good.put(t, s, b, o);
          owners.set(put.id, t);
          return put;
        },
        get: (t, id) => good.get(owners.get(id) ?? t, id),
      };
    }),
  },
  'checks the size when everything is kept': {
    by: 'refuses what is too large and keeps nothing of it',
    make: store((good) => ({
      put: async (t, s, b, o) => {
        const put = await good.put(t, s, b.take(1_000), { ...o, maxBytes: Infinity });
        if (put.size > o.maxBytes) throw new Error('too large');
        return put;
      },
    })),
  },
  'keeps the part that came': {
    by: 'keeps nothing of a body that breaks off',
    make: store((good) => ({
      put: async (t, s, b, o) => {
        let part: Buffer = Buffer.alloc(0);
        try {
          for await (const bytes of b) part = bytes as Buffer;
        } catch (e) {
          await good.put(t, s, Readable.from([part]), o);
          throw e;
        }
        return good.put(t, s, Readable.from([part]), o);
      },
    })),
  },
  'only hides what is deleted': {
    by: 'forgets what is deleted, and takes it again',
    make: store((good) => {
      const hidden = new Set<string>();
      return {
        delete: async (_, id) => void hidden.add(id),
        get: async (t, id, r) => (hidden.has(id) ? null : good.get(t, id, r)),
        info: async (t, id) => (hidden.has(id) ? null : good.info(t, id)),
      };
    }),
  },
  'lists the newest first': {
    by: 'lists what nobody is known to use, oldest first, until somebody uses it or it is put again',
    make: store((good) => ({ unused: async (before, max) => [...(await good.unused(before, max))].reverse() })),
  },
  'forgets what is used': {
    by: 'lists what nobody is known to use, oldest first, until somebody uses it or it is put again',
    make: store(() => ({ use: async () => undefined })),
  },
  'deletes whatever it is asked to': {
    by: 'deletes what was not put since, unless it is used',
    make: store((good) => ({ delete: (t, id) => good.delete(t, id) })),
  },
  'takes everybody for the author': {
    by: 'knows whose upload a file is',
    make: store((good) => ({ uploaded: (t, id) => good.info(t, id) })),
  },
  'shares one reader': {
    by: 'serves many readers of one file, also such that go away',
    make: store((good) => {
      let shared: ReturnType<MediaStore['get']> | undefined;
      // All of them listen to one body, which is what is wrong: no leak that Node has to warn of.
      return { get: (t, id, r) => (shared ??= good.get(t, id, r).then((found) => (found?.body.setMaxListeners(0), found))) };
    }),
  },
};
