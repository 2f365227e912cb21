/** A delivery that tells of a contact, as its parsing has shown. */
export type DeliveryOfContact = { readonly tenant: string; readonly id: string; readonly contactId: string };

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
  /** Remembers of whom deliveries tell, in one statement; again changes nothing, and what is not there (any more) is left out. */
  tellOf(of: readonly DeliveryOfContact[]): Promise<void>;
  get(tenant: string, id: string): Promise<Buffer | null>;
  /** Ids of the deliveries that tell of a contact, oldest first, `max` at most. */
  ofContact(tenant: string, contactId: string, max: number): Promise<readonly string[]>;
  /** Deletes every delivery that tells of a contact, whomever else it tells of; answers how many. */
  deleteOfContact(tenant: string, contactId: string): Promise<number>;
  /** Drops what is older than the retention; answers how many. */
  purge(before: Date): Promise<number>;
}
