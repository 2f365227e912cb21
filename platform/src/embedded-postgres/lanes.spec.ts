import { createLaneQueue, laneNamed, LANE_STEP_MS, LANES } from './lanes.ts';

const takeAll = <T>(queue: { take(): T | undefined }): T[] => {
  const all: T[] = [];
  for (let item = queue.take(); item !== undefined; item = queue.take()) all.push(item);
  return all;
};

describe('lanes', () => {
  it('takes what arrived together in the order of the lanes, first come first served inside one', () => {
    const queue = createLaneQueue<string>(() => 0);
    for (const lane of LANES.toReversed()) for (const nth of [1, 2]) queue.push(lane, `${lane} ${nth}`);
    expect(takeAll(queue)).toEqual(LANES.flatMap((lane) => [`${lane} 1`, `${lane} 2`]));
  });

  it('lets nobody starve: the last lane waits only for arrivals of its first 120 ms', () => {
    let time = 0;
    const queue = createLaneQueue<string>(() => time);
    queue.push('vacuum', 'vacuum');
    const served: string[] = [];
    // The most urgent lane never stops coming, one per millisecond, and one is served per millisecond.
    for (; served.at(-1) !== 'vacuum' && time < 1000; time++) {
      queue.push('log', `log ${time}`);
      served.push(queue.take() ?? '');
    }
    expect(served).toContain('vacuum');
    expect(served.length).toBeLessThanOrEqual(LANES.indexOf('vacuum') * LANE_STEP_MS + 2);
    expect(served.length).toBeGreaterThan(LANE_STEP_MS);
  });

  it('forgets who has left', () => {
    const queue = createLaneQueue<string>(() => 0);
    queue.push('log', 'a');
    queue.push('log', 'b');
    queue.remove('a');
    expect(queue.size()).toBe(1);
    expect(takeAll(queue)).toEqual(['b']);
  });

  it('reads the lane from the application name and takes others for queries', () => {
    expect([laneNamed('log'), laneNamed('queue:sends'), laneNamed('psql'), laneNamed(undefined)]).toEqual([
      'log',
      'queue',
      'query',
      'query',
    ]);
  });
});
