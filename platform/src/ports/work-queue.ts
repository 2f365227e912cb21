/** Work for effects: finds what is to be done, can be lost and refilled from the log. A lane runs one item at a time, in `order`. */
export type WorkItem = {
  /** uuid, deterministic: enqueuing twice is once. */
  readonly id: string;
  readonly effect: string;
  readonly tenant: string;
  readonly stream: string;
  /** Items of one lane run one after another; the next starts when the head is done. */
  readonly lane: string;
  /** Order within a lane: the store position of the intent. */
  readonly order: string;
  readonly priority: number;
  readonly due: Date;
};
export type Claimed = WorkItem & { readonly attempts: number; readonly epoch: number };
export interface WorkQueue {
  enqueue(items: readonly WorkItem[]): Promise<void>;
  /** Due heads of lanes, highest priority first, leased until `leaseMs` from now. Held items are not given. */
  claim(effect: string, max: number, leaseMs: number): Promise<readonly Claimed[]>;
  /** Removes items that still carry the claim's epoch; the lanes' next items become heads. */
  done(items: readonly { readonly id: string; readonly epoch: number }[]): Promise<void>;
  /** Gives an item back for later. */
  later(item: { readonly id: string; readonly epoch: number }, due: Date): Promise<void>;
  /** Parks an item until `release(hold)`. */
  hold(item: { readonly id: string; readonly epoch: number }, hold: string): Promise<void>;
  release(hold: string): Promise<number>;
  /** Waits until something may be due, or until the time is over, or aborted. */
  wait(effect: string, ms: number, signal: AbortSignal): Promise<void>;
  depth(): Promise<readonly { readonly effect: string; readonly waiting: number; readonly held: number }[]>;
}
