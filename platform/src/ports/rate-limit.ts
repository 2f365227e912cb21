/** A token bucket: at most `burst` at once, refilled at `perSecond`. */
export type Bucket = { readonly key: string; readonly perSecond: number; readonly burst: number };
export interface RateLimit {
  /** Takes one token of every bucket, or none of them and tells after how many milliseconds to come back. */
  take(buckets: readonly Bucket[]): Promise<{ readonly ok: true } | { readonly ok: false; readonly afterMs: number }>;
}
