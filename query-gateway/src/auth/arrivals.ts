/** Hashes of credentials that were right lately: 64 characters each. */
const PROVEN_MAX = 20_000;

/**
 * Bounds what who has not proven who they are can make us look up: of each address a few a second. `stranger` takes one try of an address and throws when there is none left. What was right
 * passes freely afterwards, so that many people behind one address are bounded only in how fast they arrive.
 */
export const arrivals = (stranger: (address: string) => Promise<void>) => {
  const proven = new Set<string>();
  /** Looked up at this moment: a console asks many questions at once when it opens. */
  const arriving = new Map<string, Promise<void>>();
  const remember = (hash: string): void => {
    proven.delete(hash);
    proven.add(hash);
    if (proven.size > PROVEN_MAX) proven.delete(proven.values().next().value as string);
  };
  /** `find` looks up whose the credential of this SHA-256 is; null: nobody's, and the try is gone. A null hash is no credential at all. */
  return async <T>(hash: string | null, address: string, find: () => Promise<T | null>): Promise<T | null> => {
    if (hash === null) {
      await stranger(address);
      return null;
    }
    const before = arriving.get(hash);
    const first = before === undefined && !proven.has(hash);
    if (first) arriving.set(hash, stranger(address));
    try {
      await arriving.get(hash);
      const found = await find();
      if (found !== null) remember(hash);
      else {
        proven.delete(hash);
        if (!first) await stranger(address);
      }
      return found;
    } finally {
      if (first) arriving.delete(hash);
    }
  };
};
