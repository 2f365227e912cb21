import { EventEmitter } from 'node:events';
import { openLifecycle, stopWithProcess } from './lifecycle.ts';
import { silent } from '../ports/log.ts';

const parts = (order: string[], names: readonly string[], life = openLifecycle({ log: silent })) => ({
  life,
  started: (async () => {
    for (const n of names)
      await life.start(
        n,
        () => void order.push(`+${n}`),
        () => void order.push(`-${n}`),
      );
  })(),
});

test('parts start in order and stop the other way round, once', async () => {
  const order: string[] = [];
  const { life, started } = parts(order, ['db', 'store', 'http']);
  await started;
  const first = life.stop('asked');
  expect(life.stop('again')).toBe(first);
  expect(await first).toEqual({ code: 0 });
  expect(order).toEqual(['+db', '+store', '+http', '-http', '-store', '-db']);
  expect(life.signal.aborted).toBe(true);
});
test('a part that fails to start stops those before it and is told', async () => {
  const order: string[] = [];
  const { life, started } = parts(order, ['db']);
  await started;
  await expect(life.start('store', () => Promise.reject(new Error('no store')))).rejects.toThrow('no store');
  expect(order).toEqual(['+db', '-db']);
  await expect(life.start('http', () => void order.push('+http'))).rejects.toThrow('store failed to start');
  expect(order).toEqual(['+db', '-db']);
});
test('a part that hangs or fails does not keep the others from stopping', async () => {
  const order: string[] = [];
  const life = openLifecycle({ log: silent, stopMs: 60 });
  await life.start(
    'db',
    () => 'db',
    () => void order.push('-db'),
  );
  await life.start(
    'fails',
    () => 'x',
    () => Promise.reject(new Error('x')),
  );
  await life.start(
    'hangs',
    () => 'x',
    () => new Promise<void>(() => undefined),
  );
  const began = performance.now();
  expect(await life.stop('asked')).toEqual({ code: 1 });
  expect(order).toEqual(['-db']);
  expect(performance.now() - began).toBeLessThan(1_000);
});
test('a part still starting when stopping begins is stopped after it', async () => {
  const order: string[] = [];
  const life = openLifecycle({ log: silent });
  let go = (): void => undefined;
  const starting = life.start(
    'slow',
    () => new Promise<void>((done) => (go = done)),
    () => void order.push('-slow'),
  );
  await life.stop('asked');
  go();
  await expect(starting).rejects.toThrow('stopping: asked');
  expect(order).toEqual(['-slow']);
});

const fakeProcess = () => {
  const { promise: exited, resolve } = Promise.withResolvers<number>();
  const exits: number[] = [];
  const exit = (code: number): void => {
    exits.push(code);
    resolve(code);
  };
  return Object.assign(new EventEmitter(), { exits, exited, exit });
};
test('a signal stops the parts and ends with 0; the handlers can be taken away', async () => {
  const order: string[] = [];
  const { life, started } = parts(order, ['db']);
  await started;
  const proc = fakeProcess();
  const off = stopWithProcess(life, silent, proc);
  proc.emit('SIGTERM');
  expect(await proc.exited).toBe(0);
  expect(order).toEqual(['+db', '-db']);
  off();
  expect(proc.eventNames()).toEqual([]);
});
test('a second signal ends at once', async () => {
  const life = openLifecycle({ log: silent });
  await life.start(
    'hangs',
    () => 'x',
    () => new Promise<void>(() => undefined),
  );
  const proc = fakeProcess();
  stopWithProcess(life, silent, proc);
  proc.emit('SIGINT');
  proc.emit('SIGINT');
  expect(proc.exits).toEqual([1]);
});
test.each(['uncaughtException', 'unhandledRejection'])('%s stops the parts and ends with 1', async (event) => {
  const order: string[] = [];
  const { life, started } = parts(order, ['db']);
  await started;
  const proc = fakeProcess();
  stopWithProcess(life, silent, proc);
  proc.emit(event, new Error('escaped'));
  expect(await proc.exited).toBe(1);
  expect(order).toEqual(['+db', '-db']);
});
