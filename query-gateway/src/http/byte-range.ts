export type ByteRange = { readonly from: number; readonly to: number };

/** One range of a file of `size` bytes; null: the whole of it (also for several ranges, and for what is no range of bytes); `none`: not in the file. */
export const byteRange = (header: string | undefined, size: number): ByteRange | null | 'none' => {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return null;
  if (first === '') {
    const tail = Number(last);
    return tail === 0 || size === 0 ? 'none' : { from: Math.max(0, size - tail), to: size - 1 };
  }
  const from = Number(first);
  const to = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < from) return null;
  return from >= size ? 'none' : { from, to };
};
