import type { Clock } from '../ports/clock.ts';

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };

export type FakeClock = Clock & {
  /** Moves on by so many milliseconds (a negative number: back) and answers the new time. */
  advance(ms: number): Date;
  set(at: Date): void;
};
/** A clock that stands still until it is moved. */
export const fakeClock = (start: Date = new Date('2026-01-15T12:00:00.000Z')): FakeClock => {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    advance: (ms) => new Date((at += ms)),
    set: (to) => {
      at = to.getTime();
    },
  };
};
