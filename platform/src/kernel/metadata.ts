import type { Actor, Meta } from '@master-ia/schemas/contract.ts';
import type { Raw } from '../ports/event-store.ts';

/** What the store keeps as an event's metadata, in short names: it is repeated millions of times. */
export type Metadata = {
  /** Command id. */
  readonly c: string;
  /** Keyed fingerprint of the command's body. */
  readonly b: string;
  readonly a: Actor;
  /** Correlation. */
  readonly r: string;
  /** Causation. */
  readonly p?: string;
  /** ISO time told by the provider; absent when it is the recording's. */
  readonly o?: string;
};

/** The envelope of a stored event, from its raw form. */
export const metaOf = (raw: Raw, m: Metadata = JSON.parse(raw.metadata) as Metadata): Meta => ({
  id: raw.id,
  tenant: raw.tenant,
  stream: raw.stream,
  revision: raw.revision,
  position: raw.position,
  key: raw.key,
  at: raw.at,
  occurredAt: m.o === undefined ? raw.at : new Date(m.o),
  actor: m.a,
  commandId: m.c,
  correlationId: m.r,
  ...(m.p !== undefined && { causationId: m.p }),
});
