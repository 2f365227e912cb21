import { keptUntilEnded } from './kept-until-ended.ts';

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => (signal.aborted ? done() : signal.addEventListener('abort', () => done(), { once: true })));

it('keeps until the last work has ended', async () => {
  const said: string[] = [];
  const stop = new AbortController();
  let answer!: () => void;
  const underWay = new Promise<void>((done) => (answer = done));
  const running = keptUntilEnded(
    async (signal) => {
      await aborted(signal);
      said.push('kept');
    },
    [
      async (signal) => {
        await aborted(signal);
        said.push('told');
        await underWay;
        said.push('ended');
      },
      aborted,
    ],
    stop.signal,
  );
  stop.abort();
  await new Promise((turn) => setImmediate(turn));
  expect(said).toEqual(['told']);
  answer();
  await running;
  expect(said).toEqual(['told', 'ended', 'kept']);
});

it('throws what fails, of the works and of the keeping', async () => {
  const failing = (): Promise<void> => Promise.reject(new Error('broken'));
  await expect(keptUntilEnded(aborted, [failing], new AbortController().signal)).rejects.toThrow('broken');
  await expect(keptUntilEnded(failing, [aborted], new AbortController().signal)).rejects.toThrow('broken');
});
