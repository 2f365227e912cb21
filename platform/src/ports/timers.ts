export type Timer = { readonly id: string; readonly name: string; readonly tenant: string; readonly due: Date; readonly data: unknown };
/** Durable timers with deterministic ids; setting one again moves it. */
export interface Timers {
  set(timers: readonly Timer[]): Promise<void>;
  cancel(ids: readonly string[]): Promise<void>;
  /** Due timers, leased; they stay until `done`. */
  due(max: number, leaseMs: number): Promise<readonly Timer[]>;
  done(ids: readonly string[]): Promise<void>;
  nextDue(): Promise<Date | null>;
}
