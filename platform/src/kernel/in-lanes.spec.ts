import { inLanes } from './in-lanes.ts';

/** Items that say when they are planned and run, and wait until they are let go. */
const stage = (lanes: Readonly<Record<string, readonly string[]>>) => {
  const said: string[] = [];
  const gates = new Map<string, PromiseWithResolvers<undefined>>();
  const gate = (name: string) => {
    const found = gates.get(name) ?? Promise.withResolvers<undefined>();
    gates.set(name, found);
    return found;
  };
  return {
    said,
    open: async (...names: string[]) => {
      for (const name of names) gate(name).resolve(undefined);
      await new Promise(setImmediate);
    },
    fail: async (name: string) => {
      gate(name).reject(new Error(name));
      await new Promise(setImmediate);
    },
    plan: async (item: string) => {
      said.push(`plan ${item}`);
      await gate(`plan ${item}`).promise;
      return {
        lanes: lanes[item] ?? [],
        run: async () => {
          said.push(`run ${item}`);
          await gate(`run ${item}`).promise;
          said.push(`ran ${item}`);
        },
      };
    },
  };
};

it('runs one lane in order, however late the first of it is planned, and other lanes beside it', async () => {
  const s = stage({ a: ['x'], b: ['x', 'y'], c: ['z'] });
  const all = inLanes(['a', 'b', 'c'], 3, s.plan);
  await s.open('plan b', 'plan c');
  expect(s.said).toEqual(['plan a', 'plan b', 'plan c']);
  await s.open('plan a');
  expect(s.said.slice(3)).toEqual(['run a', 'run c']);
  await s.open('run c', 'run b', 'run a');
  await all;
  expect(s.said.slice(5)).toEqual(['ran c', 'ran a', 'run b', 'ran b']);
});

it('plans no more at a time than it may', async () => {
  const s = stage({});
  const all = inLanes(['a', 'b', 'c'], 2, s.plan);
  expect(s.said).toEqual(['plan a', 'plan b']);
  await s.open('plan a', 'run a');
  expect(s.said).toContain('plan c');
  await s.open('plan b', 'plan c', 'run b', 'run c');
  await all;
  expect(s.said.filter((x) => x.startsWith('ran'))).toHaveLength(3);
});

it('ends a lane with an error, and throws it when what has begun has ended', async () => {
  const s = stage({ a: ['x'], b: ['x'], c: ['z'] });
  const all = inLanes(['a', 'b', 'c'], 3, s.plan);
  const thrown = expect(all).rejects.toThrow('run a');
  await s.open('plan a', 'plan b', 'plan c');
  await s.fail('run a');
  await s.open('run c');
  await thrown;
  expect(s.said).toContain('ran c');
  expect(s.said).not.toContain('run b');
});
