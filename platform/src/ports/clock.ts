export interface Clock {
  now(): Date;
}
export interface Ids {
  /** A random uuid. */
  random(): string;
  /** uuidv5 of the parts, under the product's namespace. */
  from(...parts: readonly string[]): string;
  /** `bytes` random bytes as base64url. */
  secret(bytes: number): string;
}
