import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomBytes, randomFillSync, type KeyObject } from 'node:crypto';

/** What was sealed was changed, belongs to another place (AAD), or was sealed with another key. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

const ALGORITHM = 'aes-256-gcm';
const IV = 12;
/** Node accepts tags of 4 bytes unless told the length. */
const TAG = { authTagLength: 16 } as const;
/** What sealing adds to the clear bytes. */
export const SEAL_OVERHEAD = IV + TAG.authTagLength;

// One system call for 341 initialisation vectors; each is handed out once.
const pool = Buffer.allocUnsafeSlow(4092);
let used = pool.length;
const putIv = (to: Buffer): void => {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  pool.copy(to, 0, used, used + IV);
  used += IV;
};

/** A new random 256-bit key. */
export const newKey = (): KeyObject => createSecretKey(randomBytes(32));
/** A key from its 32 bytes. Keys are `KeyObject`s everywhere: opening with a Buffer takes three times as long. */
export const keyFrom = (bytes: Buffer): KeyObject => {
  if (bytes.length !== 32) throw new SealBroken(`a key has 32 bytes, not ${bytes.length}`);
  return createSecretKey(bytes);
};

/** iv | ciphertext | tag. A random iv allows 2^32 seals per key. */
export const sealBytes = (key: KeyObject, clear: Buffer, aad: string): Buffer => {
  const box = Buffer.allocUnsafe(clear.length + SEAL_OVERHEAD);
  putIv(box);
  const cipher = createCipheriv(ALGORITHM, key, box.subarray(0, IV), TAG);
  cipher.setAAD(Buffer.from(aad));
  cipher.update(clear).copy(box, IV);
  cipher.final();
  cipher.getAuthTag().copy(box, IV + clear.length);
  return box;
};
/** The clear bytes. Throws {@link SealBroken}. */
export const openBytes = (key: KeyObject, box: Buffer, aad: string): Buffer => {
  const end = box.length - TAG.authTagLength;
  if (end < IV) throw new SealBroken('too short to be a sealed box');
  const decipher = createDecipheriv(ALGORITHM, key, box.subarray(0, IV), TAG);
  decipher.setAAD(Buffer.from(aad));
  decipher.setAuthTag(box.subarray(end));
  const clear = decipher.update(box.subarray(IV, end));
  try {
    decipher.final();
  } catch {
    throw new SealBroken('a sealed box was changed, moved, or sealed with another key');
  }
  return clear;
};

/** base64(iv | ciphertext | tag) of a text. `aad` ties the box to its place. */
export const seal = (key: KeyObject, clear: string, aad: string): string => sealBytes(key, Buffer.from(clear), aad).toString('base64');
/** The text of a box. Throws {@link SealBroken}, also for another spelling of the same bytes. */
export const open = (key: KeyObject, box: string, aad: string): string => {
  const bytes = Buffer.from(box, 'base64');
  // Decoding skips what is not base64 and ignores spare bits: a changed box could pass.
  if (bytes.toString('base64') !== box) throw new SealBroken('not the base64 of a sealed box');
  const clear = openBytes(key, bytes, aad);
  return clear.toString();
};

/** A key sealed under another one. */
export const wrapKey = (under: KeyObject, key: KeyObject, aad: string): string => sealBytes(under, key.export(), aad).toString('base64');
export const unwrapKey = (under: KeyObject, box: string, aad: string): KeyObject => {
  const bytes = Buffer.from(box, 'base64');
  if (bytes.toString('base64') !== box) throw new SealBroken('not the base64 of a sealed box');
  return keyFrom(openBytes(under, bytes, aad));
};
/** HMAC-SHA-256 as hex. */
export const hmacHex = (key: KeyObject, text: string): string => createHmac('sha256', key).update(text).digest('hex');
