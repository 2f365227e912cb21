import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@master-ia/platform/postgres/database.ts';
import { silent } from '@master-ia/platform/ports/log.ts';
import { systemIds } from '@master-ia/platform/runtime/ids.ts';
import { freePort, STOP_MS } from '../e2e/product.ts';
import { simulatorAt, type Simulator } from '../e2e/simulator.ts';
import { until } from '../e2e/until.ts';
import { controlCommands } from '../src/control.ts';
import { startRunning } from '../src/testing/running.ts';

/** Of the demo's story: their windows are open. */
const CUSTOMERS = ['5531987650003', '5521987650002'];
/** At once; faster than the product handles what they say, so that a batch is under way when it is told to stop. */
const WRITERS = 6;

type Accounts = { readonly accounts: readonly { readonly effective: string | null }[] };
/** The whole product as `npm start` runs it; it answers before the console is built. */
const started = async (dataDir: string, port: number) => {
  const { program, running } = await startRunning({ DATA_DIR: dataDir, DEMO: 'on', PORT: String(port) });
  const url = `http://127.0.0.1:${String(port)}`;
  return { program, url, port, sim: simulatorAt(url), running };
};
type Started = Awaited<ReturnType<typeof started>>;
const effective = async (p: Started): Promise<string | null> => {
  const answer = await fetch(`${p.url}/simulator/_sim/credentials`, { headers: { 'x-simulator': '1' } });
  return ((await answer.json()) as Accounts).accounts[0]?.effective ?? null;
};

/** Customers write and are answered until told to stop; what the product no longer takes is no fault. */
const traffic = async (p: Started) => {
  const db = openDatabase({ connection: p.running.pg, lane: 'queue', max: 1, log: silent });
  const { rows } = await db.query<{ tenant_id: string; conversation_id: string }>(
    'select tenant_id, conversation_id from rm.inbox limit 3',
  );
  await db.close();
  const commands = controlCommands(p.running);
  const number = (await p.sim.credentials()).phoneNumbers[0]?.id ?? '';
  let going = true;
  let done = 0;
  const loop = async (act: (sim: Simulator, n: number) => Promise<unknown>): Promise<void> => {
    for (let n = 0; going; n++) {
      await act(p.sim, n).then(
        () => done++,
        () => undefined,
      );
      // Refused at once by a product that has ended.
      await new Promise((next) => setImmediate(next));
    }
  };
  const all = Promise.all([
    ...Array.from({ length: WRITERS }, () =>
      loop((sim, n) => sim.write(CUSTOMERS[n % 2]!, number, { type: 'text', text: `Oi ${String(n)}` })),
    ),
    loop((_, n) => {
      const c = rows[n % rows.length]!;
      return commands.send({
        name: 'SendMessage',
        id: systemIds.random(),
        tenant: c.tenant_id,
        data: { conversationId: c.conversation_id, outgoing: { text: `Olá ${String(n)}` } },
        actor: { kind: 'installation', id: 'test' },
      });
    }),
  ]);
  return {
    done: () => done,
    stop: async (): Promise<void> => {
      going = false;
      await all;
    },
  };
};

describe('a product that is stopped and started', () => {
  let dataDir: string;
  let product: Started | undefined;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'mia-start-stop-'));
  });
  afterAll(async () => {
    await product?.program.end('SIGKILL', STOP_MS);
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }, 20_000);

  it('ends by Ctrl-C under traffic with code 0 and no error, and at another port the provider is told the new address by itself', async () => {
    for (let round = 1; round <= 2; round++) {
      product = await started(dataDir, await freePort());
      const now = product;
      const address = `http://127.0.0.1:${String(now.port)}/webhooks/whatsapp/`;
      await until('the simulator delivers to this start', async () => (await effective(now))?.startsWith(address), 20_000);
      const t = await traffic(now);
      try {
        await until('there is traffic', () => t.done() > 400, 30_000);
        expect(await now.program.end('SIGINT', STOP_MS)).toEqual({ code: 0, signal: null });
      } finally {
        await t.stop();
      }
      expect(now.program.err()).toBe('');
      const lines = now.program
        .out()
        .split('\n')
        .filter((l) => l.startsWith('{'));
      expect(lines.filter((l) => /"level":"error"|after calling end/.test(l))).toEqual([]);
    }
  }, 180_000);
});
