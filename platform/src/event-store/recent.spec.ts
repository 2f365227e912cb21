import fc from 'fast-check';
import { newEvent } from '../contracts/sample-events.ts';
import type { Raw } from '../ports/event-store.ts';
import { toPosition } from './position.ts';
import { recentEvents } from './recent.ts';

/** A log that grows, and the recent end of it over counted reads. */
const setUp = (trustMs?: number) => {
  const log: Raw[] = [];
  let reads = 0;
  const recent = recentEvents(async (after, max) => {
    reads++;
    return log.slice(after, after + max);
  }, trustMs);
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
            recent.grown(after, events);
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
    recent.grown(own.after, own.events);
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
      recent.grown(own.after, own.events);
    }
    await recent.page(3_999 - 1_500, 10);
    expect(reads()).toBe(0);
    await recent.page(1_000, 10);
    expect(reads()).toBe(1);
  });
  describe('trusted for a while', () => {
    const caughtUp = async () => {
      const all = setUp(60_000);
      const own = all.grow(5);
      await all.recent.page(0, 10);
      all.recent.grown(own.after, own.events);
      return all;
    };
    it('is not looked at again by who has seen all that this process appended', async () => {
      const { recent, grow, reads } = await caughtUp();
      const own = grow(2);
      recent.grown(own.after, own.events);
      expect((await recent.page(5, 10)).length).toBe(2);
      const before = reads();
      expect(await recent.page(7, 10)).toEqual([]);
      expect(reads()).toBe(before);
    });
    it('is looked at when somebody tells of more, and when an append shows that others came before', async () => {
      const { recent, grow } = await caughtUp();
      grow(1);
      recent.stale();
      expect((await recent.page(5, 10)).length).toBe(1);
      grow(1);
      const own = grow(1);
      recent.grown(own.after, own.events);
      expect((await recent.page(6, 10)).length).toBe(2);
    });
    it('is looked at again when the time is over', async () => {
      const { recent, grow } = setUp(0);
      const own = grow(1);
      recent.grown(own.after, own.events);
      grow(1);
      expect((await recent.page(1, 10)).length).toBe(1);
    });
  });
});
