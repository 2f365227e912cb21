import { createHash, hash, randomBytes, randomUUID } from 'node:crypto';
import type { Ids } from '../ports/clock.ts';

/** Namespace of every uuidv5 of the product. Changing it changes every derived id: never do. */
export const NAMESPACE = '6f0c5b1e-3c1d-5d5a-9d0e-2f6a41c7b8e3';
const namespace = Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex');

const uuid = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
const stamped = (hex: string, version: '4' | '5'): string =>
  uuid(`${hex.slice(0, 12)}${version}${hex.slice(13, 16)}${((parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16)}${hex.slice(17, 32)}`);

/** uuidv5 (RFC 9562) under {@link NAMESPACE} of the parts as a JSON array: ('a','bc') and ('ab','c') differ. */
export const uuidFrom = (...parts: readonly string[]): string =>
  stamped(hash('sha1', Buffer.concat([namespace, Buffer.from(JSON.stringify(parts))]), 'hex'), '5');

/** Random ids and secrets from the operating system. */
export const systemIds: Ids = {
  random: () => randomUUID(),
  from: uuidFrom,
  secret: (bytes) => randomBytes(bytes).toString('base64url'),
};

/** For tests: the same seed gives the same "random" ids and secrets, in order. */
export const deterministicIds = (seed: string): Ids => {
  let n = 0;
  const next = (what: string): Buffer => createHash('sha512').update(`${seed}|${what}|${n++}`).digest();
  return {
    random: () => stamped(next('random').toString('hex'), '4'),
    from: uuidFrom,
    secret: (bytes) => {
      const parts: Buffer[] = [];
      for (let have = 0; have < bytes; have += 64) parts.push(next('secret'));
      return Buffer.concat(parts).subarray(0, bytes).toString('base64url');
    },
  };
};
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** A uuid in its canonical spelling (lower case). */
export const isUuid = (text: string): boolean => UUID.test(text);
