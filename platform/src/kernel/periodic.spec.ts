import { eventually } from '../contracts/eventually.ts';
import { memoryLeases } from '../leases/memory.ts';
import { loud } from '../testing/post-office.ts';
import { periodically } from './periodic.ts';

const run = (task: (signal: AbortSignal) => Promise<number>, leases = memoryLeases()) => {
  const { log, lines } = loud();
  const ends = new AbortController();
  const running = periodically({ name: 'tidy', everyMs: 2, task }, { leases, log }, ends.signal);
  return {
    lines,
    stop: async () => {
      ends.abort();
      await running;
    },
  };
};

it('does its task again and again, and says what it did', async () => {
  let times = 0;
  const { lines, stop } = run(async () => ++times % 2);
  await eventually(async () => expect(times).toBeGreaterThan(3));
  await stop();
  const after = times;
  expect(lines.length).toBe(Math.ceil(after / 2));
  expect(lines[0]).toMatchObject({ level: 'info', fields: { task: 'tidy', done: 1 } });
});

it('is done by one process at a time', async () => {
  const table = new Map<string, { epoch: number; until: number }>();
  let [now, most, times] = [0, 0, 0];
  const task = async () => {
    most = Math.max(most, ++now);
    for (let i = 0; i < 20; i++) await new Promise(setImmediate);
    now--;
    return ++times;
  };
  const processes = [1, 2, 3].map(() => run(task, memoryLeases(table)));
  await eventually(async () => expect(times).toBeGreaterThan(5));
  for (const p of processes) await p.stop();
  expect(most).toBe(1);
});

it('tries again what failed, and gives the lease back', async () => {
  let times = 0;
  const { lines, stop } = run(async () => {
    if (++times < 3) throw new Error('not now');
    return 0;
  });
  await eventually(async () => expect(times).toBeGreaterThan(3));
  await stop();
  expect(lines.map((l) => [l.level, l.fields['task']])).toEqual([
    ['warn', 'tidy'],
    ['warn', 'tidy'],
  ]);
});

it('tells a running task to stop', async () => {
  let begun = false;
  const { stop } = run(
    (signal) =>
      new Promise((done) => {
        begun = true;
        signal.addEventListener('abort', () => done(0));
      }),
  );
  await eventually(async () => expect(begun).toBe(true));
  await stop();
});
