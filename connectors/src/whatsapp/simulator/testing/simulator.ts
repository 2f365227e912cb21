import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../server.ts';
import { startCallback } from './callback.ts';
import { clientOf } from './client.ts';

/** A directory of its own, gone at the end. */
export const temporaryDirectory = async () => {
  const dir = await mkdtemp(join(tmpdir(), 'mia-simulator-'));
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
};

/** A fresh simulator in this process with quick statuses, and a subscribed callback. */
export const startTestSimulator = async (o: { subscribe?: boolean } = {}) => {
  const { dir, remove } = await temporaryDirectory();
  const said: string[] = [];
  const server = await startServer({
    dir,
    port: 0,
    host: '127.0.0.1',
    log: (line) => said.push(line),
    onBroken: (e) => said.push(String(e)),
  });
  const client = await clientOf(`http://127.0.0.1:${server.port}`);
  const callback = await startCallback();
  await client.sim('PUT', 'settings', { sentDelayMs: 0, deliveredDelayMs: 0, retryBaseMs: 10 });
  if (o.subscribe !== false) await client.subscribe(callback);
  return {
    ...client,
    dir,
    said,
    callback,
    async stop() {
      await server.close();
      await callback.close();
      await remove();
    },
  };
};
export type TestSimulator = Awaited<ReturnType<typeof startTestSimulator>>;
