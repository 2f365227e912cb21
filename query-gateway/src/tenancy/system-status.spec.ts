import { jest } from '@jest/globals';
import { silent } from '@master-ia/platform/ports/log.ts';
import { embeddedEngine } from '@master-ia/platform/testing/embedded.ts';
import type { SystemState } from '../graphql/context.ts';
import { putCompany } from '../testing/company.ts';
import { openTestGateway } from '../testing/gateway.ts';
import { systemWatch, type SystemStatus } from './system-status.ts';

const state = (work: SystemState['work'] = new Map(), head = '1'): SystemState => ({ engines: [], head, work });
/** Everything that was resolved until now has been told. */
const told = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

describe('who watches the status', () => {
  let looks = 0;
  let now = state();
  const watch = systemWatch({
    views: { status: async () => [] },
    system: async () => {
      looks++;
      return now;
    },
    log: silent,
  });
  beforeEach(() => {
    jest.useFakeTimers();
    [looks, now] = [0, state()];
  });
  afterEach(() => void jest.useRealTimers());

  it('shares one look a second with everybody else, and the last one who leaves ends it', async () => {
    const seen: SystemStatus[] = [];
    const stops = Array.from({ length: 1000 }, () => watch.follow('a', (s) => seen.push(s)));
    await told();
    expect([looks, seen.length]).toEqual([1, 1000]);
    for (let i = 2; i < 5; i++) {
      now = state(new Map(), String(i));
      jest.advanceTimersByTime(1000);
      await told();
      expect([looks, seen.length]).toEqual([i, i * 1000]);
    }
    for (const stop of stops) stop();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is told at once, and again only what has changed', async () => {
    const seen: SystemStatus[] = [];
    const stop = watch.follow('a', (s) => seen.push(s));
    await told();
    jest.advanceTimersByTime(1000);
    await told();
    expect(seen).toHaveLength(1);
    now = state(new Map([['a', { waiting: 1, held: 0 }]]));
    jest.advanceTimersByTime(1000);
    await told();
    expect(seen.at(-1)).toMatchObject({ queued: 1 });
    stop();
    now = state();
    jest.advanceTimersByTime(1000);
    await told();
    expect(seen).toHaveLength(2);
  });
});

it('tells a company what waits of its own, and nothing of the others', async () => {
  const work = new Map<string, { readonly waiting: number; readonly held: number }>();
  const g = await openTestGateway(embeddedEngine, { ports: { system: async () => state(work, '0'.repeat(20)) } });
  try {
    const [a, b, c] = [await putCompany(g.db, 'a'), await putCompany(g.db, 'b'), await putCompany(g.db, 'c')];
    work.set(a.tenant, { waiting: 3, held: 2 });
    work.set(b.tenant, { waiting: 40, held: 50 });
    const of = async (key: string) =>
      (await g.graph('{ systemStatus { queued held } }', { headers: { authorization: `Bearer ${key}` } })).json['data'];
    expect(await of(a.key)).toEqual({ systemStatus: { queued: 3, held: 2 } });
    expect(await of(b.key)).toEqual({ systemStatus: { queued: 40, held: 50 } });
    expect(await of(c.key)).toEqual({ systemStatus: { queued: 0, held: 0 } });
  } finally {
    await g.close();
  }
}, 60_000);
