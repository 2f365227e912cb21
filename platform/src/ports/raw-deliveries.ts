/** The exact bytes of inbound callbacks, sealed under a key per channel and month, kept 90 days (schema `vault`). */
export interface RawDeliveries {
  /** `on conflict do nothing`; durable when it resolves. Calls made together share one statement. */
  put(d: {
    readonly id: string;
    readonly tenant: string;
    readonly channelId: string;
    readonly at: Date;
    readonly body: Buffer;
  }): Promise<void>;
  get(tenant: string, id: string): Promise<Buffer | null>;
  /** Drops what is older than the retention; answers how many. */
  purge(before: Date): Promise<number>;
}
