export type Row = Record<string, unknown>;
/**
 * A client inside a transaction, or the pool. Parameters are $1…; `name` prepares the statement. Arrays of text may be passed as JS arrays.
 * `durable: false` (outside a transaction): the statement's own commit need not be synced; still one round trip.
 */
export interface Sql {
  query<R = Row>(
    text: string,
    values?: readonly unknown[],
    o?: { readonly name?: string; readonly durable?: boolean },
  ): Promise<{ readonly rows: R[]; readonly rowCount: number }>;
}
/** The database: `tx` runs in one short transaction (nothing but SQL on `q` may be awaited inside). Only `SET LOCAL`/`set_config(…, true)`, no temp tables, no session locks. */
export interface Database extends Sql {
  /** `durable: false`: the commit need not be synced (rows that can be made again from the log). Default true. */
  tx<T>(fn: (q: Sql) => Promise<T>, o?: { readonly durable?: boolean }): Promise<T>;
  /** Calls back on NOTIFY of a channel, and once after every reconnect with an empty payload. */
  listen(channel: string, on: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
/** Read models: rows are seen through row-level security unless `as` is 'system'. */
export interface ReadModelDb {
  tx<T>(as: { readonly tenant: string } | 'system', fn: (q: Sql) => Promise<T>): Promise<T>;
  /** One read in one round trip under the tenant's row-level security (role, tenant setting and query under one Sync). */
  query<R = Row>(as: { readonly tenant: string }, text: string, values?: readonly unknown[], o?: { readonly name?: string }): Promise<R[]>;
}
