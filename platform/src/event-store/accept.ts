import { EventTooLarge, InvalidEvent, MAX_EVENT_BYTES, type Expected, type RawEvent } from '../ports/event-store.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const CONTROL = /[\u0000-\u001f\u007f]/;
const MAX_NAME = 400;

const name = (what: string, text: string): void => {
  if (text === '' || text.length > MAX_NAME || CONTROL.test(text) || !text.isWellFormed())
    throw new InvalidEvent(`${what} must have 1 to ${MAX_NAME} characters and no control character`);
};
const text = (what: string, json: string): void => {
  if (json === '') throw new InvalidEvent(`${what} is empty`);
  // U+001F, which JSON must escape too, is what the SQL store puts between the texts of a flush.
  if (json.includes('\0') || json.includes('\x1f')) throw new InvalidEvent(`${what} holds a control character`);
  if (!json.isWellFormed()) throw new InvalidEvent(`${what} holds half a surrogate pair`);
};
const uuid = (what: string, id: string): void => {
  if (!UUID.test(id)) throw new InvalidEvent(`${what} is not a uuid in lower case`);
};

/** Throws {@link InvalidEvent} or {@link EventTooLarge} when an append could not be kept and given back byte for byte. Whether payloads are JSON is left to the adapter. */
export const acceptAppend = (stream: string, expected: Expected, events: readonly RawEvent[]): void => {
  name('a stream', stream);
  if (expected !== 'none' && !(Number.isInteger(expected) && expected >= 0))
    throw new InvalidEvent(`expected revision ${String(expected)}`);
  if (events.length === 0) throw new InvalidEvent('an append of no events');
  for (const e of events) {
    uuid('an event id', e.id);
    uuid('a tenant', e.tenant);
    name('a domain', e.domain);
    name('a type', e.type);
    name('a key', e.key);
    if (!Number.isInteger(e.version) || e.version < 1) throw new InvalidEvent(`schema version ${e.version}`);
    if (Number.isNaN(e.at.getTime())) throw new InvalidEvent('recorded at no time');
    text('a payload', e.payload);
    text('metadata', e.metadata);
    // A character is at most three bytes a code unit: only long texts are measured.
    const units = e.payload.length + e.metadata.length;
    if (units * 3 > MAX_EVENT_BYTES && Buffer.byteLength(e.payload) + Buffer.byteLength(e.metadata) > MAX_EVENT_BYTES)
      throw new EventTooLarge(`event ${e.type} is larger than ${MAX_EVENT_BYTES} bytes`);
  }
};
