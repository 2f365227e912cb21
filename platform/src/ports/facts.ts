import type { Position } from '@master-ia/schemas/contract.ts';

export type FactWrite = { readonly tenant: string; readonly fact: string; readonly key: string; readonly value: unknown | undefined };
/** Small tables kept by the command-service's own reactions (schema `work`), for what a decision needs from elsewhere. */
export interface FactStore {
  one<T>(tenant: string, fact: string, key: string): Promise<T | undefined>;
  /** Up to where the facts have been kept. */
  position(): Promise<Position>;
  /** Bounded wait until the facts have reached a position. */
  reached(position: Position, ms: number): Promise<boolean>;
}
