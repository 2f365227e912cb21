/** One holder at a time, told apart by a growing epoch (SQL rows; a deposed holder's epoch is refused by whoever checks it). */
export interface Leases {
  /** null: somebody else holds it. `signal` aborts when the lease could not be renewed in time. */
  acquire(name: string, ttlMs: number): Promise<Lease | null>;
}
export type Lease = { readonly epoch: number; readonly signal: AbortSignal; release(): Promise<void> };
