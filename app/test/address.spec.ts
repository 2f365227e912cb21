import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, STOP_MS } from '../e2e/product.ts';
import { runProgram, type Environment } from '../e2e/program.ts';
import { until } from '../e2e/until.ts';
import { startRunning } from '../src/testing/running.ts';

type Accounts = { readonly accounts: readonly { readonly subscribed: boolean; readonly effective: string | null }[] };
/** An address of this machine that is not the one that everybody has. */
const elsewhere =
  Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .find((a) => a.family === 'IPv4' && !a.internal)?.address ?? '127.0.0.2';

describe('the address that a product listens on', () => {
  let dataDir: string;
  beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), 'mia-address-'))));
  afterEach(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }));

  it('is where the demo delivers to, and a demo that others can reach says so', async () => {
    const port = await freePort();
    const { program } = await startRunning({ DATA_DIR: dataDir, DEMO: 'on', HOST: elsewhere, PORT: String(port) });
    try {
      const url = `http://${elsewhere}:${String(port)}`;
      const account = async () => {
        const answer = await fetch(`${url}/simulator/_sim/credentials`, { headers: { 'x-simulator': '1' } });
        return ((await answer.json()) as Accounts).accounts[0];
      };
      await until('the simulator delivers there', async () => (await account())?.effective?.startsWith(`${url}/webhooks/`), 20_000);
      expect(await account()).toMatchObject({ subscribed: true });
      expect(program.out()).toMatch(new RegExp(`WARNING: the demo is open to whoever reaches ${elsewhere}`));
    } finally {
      await program.end('SIGKILL', STOP_MS);
    }
  }, 120_000);

  it('is told by a sentence when it cannot be had', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    try {
      const { port } = other.address() as AddressInfo;
      const start = (env: Environment) => runProgram('app/src/main.ts', [], { DATA_DIR: dataDir, DEMO: 'off', LOG_LEVEL: 'error', ...env });
      expect(await start({ PORT: String(port) })).toMatchObject({
        code: 1,
        err: `PORT: another program listens on port ${String(port)} of 127.0.0.1; stop it, or choose another port\n`,
      });
      // An address for documentation, RFC 5737: nobody's.
      expect(await start({ HOST: '203.0.113.7', PORT: String(port) })).toMatchObject({
        code: 1,
        err: 'HOST: 203.0.113.7 is no address of this machine\n',
      });
    } finally {
      other.close();
    }
  }, 120_000);
});
