import type { KeyObject } from 'node:crypto';
import type { Erased, Subject } from '@master-ia/schemas/contract.ts';

/** Data keys per subject (contact, user, company, raw deliveries of a channel and month), wrapped by the company's key, that by the master key. */
export interface KeyVault {
  /** Makes missing keys; durable when it resolves (before the append that seals with them). Keys that were destroyed stay destroyed. */
  ensure(tenant: string, subjects: readonly Subject[]): Promise<void>;
  /** Keyed by {@link subjectName}. Missing keys (never made) are made known as ERASED too: nothing can be opened with them. */
  keys(tenant: string, subjects: readonly Subject[]): Promise<ReadonlyMap<string, KeyObject | Erased>>;
  /** The keys at once when all are cached, else undefined: lets hot loops stay synchronous. */
  cached(tenant: string, subjectName: string): KeyObject | Erased | undefined;
  destroy(tenant: string, subjects: readonly Subject[]): Promise<void>;
  /** Keyed hash of an address under the company's own key, which never rotates; hex. */
  hmac(tenant: string, text: string): Promise<string>;
}
export const subjectName = (s: Subject): string => `${s.kind}:${s.id}`;

/** Provider tokens, app secrets, password hashes: sealed at rest, versions never overwritten. Never logged, never sent to a client. */
export interface SecretVault {
  /** Stores a new version (1, 2, …) of a named secret and answers its number. Durable when it resolves. */
  put(tenant: string, name: string, value: string): Promise<number>;
  /** The given version, or the newest; null when there is none. */
  get(tenant: string, name: string, version?: number): Promise<string | null>;
  delete(tenant: string, name: string): Promise<void>;
}
