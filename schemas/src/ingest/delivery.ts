import { z } from 'zod';
import { aggregate, command, event } from '../contract.ts';
import { clean, uuid } from '../ids.ts';

export const deliveryProblem = z.object({
  /** not_json, not_utf8, too_deep, duplicate_key, not_understood, unknown_number, … */
  code: clean(60),
  /** Kind or path at the provider; nothing personal. */
  detail: clean(200).optional(),
});

/** A callback as it came in. Stream id = uuidv5(channel, sha256 of the bytes): ten copies are one. */
export const delivery = aggregate({
  category: 'delivery',
  events: {
    DeliveryReceived: event(1, z.object({ deliveryId: z.string(), channelId: z.string(), size: z.number().int(), sha256: z.string() }), {
      exposure: 'internal',
    }),
    DeliveryProblemsFound: event(
      1,
      z.object({
        deliveryId: z.string(),
        channelId: z.string(),
        size: z.number().int(),
        parser: z.number().int(),
        problems: z.array(deliveryProblem),
      }),
      { exposure: 'internal' },
    ),
  },
  commands: {
    ReceiveDelivery: command<{ deliveryId: string }>('system')(
      z.object({ deliveryId: uuid, channelId: uuid, size: z.number().int(), sha256: z.string().length(64) }),
    ),
    /** Empty `problems` after a fix clears those found before. */
    RecordDeliveryProblems: command<{ deliveryId: string }>('system')(
      z.object({ deliveryId: uuid, parser: z.number().int(), problems: z.array(deliveryProblem).max(50) }),
    ),
  },
});
