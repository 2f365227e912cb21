import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSimulatorProcess } from './process.ts';
import type { SimulatorProcess } from './process.ts';
import { startCallback } from './testing/callback.ts';
import type { TestCallback } from './testing/callback.ts';
import { clientOf } from './testing/client.ts';
import { temporaryDirectory } from './testing/simulator.ts';

const ANA = '5511987650001';
let place: { dir: string; remove: () => Promise<void> };
let callback: TestCallback;
let running: SimulatorProcess[];
beforeEach(async () => {
  place = await temporaryDirectory();
  callback = await startCallback();
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((p) => p.stop()));
  await callback.close();
  await place.remove();
});

const start = async () => {
  const said: string[] = [];
  const p = await startSimulatorProcess({ dir: place.dir, log: (line) => said.push(line) });
  running.push(p);
  return { p, said, sim: await clientOf(p.url) };
};
const kill = async (p: SimulatorProcess): Promise<void> => {
  process.kill(p.pid, 'SIGKILL');
  await p.exited;
};

test('killed with -9 and started again it knows everything, tells what it had not told yet, and sends nothing twice', async () => {
  const first = await start();
  await first.sim.subscribe(callback);
  await first.sim.sim('PUT', 'settings', { sentDelayMs: 0, deliveredDelayMs: 0, retryBaseMs: 20 });
  await first.sim.write(ANA, { type: 'text', text: 'antes' });
  await first.sim.drained();
  // The business goes away; a message, a send with its statuses and a fault wait for it.
  callback.answerWith(503);
  const waiting = await first.sim.write(ANA, { type: 'text', text: 'durante' });
  const sent = await first.sim.text(ANA, 'Olá', { biz_opaque_callback_data: 'ours' });
  await first.sim.sim('POST', 'faults', { kind: 'error', code: 131026, times: 3 });
  await kill(first.p);

  callback.answerWith(200);
  const second = await start();
  const { appId, appSecret, accessToken, phoneNumbers } = first.sim.credentials;
  expect(second.sim.credentials).toMatchObject({ appId, appSecret, accessToken, phoneNumbers });
  await second.sim.drained();
  expect(callback.messages().map((m) => m.id)).toEqual([expect.any(String), waiting]);
  const told = callback.statuses();
  expect(new Set(told.map((s) => s.status))).toEqual(new Set(['sent', 'delivered']));
  for (const s of told) expect(s).toMatchObject({ id: sent.body['messages']?.[0]?.['id'], biz_opaque_callback_data: 'ours' });
  expect(await second.sim.sends()).toHaveLength(1);
  expect(await second.sim.sim('GET', 'faults')).toMatchObject([{ code: 131026, times: 3 }]);
  expect((await second.sim.sim('GET', `chats/${ANA}/${second.sim.number}`))['bubbles']).toHaveLength(3);
});

test('every send that was answered before a kill is in the ledger, and no other is accepted', async () => {
  const { p, sim } = await start();
  await sim.sim('PUT', 'settings', { throughputPerSecond: null });
  await sim.write(ANA, { type: 'text', text: 'oi' });
  const answered: string[] = [];
  const senders = Array.from({ length: 8 }, async (_, lane) => {
    for (let i = 0; i < 1000; i++) {
      const name = `${lane}-${i}`;
      const ok = await sim.text(ANA, name, { biz_opaque_callback_data: name }).then(
        (a) => a.status === 200,
        () => false,
      );
      if (!ok) return;
      answered.push(name);
      if (answered.length === 150) process.kill(p.pid, 'SIGKILL');
    }
  });
  await Promise.all(senders);
  await p.exited;
  const again = await start();
  const kept = (await again.sim.sends()).map((s) => s['bizOpaqueCallbackData'] as string);
  expect(answered.length).toBeGreaterThanOrEqual(150);
  expect(kept).toEqual(expect.arrayContaining(answered));
  expect(new Set(kept).size).toBe(kept.length);
  // At most the one that each sender was waiting for is there without an answer.
  expect(kept.length - answered.length).toBeLessThanOrEqual(8);
  expect((await readFile(join(place.dir, 'ledger.jsonl'), 'utf8')).endsWith('\n')).toBe(true);
});

test('it ends when its standard input ends, quickly, and leaves the directory to the next', async () => {
  const { p } = await start();
  const began = performance.now();
  await p.stop();
  expect(await p.exited).toBe(0);
  expect(performance.now() - began).toBeLessThan(2000);
  const again = await start();
  expect(again.sim.credentials.phoneNumbers).toHaveLength(3);
});

test('a start without a directory, or on a port in use, says why', async () => {
  await expect(startSimulatorProcess({ dir: '', log: () => undefined })).rejects.toThrow(/--dir is missing/);
  const { p } = await start();
  const other = await temporaryDirectory();
  await expect(startSimulatorProcess({ dir: other.dir, port: Number(new URL(p.url).port), log: () => undefined })).rejects.toThrow(
    /EADDRINUSE/,
  );
  await other.remove();
});
