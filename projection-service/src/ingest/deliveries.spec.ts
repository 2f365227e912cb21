import type { IngestEvents } from '@master-ia/schemas/ingest/index.ts';
import type { ChannelDeliveryRow, DeliveryProblemRow } from '@master-ia/schemas/ingest/tables.ts';
import { project, type Given } from '@master-ia/platform/testing/project.ts';
import { deliveries } from './deliveries.ts';

const channelId = '44444444-4444-4444-8444-444444444444';
const id = (n: number) => `66666666-6666-4666-8666-${String(n).padStart(12, '0')}`;
const received = (n: number, at?: Date): Given<IngestEvents> => ({
  type: 'DeliveryReceived',
  data: { deliveryId: id(n), channelId, size: 9, sha256: 'ab' },
  ...(at && { meta: { at } }),
});
const problems = (n: number, ...codes: readonly string[]): Given<IngestEvents> => ({
  type: 'DeliveryProblemsFound',
  data: { deliveryId: id(n), channelId, size: 9, parser: 1, problems: codes.map((code) => ({ code })) },
});

describe('deliveries', () => {
  it('counts what came in by channel, in whatever order, and when last', () => {
    const last = new Date('2026-01-20T00:00:00.000Z');
    expect(
      project<IngestEvents>(deliveries)
        .given([received(1), received(2, last), received(3)])
        .rows<ChannelDeliveryRow>('channel_delivery'),
    ).toEqual([{ channel_id: channelId, deliveries: 3, last_at: last }]);
  });
  it('lists what was not understood until a parser clears it', () => {
    const given = [received(1), problems(1, 'not_json'), received(2), problems(2, 'unknown_number', 'x'), problems(2)];
    expect(project<IngestEvents>(deliveries).given(given).rows<DeliveryProblemRow>('delivery_problem')).toEqual([
      { delivery_id: id(1), channel_id: channelId, at: new Date('2026-01-15T12:01:00.000Z'), size: 9, code: 'not_json' },
    ]);
  });
});
