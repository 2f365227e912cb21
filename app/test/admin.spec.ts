import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, STOP_MS } from '../e2e/product.ts';
import { runProgram, type Environment, type Program } from '../e2e/program.ts';
import { startRunning } from '../src/testing/running.ts';

describe('the administration beside a running product', () => {
  let dataDir: string;
  let env: Environment;
  let product: Program;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'mia-admin-'));
    env = { DATA_DIR: dataDir, DEMO: 'off', PORT: String(await freePort()) };
    ({ program: product } = await startRunning(env));
  }, 90_000);
  afterAll(async () => {
    await product.end('SIGKILL', STOP_MS);
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }, 20_000);
  const admin = (...args: string[]) => runProgram('app/src/admin.ts', args, env);
  const link = (purpose: string): unknown =>
    expect.stringMatching(new RegExp(`http://localhost:${String(env['PORT'])}/${purpose}#[\\w.-]{20,}\\n$`));

  it('invites into the one company that there is, and asks for its id where there are several', async () => {
    expect(await admin('user', 'invite', 'bia@example.com')).toEqual({ code: 0, out: link('invite'), err: '' });
    expect(await admin('user', 'invite', 'caio@example.com', 'supervisor')).toEqual({ code: 0, out: link('invite'), err: '' });
    expect(await admin('company', 'create', 'Outra loja', 'dora@example.com')).toEqual({ code: 0, out: link('enter'), err: '' });

    const ids = (await admin('company', 'list')).out.match(/^[0-9a-f-]{36}/gm) ?? [];
    expect(ids).toHaveLength(2);
    const which = await admin('user', 'invite', 'edu@example.com');
    expect(which).toMatchObject({ code: 1, out: '' });
    for (const text of ['name one by its id', 'Outra loja', ...ids]) expect(which.err).toContain(text);
    expect(await admin('user', 'invite', 'edu@example.com', ids[1]!, 'admin')).toEqual({ code: 0, out: link('invite'), err: '' });
    expect(await admin('user', 'recover', 'dora@example.com')).toEqual({ code: 0, out: link('recover'), err: '' });
  }, 60_000);
});
