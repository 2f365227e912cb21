/** Work for effects: finds what is to be done, can be lost and refilled from the log. A lane (of a company) runs one item at a time, in `order`. */
export type WorkItem = {
  /** uuid, deterministic: enqueuing twice is once. */
  readonly id: string;
  readonly effect: string;
  readonly tenant: string;
  readonly stream: string;
  /** Items of one lane run one after another, whatever their effects; the next starts when the head is done. */
  readonly lane: string;
  /** Order within a lane: the store position of the intent. */
  readonly order: string;
  readonly priority: number;
  readonly due: Date;
};
/** `attempts`: how often it was claimed, this time included. `epoch`: of this claim; no two claims have the same. */
export type Claimed = WorkItem & { readonly attempts: number; readonly epoch: number };
export interface WorkQueue {
  /** An item whose id is there already stays as it is. */
  enqueue(items: readonly WorkItem[]): Promise<void>;
  /** Due heads of lanes, highest priority first, leased until `leaseMs` from now: afterwards they are claimed again. A held head holds its lane. */
  claim(effect: string, max: number, leaseMs: number): Promise<readonly Claimed[]>;
  /** Removes items that still carry the claim's epoch; the lanes' next items become heads. */
  done(items: readonly { readonly id: string; readonly epoch: number }[]): Promise<void>;
  /** Gives an item back for later: it stays the head of its lane. The claim is over. */
  later(item: { readonly id: string; readonly epoch: number }, due: Date): Promise<void>;
  /** Parks an item, and so its lane, until `release(hold)`. The claim is over. */
  hold(item: { readonly id: string; readonly epoch: number }, hold: string): Promise<void>;
  /** Answers how many items were released. They, and what had to wait behind them, are due from now on. */
  release(hold: string): Promise<number>;
  /** Returns when something may be due that the last `claim` of the effect did not give, when the time is over, or when aborted. */
  wait(effect: string, ms: number, signal: AbortSignal): Promise<void>;
  /** Items per effect; `waiting` counts those being worked on too. */
  depth(): Promise<readonly { readonly effect: string; readonly waiting: number; readonly held: number }[]>;
  /** The same counts per company that has any, over all effects. */
  perTenant(): Promise<ReadonlyMap<string, { readonly waiting: number; readonly held: number }>>;
}
