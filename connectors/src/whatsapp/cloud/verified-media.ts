import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { reasonOf } from '@master-ia/platform/http/failure.ts';
import type { MediaKind } from '@master-ia/schemas/conversations/content.ts';
import { checkMedia, HEAD_BYTES, mediaRules, type MediaVerdict } from './media-rules.ts';

export type MediaFault = Extract<MediaVerdict, { ok: false }>['why'] | 'size_mismatch' | 'sha256_mismatch' | 'stalled' | 'cut_off';

/** A file that is not what was announced. What was read of it is to be thrown away. */
export class MediaRejected extends Error {
  override readonly name = 'MediaRejected';
  readonly why: MediaFault;
  constructor(why: MediaFault) {
    super(`the file was rejected: ${why}`);
    this.why = why;
  }
}

export type AnnouncedMedia = {
  readonly kind: MediaKind;
  readonly mime: string;
  /** Hex. */
  readonly sha256?: string;
  /** Every size that was told for it: in the look-up and in the answer's header. */
  readonly sizes: readonly number[];
};

/** The next chunk, or a fault when none comes for `stallMs`. */
const nextWithin = async (chunks: AsyncIterator<Uint8Array>, stallMs: number): Promise<IteratorResult<Uint8Array>> => {
  let timer: NodeJS.Timeout | undefined;
  const stalled = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new MediaRejected('stalled'));
    }, stallMs);
  });
  try {
    return await Promise.race([chunks.next(), stalled]);
  } catch (error) {
    if (error instanceof MediaRejected) throw error;
    const reason = reasonOf(error);
    throw new MediaRejected(reason === 'timeout' ? 'stalled' : reason === 'too_large' ? 'too_large' : 'cut_off');
  } finally {
    clearTimeout(timer);
  }
};

async function* verified(
  source: Readable,
  told: AnnouncedMedia,
  o: { readonly stallMs: number; readonly release: () => void },
): AsyncGenerator<Uint8Array, void> {
  const maxBytes = mediaRules.inbound[told.kind].maxBytes;
  const hash = createHash('sha256');
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const beginning: Uint8Array[] = [];
  let size = 0;
  let judged = false;
  const judge = (): void => {
    const verdict = checkMedia('inbound', told.kind, { mime: told.mime, size, head: Buffer.concat(beginning).subarray(0, HEAD_BYTES) });
    if (!verdict.ok) throw new MediaRejected(verdict.why);
    judged = true;
  };
  try {
    for (;;) {
      const next = await nextWithin(chunks, o.stallMs);
      if (next.done === true) break;
      const { value } = next;
      size += value.byteLength;
      if (size > maxBytes) throw new MediaRejected('too_large');
      if (told.sizes.some((s) => size > s)) throw new MediaRejected('size_mismatch');
      hash.update(value);
      if (judged) {
        yield value;
        continue;
      }
      // Nothing is handed on before its beginning was seen to be of its type.
      beginning.push(value);
      if (size < HEAD_BYTES) continue;
      judge();
      yield* beginning;
    }
    if (!judged) {
      judge();
      yield* beginning;
    }
    if (told.sizes.some((s) => s !== size)) throw new MediaRejected('size_mismatch');
    if (told.sha256 !== undefined && hash.digest('hex') !== told.sha256) throw new MediaRejected('sha256_mismatch');
  } finally {
    // A source that hangs would hang its iterator's return too: the request is ended, not asked to end.
    o.release();
  }
}

/**
 * The file while it is checked: type by declaration and first bytes, size against the limit and every announced size, SHA-256, and that it keeps coming.
 * Whoever reads it to its end has what was announced; otherwise the stream ends with {@link MediaRejected}.
 */
export const verifiedMedia = (
  source: Readable,
  told: AnnouncedMedia,
  o: { readonly stallMs: number; readonly release: () => void },
): Readable => {
  const body = Readable.from(verified(source, told, o), { objectMode: false });
  // Destroyed before it was read, the generator never runs: the connection is let go of here.
  return body.once('close', o.release);
};
