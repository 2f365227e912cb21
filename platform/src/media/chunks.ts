import type { KeyObject } from 'node:crypto';
import { SEAL_OVERHEAD, openBytes, sealBytes } from '../crypto/sealing.ts';

/** Clear bytes of a chunk; only the last one may have fewer. */
export const CHUNK = 64 * 1024;
const SEALED_CHUNK = CHUNK + SEAL_OVERHEAD;

/** Ties a chunk to its file, its place and to being the last: chunks cannot be swapped, repeated or cut off. */
const aad = (file: string, n: number, last: boolean): string => `${file}|${n}|${last ? 'last' : 'more'}`;
/** An empty file is one empty chunk. */
export const chunkCount = (size: number): number => Math.max(1, Math.ceil(size / CHUNK));
/** Where a sealed chunk is in its file. */
export const chunkPlace = (size: number, n: number): { readonly offset: number; readonly length: number } => ({
  offset: n * SEALED_CHUNK,
  length: Math.min(CHUNK, size - n * CHUNK) + SEAL_OVERHEAD,
});
export const openChunk = (key: KeyObject, file: string, size: number, n: number, sealed: Buffer): Buffer =>
  openBytes(key, sealed, aad(file, n, n === chunkCount(size) - 1));

/** Seals a stream chunk by chunk. The last one is only known at the end, so one chunk is held back. */
export const chunkSealer = (key: KeyObject, file: string): { push(bytes: Buffer): readonly Buffer[]; end(): Buffer } => {
  let held: Buffer[] = [];
  let heldLength = 0;
  let n = 0;
  const next = (bytes: Buffer, last: boolean): Buffer => sealBytes(key, bytes, aad(file, n++, last));
  return {
    push: (bytes) => {
      held.push(bytes);
      heldLength += bytes.length;
      if (heldLength <= CHUNK) return [];
      const all = Buffer.concat(held, heldLength);
      const sealed: Buffer[] = [];
      let at = 0;
      // `>`: a full chunk with nothing behind it may be the last one.
      for (; all.length - at > CHUNK; at += CHUNK) sealed.push(next(all.subarray(at, at + CHUNK), false));
      held = [all.subarray(at)];
      heldLength = all.length - at;
      return sealed;
    },
    end: () => next(Buffer.concat(held, heldLength), true),
  };
};
