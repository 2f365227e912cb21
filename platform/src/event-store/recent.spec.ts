import fc from 'fast-check';
import { newEvent } from '../contracts/sample-events.ts';
import type { Raw } from '../ports/event-store.ts';
import { toPosition } from './position.ts';
import { recentEvents } from './recent.ts';

/** A log that grows, and the recent end of it over counted reads. */
const setUp = () => {
  const log: Raw[] = [];
  let reads = 0;
  const recent = recentEvents(async (after, max) => {
    reads++;
    return log.slice(after, after + max);
  });
  const grow = (n: number): { after: number; events: readonly Raw[] } => {
    const after = log.length;
    for (let i = 0; i < n; i++) log.push({ ...newEvent(), stream: 's', revision: log.length, position: toPosition(log.length + 1) });
    return { after, events: log.slice(after) };
  };
  return { log, recent, grow, reads: () => reads };
};

describe('the recent end of the log', () => {
  it('shows what is in the log, whichever way events came and wherever a follower stands', async () => {
    const op = fc.oneof(
      fc.record({ op: fc.constant('own' as const), n: fc.integer({ min: 1, max: 700 }) }),
      fc.record({ op: fc.constant('foreign' as const), n: fc.integer({ min: 1, max: 700 }) }),
      fc.record({ op: fc.constant('page' as const), back: fc.integer({ min: 0, max: 4_000 }), max: fc.integer({ min: 1, max: 600 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(op, { maxLength: 25 }), async (ops) => {
        const { log, recent, grow } = setUp();
        for (const o of ops) {
          if (o.op === 'own') {
            const { after, events } = grow(o.n);
            recent.add(after, events);
          } else if (o.op === 'foreign') grow(o.n);
          else {
            const after = Math.max(0, log.length - o.back);
            const page = await recent.page(after, o.max);
            expect(page.map((e) => e.position)).toEqual(log.slice(after, after + page.length).map((e) => e.position));
            expect(page.length > 0 || after === log.length).toBe(true);
            expect(page.length).toBeLessThanOrEqual(o.max);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
  it('reads nothing back that this process appended, and once what another did', async () => {
    const { recent, grow, reads } = setUp();
    grow(3);
    await recent.page(0, 10);
    const own = grow(5);
    recent.add(own.after, own.events);
    expect((await recent.page(3, 10)).length).toBe(5);
    expect(reads()).toBe(1);
    grow(2);
    const pages = await Promise.all([1, 2, 3].map(() => recent.page(8, 10)));
    expect(pages.map((p) => p.length)).toEqual([2, 2, 2]);
    expect(reads()).toBe(2);
  });
  it('does not answer from a read that began before the news', async () => {
    const { recent, grow } = setUp();
    const early = recent.page(0, 10);
    grow(1);
    recent.stale();
    expect((await recent.page(0, 10)).length).toBe(1);
    await early;
  });
  it('keeps within its bounds', async () => {
    const { recent, grow, reads } = setUp();
    for (let i = 0; i < 10; i++) {
      const own = grow(400);
      recent.add(own.after, own.events);
    }
    await recent.page(3_999 - 1_500, 10);
    expect(reads()).toBe(0);
    await recent.page(1_000, 10);
    expect(reads()).toBe(1);
  });
});
