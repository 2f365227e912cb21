import { createHmac, timingSafeEqual } from 'node:crypto';

export type SignatureVerdict =
  { readonly ok: true } | { readonly ok: false; readonly why: 'no_secret' | 'missing' | 'doubled' | 'malformed' | 'wrong' };

/** Stands in for a secret that is not there, so that an unknown channel costs the same time as a known one. */
const ABSENT = 'no secret is configured';
const SHAPE = /^sha256=([0-9a-f]{64})$/;

/** Every value of `X-Hub-Signature-256` as it was sent: Node joins doubled headers into one text, `rawHeaders` keeps them apart. */
export const signatureHeaders = (rawHeaders: readonly string[]): readonly string[] => {
  const found: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2)
    if (rawHeaders[i]!.toLowerCase() === 'x-hub-signature-256') found.push(rawHeaders[i + 1]!);
  return found;
};

/** What Meta sends as `X-Hub-Signature-256` for these bytes. */
export const signatureOf = (secret: string, body: Uint8Array): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/**
 * Checks the signature over the exact bytes received, in constant time. Exactly one header of exactly the documented shape is accepted;
 * without a secret nothing is.
 */
export const verifySignature = (d: {
  readonly secret: string | undefined;
  readonly headers: readonly string[];
  readonly body: Uint8Array;
}): SignatureVerdict => {
  const expected = createHmac('sha256', d.secret || ABSENT)
    .update(d.body)
    .digest();
  const sent = SHAPE.exec(d.headers[0] ?? '')?.[1];
  const equal = timingSafeEqual(expected, sent === undefined ? Buffer.alloc(expected.length) : Buffer.from(sent, 'hex'));
  if (!d.secret) return { ok: false, why: 'no_secret' };
  if (d.headers.length === 0) return { ok: false, why: 'missing' };
  if (d.headers.length > 1) return { ok: false, why: 'doubled' };
  if (sent === undefined) return { ok: false, why: 'malformed' };
  return equal ? { ok: true } : { ok: false, why: 'wrong' };
};
