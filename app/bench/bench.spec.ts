import { runProgram } from '../e2e/program.ts';
import { reached } from './bench.ts';
import { history, places } from './history/conversations.ts';
import { consoleOperations } from './console-operations.ts';
import { quantile } from './numbers.ts';
import { openLoop } from './pacing.ts';

describe('figures', () => {
  it('are reached at their limit, whichever side it is on', () => {
    const figure = { what: 'x', unit: 'ms' };
    expect(reached({ ...figure, value: 10, limit: { at: 'most', value: 10 } })).toBe(true);
    expect(reached({ ...figure, value: 11, limit: { at: 'most', value: 10 } })).toBe(false);
    expect(reached({ ...figure, value: 10, limit: { at: 'least', value: 10 } })).toBe(true);
    expect(reached({ ...figure, value: Number.NaN, limit: { at: 'least', value: 10 } })).toBe(false);
    expect(reached({ ...figure, value: 9 })).toBeNull();
  });
  it('take the value below which the share lies', () => {
    const values = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect([quantile(values, 0.5), quantile(values, 0.99), quantile([], 0.5)]).toEqual([51, 100, Number.NaN]);
  });
});

describe('the history', () => {
  it('is the same every time, with a quarter in, a quarter out, half statuses in their order', () => {
    const of = places(50);
    const list = [...history(of, 20_000)];
    expect([...history(places(50), 200)]).toEqual(list.slice(0, 200));
    const share = (kind: string): number => list.filter((h) => h.told.kind === kind).length / list.length;
    expect(share('in')).toBeCloseTo(0.25, 1);
    expect(share('out')).toBeCloseTo(0.25, 1);
    expect(share('status')).toBeCloseTo(0.5, 1);
    const steps = new Map<string, string[]>();
    for (const { messageId, told } of list)
      if (told.kind === 'status') steps.set(messageId, [...(steps.get(messageId) ?? []), told.status]);
    expect([...steps.values()].filter((s) => s.join() !== ['accepted', 'delivered', 'read'].slice(0, s.length).join())).toEqual([]);
  });
});

describe('load', () => {
  it('comes at its rate whether the work keeps up or not, each piece with its planned moment', async () => {
    const planned: number[] = [];
    const began = performance.now();
    await openLoop(1_000, 300, async (at) => {
      planned.push(at);
      await new Promise((done) => setTimeout(done, 20));
    });
    expect(planned.length).toBeGreaterThan(200);
    expect(planned.length).toBeLessThan(420);
    expect(planned.every((at, i) => at >= began && (i === 0 || at >= planned[i - 1]!))).toBe(true);
  });
  it('ends with the first failure', async () => {
    await expect(openLoop(1_000, 10_000, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});

it("asks what the console's screens ask", () => {
  const operation = consoleOperations();
  expect(operation('InboxPage')).toMatch(/^query InboxPage[^]*fragment InboxRow[^]*fragment LabelFields/);
  expect(() => operation('NoSuchScreen')).toThrow('the console has no operation NoSuchScreen');
});

describe('npm run bench', () => {
  it('measures, names the machine and the engine, and says what was reached', async () => {
    const { code, out } = await runProgram('app/bench/main.ts', ['append', 'rebuild', '--quick', '--engine=embedded'], {}, 120_000);
    expect(out).toMatch(/cores, .* GiB/);
    expect(out).toMatch(/append on embedded PostgreSQL .*load average before/);
    expect(out).toMatch(/append, 32 writers: [\d.]+ × raw {2}\(≥ 0\.70: (reached|NOT REACHED)\)/);
    expect(out).toMatch(/rebuild of 10,000 events: [\d.]+ × baseline/);
    expect(out).toMatch(/4 figures, \d of 4 targets reached/);
    expect(code).toBe(0);
  }, 130_000);
  it('refuses a name that it does not know', async () => {
    const { code, err } = await runProgram('app/bench/main.ts', ['speed'], {});
    expect([code, err.includes('unknown: speed')]).toEqual([1, true]);
  });
});
