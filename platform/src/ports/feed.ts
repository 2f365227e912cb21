import type { Raw } from './event-store.ts';

/** Live distribution of events: ordered within a partition, at least once. Embedded: the tail of the store, one partition. */
export interface Feed {
  /**
   * Delivers the events of the domains from a cursor that `start` gives per partition ('start' = from the origin). `on` answers 'done', or a cursor to go back to.
   * A throwing `on` gets the same batch again after a pause. Resolves when aborted.
   */
  run(
    group: string,
    domains: readonly string[],
    o: {
      readonly start: (partition: string) => Promise<string>;
      readonly on: (partition: string, batch: readonly Raw[], cursor: string) => Promise<'done' | { readonly seek: string }>;
      /** Everything up to here was handed over or is not of the domains: lets a consumer's progress move on where nothing was for it. */
      readonly passed?: (partition: string, position: string, cursor: string) => Promise<void> | void;
      readonly max?: number;
    },
    signal: AbortSignal,
  ): Promise<void>;
  partitionOf(domain: string, key: string): string;
}
