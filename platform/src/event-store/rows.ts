import type { Raw } from '../ports/event-store.ts';
import { toPosition } from './position.ts';

/** The columns of an event as {@link toRaw} reads them: json as its text, byte for byte. */
export const columns = (e: string): string =>
  `${e}.position, ${e}.stream, ${e}.revision, ${e}.id, ${e}.tenant, ${e}.domain, ${e}.type, ${e}.version, ${e}.key, ${e}.at, ${e}.payload::text as payload, ${e}.metadata::text as metadata`;

export type EventRow = Omit<Raw, 'position'> & { readonly position: string };

export const toRaw = (r: EventRow): Raw => ({
  id: r.id,
  type: r.type,
  version: r.version,
  tenant: r.tenant,
  domain: r.domain,
  key: r.key,
  at: r.at,
  payload: r.payload,
  metadata: r.metadata,
  stream: r.stream,
  revision: r.revision,
  position: toPosition(r.position),
});
