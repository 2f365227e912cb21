import { createHash, randomUUID } from 'node:crypto';
import type { Raw, RawEvent } from '../ports/event-store.ts';

const TENANT = '11111111-1111-4111-8111-111111111111';
const AT = new Date('2026-03-01T12:34:56.789Z');
/** A uuid made from a text, so that a case can name its ids. */
export const uuid = (text: string): string => {
  const h = createHash('sha256').update(text).digest('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-5${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
};
export const newStream = (): string => `sample-${randomUUID()}`;
export const newEvent = (o: Partial<RawEvent> = {}): RawEvent => ({
  id: randomUUID(),
  type: 'SampleRecorded',
  version: 1,
  tenant: TENANT,
  domain: 'samples',
  key: 'sample',
  at: AT,
  payload: '{"n":1}',
  metadata: '{}',
  ...o,
});
export const events = (n: number, o: Partial<RawEvent> = {}): readonly RawEvent[] => Array.from({ length: n }, () => newEvent(o));
export const idsOf = (list: readonly (RawEvent | Raw)[]): readonly string[] => list.map((e) => e.id);
