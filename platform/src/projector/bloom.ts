/** A set that may answer yes for what was never added (about 1 in 100 up to its capacity), never no for what was. */
export type Bloom = { add(key: string): void; mayHave(key: string): boolean };

const BITS_PER_KEY = 10;
const PROBES = 7;

/** `capacity` keys in 10 bits each. */
export const bloom = (capacity: number): Bloom => {
  const size = Math.max(1, Math.ceil((capacity * BITS_PER_KEY) / 32)) * 32;
  const words = new Uint32Array(size / 32);
  let a = 0;
  let b = 0;
  /** Two independent 32-bit hashes (FNV-1a, and a multiplicative one); the probes are a + i·b. */
  const hash = (key: string): void => {
    a = 0x811c9dc5;
    b = 0x9e3779b9;
    for (let i = 0; i < key.length; i++) {
      const c = key.charCodeAt(i);
      a = Math.imul(a ^ c, 0x01000193);
      b = Math.imul(b, 31) + c;
    }
    a = Math.imul(a ^ (a >>> 15), 0x85ebca6b) >>> 0;
    b = (Math.imul(b ^ (b >>> 13), 0xc2b2ae35) | 1) >>> 0;
  };
  return {
    add: (key) => {
      hash(key);
      for (let i = 0; i < PROBES; i++) {
        const bit = (a + i * b) % size;
        words[bit >>> 5]! |= 1 << (bit & 31);
      }
    },
    mayHave: (key) => {
      hash(key);
      for (let i = 0; i < PROBES; i++) {
        const bit = (a + i * b) % size;
        if ((words[bit >>> 5]! & (1 << (bit & 31))) === 0) return false;
      }
      return true;
    },
  };
};
