import { gate, TooManyWaiting } from './gate.ts';

const held = () => {
  let go: () => void = () => undefined;
  const wait = new Promise<void>((done) => (go = done));
  return { wait, go };
};

it('lets so many through at a time, the others in order', async () => {
  const through = gate(2, 10);
  const began: number[] = [];
  const tasks = [0, 1, 2, 3].map(() => held());
  const all = tasks.map((t, i) =>
    through(() => {
      began.push(i);
      return t.wait;
    }),
  );
  await Promise.resolve();
  expect(began).toEqual([0, 1]);
  tasks[1]?.go();
  await all[1];
  expect(began).toEqual([0, 1, 2]);
  for (const t of tasks) t.go();
  await Promise.all(all);
  expect(began).toEqual([0, 1, 2, 3]);
});

it('refuses who would wait too long, and is free again after a failure', async () => {
  const through = gate(1, 1);
  const first = held();
  const running = through(() => first.wait);
  const waiting = through(async () => 'second');
  await expect(through(async () => 'third')).rejects.toThrow(TooManyWaiting);
  first.go();
  await running;
  expect(await waiting).toBe('second');
  await expect(
    through(async () => {
      throw new Error('broken');
    }),
  ).rejects.toThrow('broken');
  expect(await through(async () => 'after')).toBe('after');
});
