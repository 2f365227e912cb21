import type { Samples } from '../contract.ts';
import type { IngestEvents } from './index.ts';

const deliveryId = '6f1c0f5e-6a0c-4a6e-9b0f-0d4b1e0c9a11';
export const samples: Samples<IngestEvents> = {
  DeliveryReceived: [{ deliveryId, channelId: deliveryId, size: 812, sha256: 'ab'.repeat(32) }],
  DeliveryProblemsFound: [{ deliveryId, channelId: deliveryId, size: 812, parser: 1, problems: [{ code: 'not_json' }] }],
};
