import type { Periodic } from '@master-ia/platform/kernel/periodic.ts';
import type { Clock } from '@master-ia/platform/ports/clock.ts';
import type { RawDeliveries } from '@master-ia/platform/ports/raw-deliveries.ts';

const HOUR_MS = 3_600_000;
/** The bytes of callbacks are kept so long, to be parsed again. */
export const RAW_KEPT_MS = 90 * 24 * HOUR_MS;

/** Drops callbacks whose time is over, and the keys of months that are over with them. */
export const rawRetention = (ports: { readonly raw: Pick<RawDeliveries, 'purge'>; readonly clock: Clock }): Periodic => ({
  name: 'raw_deliveries',
  everyMs: HOUR_MS,
  task: () => ports.raw.purge(new Date(ports.clock.now().getTime() - RAW_KEPT_MS)),
});
