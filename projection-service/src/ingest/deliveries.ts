import type { IngestEvents } from '@master-ia/schemas/ingest/index.ts';
import { channelDeliveryTable, deliveryProblemTable } from '@master-ia/schemas/ingest/tables.ts';
import { projection } from '@master-ia/platform/kernel/projection.ts';

/** What came in, by channel, and what of it was not understood. */
export const deliveries = projection<IngestEvents>()({
  name: 'deliveries',
  version: 1,
  order: 'key',
  tables: [channelDeliveryTable, deliveryProblemTable],
  notify: { delivery_problem: ['channel_id'] },
  on: {
    DeliveryReceived: (on) => [on.add(channelDeliveryTable, (e) => [{ channel_id: e.data.channelId, deliveries: 1, last_at: e.meta.at }])],
    // Without problems: a parser that understands more has cleared them.
    DeliveryProblemsFound: (on) => [
      on.row(
        deliveryProblemTable,
        (e) => [{ delivery_id: e.data.deliveryId }],
        (old, e) => {
          const first = e.data.problems[0];
          if (!first) return undefined;
          return {
            delivery_id: e.data.deliveryId,
            channel_id: e.data.channelId,
            at: old?.at ?? e.meta.at,
            size: e.data.size,
            code: first.code,
          };
        },
      ),
    ],
  },
});
