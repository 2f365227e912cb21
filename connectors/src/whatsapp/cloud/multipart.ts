/** One file and some fields as `multipart/form-data`, with its length known beforehand so that the file can be streamed. */
export type Multipart = { readonly contentType: string; readonly length: number; readonly body: AsyncIterable<Uint8Array> };

/** A name inside a header: quotes and line ends would end it. */
const quoted = (name: string): string => name.replace(/["\r\n\\]/g, '_');

export const multipart = (d: {
  readonly boundary: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly file: { readonly filename: string; readonly mime: string; readonly size: number; readonly body: AsyncIterable<Uint8Array> };
}): Multipart => {
  const fields = Object.entries(d.fields).map(
    ([k, v]) => `--${d.boundary}\r\nContent-Disposition: form-data; name="${quoted(k)}"\r\n\r\n${v}\r\n`,
  );
  const fileHead = `--${d.boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quoted(d.file.filename)}"\r\nContent-Type: ${d.file.mime.replace(/[\r\n]/g, '')}\r\n\r\n`;
  const head = Buffer.from(fields.join('') + fileHead);
  const tail = Buffer.from(`\r\n--${d.boundary}--\r\n`);
  return {
    contentType: `multipart/form-data; boundary=${d.boundary}`,
    length: head.length + d.file.size + tail.length,
    body: (async function* () {
      yield head;
      yield* d.file.body;
      yield tail;
    })(),
  };
};
