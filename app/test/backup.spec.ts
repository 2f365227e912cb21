import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPostgres } from '@master-ia/platform/testing/find-postgres.ts';
import { startPostgresql } from '../bench/postgresql.ts';
import { freePort, STOP_MS } from '../e2e/product.ts';
import { runProgram, type Environment, type Program } from '../e2e/program.ts';
import { until } from '../e2e/until.ts';
import { startRunning } from '../src/testing/running.ts';
import { urlOf } from '../src/testing/world.ts';

const STARTED_MS = 60_000;
const REPLAY_MS = 60_000;
const ADMIN = { ADMIN_EMAIL: 'rita@example.com', ADMIN_PASSWORD: 'uma frase bem comprida', ADMIN_COMPANY: 'Casa Rita' };
const run = promisify(execFile);

/** As the README says it: for a server what pg_dump writes and psql reads, for the embedded database the directory. */
type Engine = {
  readonly name: string;
  /** The environment of an installation with nothing in it, in a data directory of its own. */
  open(dataDir: string): Promise<{ readonly env: Environment; close(): Promise<void> }>;
  copy(from: Environment, to: Environment): Promise<void>;
};
const embedded: Engine = {
  name: 'embedded',
  open: async () => ({ env: {}, close: async () => undefined }),
  copy: (from, to) => cp(String(from['DATA_DIR']), String(to['DATA_DIR']), { recursive: true }),
};
const key = randomBytes(32).toString('base64');
const postgresql = (bin: string): Engine => ({
  name: 'postgresql',
  // Each in a cluster of its own: roles belong to the cluster, and are in no dump.
  open: async () => {
    const server = await startPostgresql();
    return { env: { DATABASE_URL: urlOf(server.connection), MASTER_KEY: key }, close: () => server.stop() };
  },
  copy: async (from, to) => {
    const file = join(String(to['DATA_DIR']), 'backup.sql');
    await run(join(bin, 'pg_dump'), ['-n', 'log', '-n', 'vault', '-n', 'work', '-f', file, String(from['DATABASE_URL'])]);
    await run(join(bin, 'psql'), ['-q', '-v', 'ON_ERROR_STOP=1', '-f', file, String(to['DATABASE_URL'])]);
  },
});
const bin = findPostgres();

describe.each([embedded, ...(bin === null ? [] : [postgresql(bin)])])('a backup, on $name', (engine) => {
  const places: { readonly dataDir: string; close(): Promise<void> }[] = [];
  const programs: Program[] = [];
  const place = async (): Promise<Environment> => {
    const dataDir = await mkdtemp(join(tmpdir(), 'mia-backup-'));
    const { env, close } = await engine.open(dataDir);
    places.push({ dataDir, close });
    return { ...env, ...ADMIN, DATA_DIR: dataDir, DEMO: 'off', PORT: String(await freePort()) };
  };
  const start = async (env: Environment) => {
    const { program } = await startRunning(env);
    programs.push(program);
    const url = `http://127.0.0.1:${String(env['PORT'])}`;
    await until('it is ready', async () => (await fetch(`${url}/ready`)).status === 200, STARTED_MS);
    const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
    const entered = await post('/auth/sign-in', { email: ADMIN.ADMIN_EMAIL, password: ADMIN.ADMIN_PASSWORD });
    const cookie = entered.headers
      .getSetCookie()
      .map((c) => c.split(';')[0])
      .join('; ');
    return {
      ask: async (query: string): Promise<unknown> => (await post('/graphql', { query }, { cookie })).json(),
      stop: () => program.end('SIGINT', STOP_MS),
    };
  };
  const NAMES = '{ me { company { name } } contacts(first: 10) { edges { node { name phone } } } }';

  afterAll(async () => {
    for (const p of programs) await p.end('SIGKILL', STOP_MS);
    for (const p of places) {
      await p.close();
      await rm(p.dataDir, { recursive: true, force: true, maxRetries: 5 });
    }
  }, 60_000);

  it('is started again, and rebuilt by hand, where nothing was before', async () => {
    const from = await place();
    const first = await start(from);
    for (const [name, phone] of [
      ['Ana Souza', '+5511987650001'],
      ['Bruno Lima', '+5511987650002'],
    ])
      expect(await first.ask(`mutation { createContact(input: { name: "${name!}", phone: "${phone!}" }) { refusal { code } } }`)).toEqual({
        data: { createContact: { refusal: null } },
      });
    const before = await first.ask(NAMES);
    expect(before).toMatchObject({ data: { me: { company: { name: ADMIN.ADMIN_COMPANY } }, contacts: { edges: { length: 2 } } } });
    await first.stop();

    const [started, rebuilt] = [await place(), await place()];
    await engine.copy(from, started);
    await engine.copy(from, rebuilt);
    const second = await start(started);
    expect(await second.ask(NAMES)).toEqual(before);
    await second.stop();

    expect(await runProgram('app/src/replay.ts', ['all'], rebuilt, REPLAY_MS)).toMatchObject({ code: 0, err: '' });
    const third = await start(rebuilt);
    expect(await third.ask(NAMES)).toEqual(before);
    await third.stop();
  }, 240_000);
});
