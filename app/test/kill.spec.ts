import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSimulatorProcess, type SimulatorProcess } from '@master-ia/connectors/whatsapp/simulator/process.ts';
import { clientOf, type SimClient } from '@master-ia/connectors/whatsapp/simulator/testing/client.ts';
import { eventually } from '@master-ia/platform/contracts/eventually.ts';
import type { CommandEnvelope, CommandResult } from '@master-ia/platform/ports/commands.ts';
import { systemIds, uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { testDatabases, type TestDatabase } from '@master-ia/platform/testing/postgres.ts';
import type { ProductOptions } from '../src/testing/product.child.ts';
import { urlOf } from '../src/testing/world.ts';

const CHILD = fileURLToPath(new URL('../src/testing/product.child.ts', import.meta.url));
const COMPANY = uuidFrom('killed company');
const CUSTOMER = '5511987650001';
/** Longer than a claim of the queue lasts. */
const LEASE_MS = 25_000;
type Shown = {
  readonly item_id: string;
  readonly direction: string;
  readonly text: string;
  readonly status: string | null;
  readonly conversation_id: string;
};

const freePort = () =>
  new Promise<number>((found) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });

describe.each(testDatabases())('a product that is killed in the middle of a send, on $name', (engine) => {
  let dir: string;
  let made: TestDatabase | undefined;
  let simulator: SimulatorProcess;
  let sim: SimClient;
  let child: ChildProcess | undefined;
  let options: ProductOptions;

  const start = async (aheadMs: number): Promise<void> => {
    const said: string[] = [];
    const now = spawn(process.execPath, [CHILD, JSON.stringify({ ...options, aheadMs })], { stdio: ['pipe', 'pipe', 'pipe'] });
    child = now;
    now.stdin.on('error', () => undefined);
    now.stderr.on('data', (text: Buffer) => said.push(String(text)));
    await new Promise<void>((ready, failed) => {
      now.stdout.on('data', (text: Buffer) => (String(text).includes('ready\n') ? ready() : said.push(String(text))));
      now.once('exit', (code) => failed(new Error(`the product ended with ${code}: ${said.join('')}`)));
    });
  };
  const exited = (c: ChildProcess): Promise<void> =>
    c.exitCode !== null || c.signalCode !== null ? Promise.resolve() : new Promise((end) => c.once('exit', () => end()));
  const kill = async (): Promise<void> => {
    child!.kill('SIGKILL');
    await exited(child!);
  };
  const ask = async <R>(path: string, body: unknown): Promise<R> => {
    const answer = await fetch(`http://127.0.0.1:${options.port}/test/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as R;
  };
  const done = async (name: string, data: unknown, more: Partial<CommandEnvelope> = {}): Promise<Record<string, string>> => {
    const answer = await ask<CommandResult>('command', {
      name,
      id: systemIds.random(),
      tenant: COMPANY,
      data,
      actor: { kind: 'installation', id: 'test' },
      ...more,
    });
    if (!answer.ok) throw new Error(`${name} was refused: ${JSON.stringify(answer.refusal)}`);
    return answer.result as Record<string, string>;
  };
  const thread = () =>
    ask<Shown[]>('query', {
      text: "select item_id, direction, text, status, conversation_id from rm.thread_item where tenant_id = $1 and type = 'message' order by at, position",
      values: [COMPANY],
    });
  const statusOf = async (messageId: string) => (await thread()).find((t) => t.item_id === messageId)?.status;
  const reached = async (messageId: string) =>
    (await sim.sends()).filter(
      (s) => String(s['bizOpaqueCallbackData']).startsWith(messageId) && ['accepted', 'cut_after'].includes(s['outcome']),
    ).length;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mia-kill-'));
    // Embedded, the product brings its own database, which dies and rises with it.
    made = engine.name === 'embedded' ? undefined : await engine.open();
    simulator = await startSimulatorProcess({ dir: join(dir, 'simulator'), log: () => undefined });
    sim = await clientOf(simulator.url);
    await sim.sim('PUT', 'settings', { sentDelayMs: 0, deliveredDelayMs: 0, retryBaseMs: 50 });
    options = {
      dataDir: join(dir, 'data'),
      databaseUrl: made ? urlOf(made.connection) : null,
      masterKey: randomBytes(32).toString('base64'),
      port: await freePort(),
      simulatorUrl: simulator.url,
      aheadMs: 0,
    };
    await start(0);
  }, 90_000);
  afterAll(async () => {
    if (child?.exitCode === null && child.signalCode === null) {
      child.stdin?.end();
      await exited(child);
    }
    await simulator?.stop();
    await made?.drop();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }, 30_000);

  it('sends nothing twice: what was on its way is in doubt until the provider tells, what waited goes once', async () => {
    const [number] = sim.credentials.phoneNumbers;
    await done('CreateOwner', { companyId: COMPANY, companyName: 'Loja', email: 'dona@example.com', name: 'Dona' });
    const { accessToken, appSecret, appId } = sim.credentials;
    const connect = {
      name: 'Loja',
      phoneNumber: number!.phone,
      phoneNumberId: number!.id,
      businessAccountId: number!.wabaId,
      accessToken,
      appSecret,
      appId,
    };
    await done('ConnectWhatsAppCloudChannel', connect);
    const callback = async () =>
      ((await sim.sim('GET', 'credentials')) as unknown as { accounts: { id: string; effective: string | null }[] }).accounts.find(
        (a) => a.id === number!.wabaId,
      )?.effective;
    await eventually(async () => expect(await callback()).toContain(String(options.port)), 20_000);
    await sim.write(CUSTOMER, { type: 'text', text: 'Oi' });
    await eventually(async () => expect(await thread()).toHaveLength(1), 20_000);
    const conversationId = (await thread())[0]!.conversation_id;

    // The provider accepts, and its answer never comes; nothing is told of it for now.
    await sim.sim('PUT', 'settings', { holdDeliveries: true });
    await sim.sim('POST', 'faults', { kind: 'delay', ms: 100_000, on: 'send' });
    const { messageId } = await done('SendMessage', { conversationId, outgoing: { text: 'no meio' } });
    const waiting = (await done('SendMessage', { conversationId, outgoing: { text: 'atrás' } }))['messageId']!;
    await eventually(async () => expect(await reached(messageId!)).toBe(1), 20_000);
    await kill();

    await start(LEASE_MS);
    await eventually(async () => expect(await statusOf(messageId!)).toBe('UNKNOWN'), 20_000);
    await eventually(async () => expect(await reached(waiting)).toBe(1), 20_000);
    await sim.sim('PUT', 'settings', { holdDeliveries: false });
    await eventually(async () => expect([await statusOf(messageId!), await statusOf(waiting)]).toEqual(['DELIVERED', 'DELIVERED']), 20_000);
    expect([await reached(messageId!), await reached(waiting)]).toEqual([1, 1]);
    expect((await thread()).map((t) => t.text)).toEqual(['Oi', 'no meio', 'atrás']);

    // Killed again with nothing under way, it says the same and sends nothing.
    await kill();
    await start(2 * LEASE_MS);
    await sim.write(CUSTOMER, { type: 'text', text: 'Ainda aí?' });
    await eventually(async () => expect((await thread()).map((t) => t.text)).toEqual(['Oi', 'no meio', 'atrás', 'Ainda aí?']), 20_000);
    expect([await reached(messageId!), await reached(waiting)]).toEqual([1, 1]);
  }, 120_000);
});
