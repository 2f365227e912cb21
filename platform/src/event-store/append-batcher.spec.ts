import { events, newStream } from '../contracts/sample-events.ts';
import { appendBatcher, type Answer, type Append } from './append-batcher.ts';
import { START } from './position.ts';

const item = (n = 1, payload = '{}'): Append => ({ stream: newStream(), expected: 'none', events: events(n, { payload }) });
const done: Answer = { ok: true, revision: 0, position: START, repeated: false };

describe('the append batcher', () => {
  it('sends what comes during a flush in the next one, in order', async () => {
    const flushes: (readonly Append[])[] = [];
    const append = appendBatcher(
      async (items) => {
        flushes.push(items);
        await new Promise(setImmediate);
        return items.map(() => done);
      },
      () => false,
    );
    const items = Array.from({ length: 8 }, () => item());
    const first = items.slice(0, 3).map(append);
    while (flushes.length === 0) await new Promise(setImmediate);
    await Promise.all([...first, ...items.slice(3).map(append)]);
    expect(flushes).toEqual([items.slice(0, 3), items.slice(3)]);
  });
  it('bounds a flush by events and by bytes, and lets a large append go alone', async () => {
    const sizes: number[][] = [];
    const append = appendBatcher(
      async (items) => {
        sizes.push(items.map((a) => a.events.length));
        return items.map(() => done);
      },
      () => false,
    );
    const large = JSON.stringify('x'.repeat(200_000));
    await Promise.all([item(200), item(40), item(20), item(300), item(1, large), item(5, large), item(1)].map(append));
    expect(sizes).toEqual([[200, 40], [20], [300], [1], [5, 1]]);
  });
  it('tries a failed flush item by item, so that only the bad ones fail', async () => {
    const bad = item();
    const sizes: number[] = [];
    const append = appendBatcher(
      async (items) => {
        sizes.push(items.length);
        if (items.includes(bad)) throw new Error('bad');
        return items.map(() => done);
      },
      () => false,
    );
    const results = await Promise.allSettled([item(), bad, item()].map(append));
    expect(results.map((r) => r.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(sizes).toEqual([3, 1, 1, 1]);
    expect(await append(item())).toEqual(done);
  });
  it('does not try each item again when nothing can help', async () => {
    let flushes = 0;
    const append = appendBatcher(
      async () => {
        flushes++;
        throw new Error('away');
      },
      () => true,
    );
    const results = await Promise.allSettled([item(), item(), item()].map(append));
    expect(results.map((r) => r.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(flushes).toBe(1);
  });
});
