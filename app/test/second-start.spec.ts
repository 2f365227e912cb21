import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemIds } from '@master-ia/platform/runtime/ids.ts';
import { testDatabases, type TestDatabase } from '@master-ia/platform/testing/postgres.ts';
import { freePort, STOP_MS } from '../e2e/product.ts';
import { runProgram, type Environment, type Program } from '../e2e/program.ts';
import { openControl, runningProduct } from '../src/control.ts';
import { startRunning } from '../src/testing/running.ts';
import { urlOf } from '../src/testing/world.ts';

describe.each(testDatabases())('a data directory that a product serves, on $name', (engine) => {
  let dataDir: string;
  let made: TestDatabase | undefined;
  let env: Environment;
  let first: Program;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'mia-second-'));
    made = engine.name === 'embedded' ? undefined : await engine.open();
    env = {
      DATA_DIR: dataDir,
      DEMO: 'off',
      PORT: String(await freePort()),
      ...(made && { DATABASE_URL: urlOf(made.connection), MASTER_KEY: randomBytes(32).toString('base64') }),
    };
    ({ program: first } = await startRunning(env));
  }, 90_000);
  afterAll(async () => {
    await first.end('SIGKILL', STOP_MS);
    await made?.drop();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }, 20_000);

  it('is refused to a second start, whatever its port, by a sentence that names the process', async () => {
    const second = await runProgram('app/src/main.ts', [], { ...env, PORT: String(await freePort()) });
    expect(second).toEqual({
      code: 1,
      out: expect.any(String) as string,
      err: `the data directory ${dataDir} is in use by process ${String(first.pid)}\n`,
    });
    expect((await runningProduct(dataDir))?.pid).toBe(first.pid);
  }, 60_000);
  it('is refused to a program that would run services of its own beside it', async () => {
    const control = join(dataDir, 'control.json');
    const written = await readFile(control, 'utf8');
    await rm(control);
    try {
      for (const [script, ...args] of [
        ['app/src/admin.ts', 'company', 'list'],
        ['app/src/replay.ts', 'all'],
      ])
        expect(await runProgram(script!, args, env)).toMatchObject({ code: 1, err: expect.stringContaining(String(first.pid)) as string });
    } finally {
      await writeFile(control, written, { mode: 0o600 });
    }
  }, 60_000);
});

it('a control file of another product is left alone', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'mia-control-'));
  try {
    const open = () =>
      openControl({ dataDir, commands: { send: () => Promise.reject(new Error('none')) }, ids: systemIds, pg: {}, publicUrl: () => '' });
    const [one, other] = [await open(), await open()];
    const file = await readFile(join(dataDir, 'control.json'), 'utf8');
    await one.close();
    expect(await readFile(join(dataDir, 'control.json'), 'utf8')).toBe(file);
    await other.close();
    expect(await runningProduct(dataDir)).toBeNull();
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
