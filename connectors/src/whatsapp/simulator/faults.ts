import { z } from 'zod';

const filter = {
  /** How many matching requests it meets. */
  times: z.number().int().min(1).max(100_000).default(1),
  phoneNumberId: z.string().optional(),
  /** Digits of the customer's phone. */
  to: z.string().optional(),
};

/** A fault that the next matching requests meet. */
export const faultInput = z.discriminatedUnion('kind', [
  /** A documented error: answered at once, or told later as a `failed` status. */
  z.object({
    kind: z.literal('error'),
    code: z.number().int(),
    subcode: z.number().int().optional(),
    as: z.enum(['response', 'status']).default('response'),
    httpStatus: z.number().int().min(400).max(599).optional(),
    on: z.enum(['send', 'upload', 'media', 'manage']).default('send'),
    ...filter,
  }),
  /** An answer of the infrastructure before Graph: this HTTP status, no Graph error in the body; nothing is accepted. */
  z.object({
    kind: z.literal('http'),
    httpStatus: z.number().int().min(400).max(599),
    on: z.enum(['send', 'upload', 'media', 'manage']).default('send'),
    ...filter,
  }),
  /** The answer comes later. */
  z.object({
    kind: z.literal('delay'),
    ms: z.number().int().min(1).max(120_000),
    on: z.enum(['send', 'upload', 'media', 'manage', 'download']).default('send'),
    ...filter,
  }),
  /** The connection is cut before the send is accepted, or after it with the answer lost. */
  z.object({
    kind: z.literal('cut'),
    when: z.enum(['before', 'after']),
    on: z.enum(['send', 'upload', 'media', 'manage', 'download']).default('send'),
    ...filter,
  }),
  /** A media download that stalls after its first bytes, or whose bytes, size or type are not what was told. */
  z.object({ kind: z.literal('download'), lie: z.enum(['stall', 'bytes', 'size', 'type']), ...filter }),
]);
export type FaultInput = z.output<typeof faultInput>;
export type Fault = FaultInput & { readonly id: string };
export type FaultPlace = 'send' | 'upload' | 'media' | 'manage' | 'download';

export const faultPlace = (f: FaultInput): FaultPlace => (f.kind === 'download' ? 'download' : f.on);

/** Standing behaviour, kept over restarts. */
export const settings = z.object({
  /** From acceptance to `sent`, and from `sent` to `delivered`. */
  sentDelayMs: z.number().int().min(0).max(600_000),
  deliveredDelayMs: z.number().int().min(0).max(600_000),
  /** Every webhook is delivered twice. */
  duplicateDeliveries: z.boolean(),
  /** `delivered` is told before `sent`. */
  outOfOrder: z.boolean(),
  /** Webhooks wait until this is off again. */
  holdDeliveries: z.boolean(),
  /** What the signature header of deliveries is. */
  signature: z.enum(['right', 'wrong', 'missing']),
  /** A free-form message outside the window is accepted and fails by status, as at Meta, or is refused at once. */
  windowCheck: z.enum(['status', 'response']),
  /** Messages per second and number before 130429; null: no limit. */
  throughputPerSecond: z.number().int().min(1).max(100_000).nullable(),
  /** First wait after a delivery that failed; it doubles up to an hour, for seven days. */
  retryBaseMs: z.number().int().min(1).max(3_600_000),
  deliveryTimeoutMs: z.number().int().min(50).max(60_000),
  /** Every call needs an `appsecret_proof`. */
  requireProof: z.boolean(),
});
export type Settings = z.output<typeof settings>;

/** 80 messages per second and number: Meta's default throughput. */
export const defaultSettings: Settings = {
  sentDelayMs: 150,
  deliveredDelayMs: 350,
  duplicateDeliveries: false,
  outOfOrder: false,
  holdDeliveries: false,
  signature: 'right',
  windowCheck: 'status',
  throughputPerSecond: 80,
  retryBaseMs: 1000,
  deliveryTimeoutMs: 10_000,
  requireProof: false,
};
