import type { Position } from '@master-ia/schemas/contract.ts';
import { ForeignPosition } from '../ports/event-store.ts';

const DIGITS = 20;
/** Before the first event. */
export const START = '0'.repeat(DIGITS) as Position;
export const toPosition = (n: string | number): Position => String(n).padStart(DIGITS, '0') as Position;
/** The number inside a position of this kind of store, for its own queries. */
export const fromPosition = (after: Position | 'start'): number => {
  if (after === 'start') return 0;
  if (!/^\d{20}$/.test(after)) throw new ForeignPosition(`not a position of this log: ${JSON.stringify(after)}`);
  return Number(after);
};
