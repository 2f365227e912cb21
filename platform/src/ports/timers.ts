export type Timer = { readonly id: string; readonly name: string; readonly tenant: string; readonly due: Date; readonly data: unknown };
/** Durable timers with deterministic ids; setting one again moves it (the last one of a call counts). */
export interface Timers {
  set(timers: readonly Timer[]): Promise<void>;
  cancel(ids: readonly string[]): Promise<void>;
  /** Due timers, earliest first, leased: not given again before the lease ends. They stay until `done`. */
  due(max: number, leaseMs: number): Promise<readonly Timer[]>;
  /** Removes timers that this adapter was given last; one that was set again meanwhile, or given to another process, stays. */
  done(ids: readonly string[]): Promise<void>;
  /** When the next timer can be given. */
  nextDue(): Promise<Date | null>;
  /** Returns when a timer may be due that the last `due` did not give, when the time is over, or when aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}
