/** Values that may be lost; one computation at a time per key (single flight). */
export interface Cache {
  get<T>(key: string, ttlMs: number, load: () => Promise<T>): Promise<T>;
  /** Forgets every key that starts so. */
  drop(prefix: string): Promise<void>;
}
