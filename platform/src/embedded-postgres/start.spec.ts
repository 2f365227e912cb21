import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startScratchPostgres } from './scratch.ts';
import type { ScratchPostgres } from './scratch.ts';
import { DataDirectoryInUse, runningEmbeddedPostgres, startEmbeddedPostgres } from './start.ts';
import type { EmbeddedConnection, EmbeddedPostgresOptions } from './start.ts';
import { copyTemplate } from './template.ts';

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

async function scratch(o: Partial<EmbeddedPostgresOptions> = {}): Promise<ScratchPostgres> {
  const db = await startScratchPostgres(o);
  cleanups.push(() => db.remove());
  return db;
}
function pool(db: EmbeddedConnection, max = 4): pg.Pool {
  const { host, port, user, database, password } = db;
  const made = new pg.Pool({ host, port, user, database, max, ...(password ? { password } : {}) });
  made.on('error', () => undefined);
  made.on('connect', (c) => c.on('error', () => undefined));
  cleanups.push(() => made.end());
  return made;
}
const restartOf = (db: ScratchPostgres) => new Promise<void>((resolve) => db.onRestart(resolve));
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (e: unknown) => (e as { code?: string }).code ?? 'an error without a code',
  );
/** Asks again until the answer is the wanted one, for ten seconds; returns the last answer. */
async function until(wanted: string, ask: () => Promise<string>): Promise<string> {
  const end = performance.now() + 10_000;
  let got = await ask();
  while (got !== wanted && performance.now() < end) got = await ask();
  return got;
}

describe('one database, badly treated', () => {
  let free = 10_000_000_000;
  let db: ScratchPostgres;
  beforeAll(async () => {
    db = await startScratchPostgres({ pingMs: 50, frozenAfterMs: 2000, minFreeBytes: 1_000_000, freeBytes: () => Promise.resolve(free) });
  }, 60_000);
  afterAll(() => db?.remove());

  it('killed under load, keeps everything that it acknowledged, whole transactions only, and comes back at the same address', async () => {
    const p = pool(db, 8);
    await p.query('create table ev (id int primary key, tx int not null)');
    const acknowledged = new Map<number, number>();
    let tx = 0;
    for (let round = 0; round < 3; round++) {
      const pid = db.pid();
      const back = restartOf(db);
      const goal = acknowledged.size + 40;
      let killed = false;
      const writer = async () => {
        while (!killed) {
          const mine = ++tx;
          const size = mine % 3 === 0 ? 20 : 1;
          const written = await p
            .query('insert into ev select $1 * 100 + i, $1 from generate_series(1, $2) i', [mine, size])
            .catch(() => null);
          if (written) acknowledged.set(mine, size);
          if (acknowledged.size >= goal && !killed) {
            killed = true;
            process.kill(pid, 'SIGKILL');
          }
        }
      };
      await Promise.all([...Array.from({ length: 8 }, writer), back]);
      expect(db.pid()).not.toBe(pid);
      const { rows } = await p.query<{ tx: number; n: number }>('select tx, count(*)::int n from ev group by tx');
      const found = new Map(rows.map((row) => [row.tx, row.n]));
      expect([...acknowledged].filter(([id, size]) => found.get(id) !== size)).toEqual([]);
      expect([...found].filter(([id, n]) => n !== (id % 3 === 0 ? 20 : 1))).toEqual([]);
      for (const [id, n] of found) acknowledged.set(id, n);
    }
    expect(await outcome(p.query('reindex table ev'))).toBe('done');
  }, 40_000);

  it('on a disk that is nearly full stops writes with 53100, lets reads and what frees space go on, and takes writes again by itself', async () => {
    const p = pool(db);
    await p.query('create table room (n int); insert into room values (1)');
    const write = () => outcome(p.query('insert into room values (2)'));
    free = 999_999;
    expect(await until('53100', write)).toBe('53100');
    expect(await outcome(p.query('begin; insert into room values (2); commit'))).toBe('53100');
    expect(await outcome(p.query('create table more (n int)'))).toBe('53100');
    expect((await p.query('select distinct n from room order by n limit 1')).rows).toEqual([{ n: 1 }]);
    const cleaner = new pg.Client({ host: db.host, port: db.port, user: db.user, database: db.database, application_name: 'vacuum' });
    await cleaner.connect();
    expect(await outcome(cleaner.query('truncate room'))).toBe('done');
    await cleaner.end();
    free = 10_000_000_000;
    expect(await until('done', write)).toBe('done');
  }, 20_000);

  it('leaves Ctrl-C to the program', async () => {
    const pid = db.pid();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(pid, signal);
    expect((await pool(db).query('select 1 one')).rows).toEqual([{ one: 1 }]);
    expect(db.pid()).toBe(pid);
  });

  it('is replaced when it freezes', async () => {
    const p = pool(db);
    await p.query('create table kept (n int); insert into kept values (1)');
    const frozen = db.pid();
    const back = restartOf(db);
    process.kill(frozen, 'SIGSTOP');
    await back;
    expect(db.pid()).not.toBe(frozen);
    expect((await p.query('select n from kept')).rows).toEqual([{ n: 1 }]);
  }, 20_000);

  it('is replaced at once when the engine traps, instead of looping for ever', async () => {
    const p = pool(db);
    const back = restartOf(db);
    expect(await outcome(p.query('select $1::json', ['['.repeat(4_000_000)]))).not.toBe('done');
    await back;
    expect((await p.query('select 1 one')).rows).toEqual([{ one: 1 }]);
  }, 20_000);
});

describe('one data directory', () => {
  it('is served once: the second start says which process holds it; a clean stop takes less than two seconds, with a transaction open', async () => {
    const db = await scratch();
    expect(db.host).toBe(path.join(db.dataDir, 'pg-socket'));
    expect((await stat(db.host)).mode & 0o777).toBe(0o700);
    const second = startEmbeddedPostgres({ dataDir: db.dataDir, log: SILENT });
    await expect(second).rejects.toBeInstanceOf(DataDirectoryInUse);
    await expect(second).rejects.toMatchObject({ pid: process.pid, message: expect.stringContaining(String(process.pid)) as string });
    const p = pool(db);
    await p.query('create table stopped (n int); insert into stopped values (1)');
    const c = await p.connect();
    await c.query('begin; insert into stopped values (2)');
    const begin = performance.now();
    await db.stop();
    expect(performance.now() - begin).toBeLessThan(2000);
    c.release(true);
    const again = await startEmbeddedPostgres({ dataDir: db.dataDir, log: SILENT });
    cleanups.push(() => again.stop());
    expect((await pool(again).query('select n from stopped')).rows).toEqual([{ n: 1 }]);
  }, 30_000);

  it('is free again after kill -9 of the program and of its database, and has what was acknowledged', async () => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'mia-pg-'));
    cleanups.push(() => rm(dataDir, { recursive: true, force: true }));
    await copyTemplate(dataDir);
    const program = `import { startEmbeddedPostgres } from '${new URL('./start.ts', import.meta.url).href}';
      const log = { info() {}, warn() {}, error() {} };
      const db = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log });
      console.log(db.pid());`;
    for (const killDatabase of [false, true]) {
      const parent = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'ignore'] });
      const databasePid = Number(await new Promise<Buffer>((resolve) => parent.stdout.once('data', resolve)));
      const connection = await runningEmbeddedPostgres(dataDir);
      if (!connection) throw new Error('no connection of the running database is known');
      const p = pool(connection);
      await p.query(`create table if not exists survives (n text); insert into survives values ('${killDatabase}')`);
      // A statement in flight must not keep the orphan alive.
      const busy = outcome(p.query('select count(*) from generate_series(1, 1000000000)'));
      parent.kill('SIGKILL');
      if (killDatabase) process.kill(databasePid, 'SIGKILL');
      await busy;
      const db = await startEmbeddedPostgres({ dataDir, log: SILENT });
      expect((await pool(db).query('select n from survives order by n')).rows).toEqual(
        (killDatabase ? ['false', 'true'] : ['false']).map((n) => ({ n })),
      );
      await db.stop();
    }
    expect(await runningEmbeddedPostgres(dataDir)).toBeNull();
  }, 40_000);

  it('is made new, in a place that a kill cannot leave half made; its path may be too long for a socket, which is ours alone', async () => {
    const root = await mkdtemp(path.join(os.tmpdir(), 'mia-pg-'));
    const dataDir = path.join(root, 'long'.repeat(25));
    cleanups.push(() => rm(root, { recursive: true, force: true }));
    await mkdir(path.join(dataDir, 'pg.unfinished-killed'), { recursive: true });
    const db = await startEmbeddedPostgres({ dataDir, log: SILENT });
    cleanups.push(async () => {
      await db.stop();
      await rm(db.host, { recursive: true });
    });
    expect(Buffer.byteLength(db.host)).toBeLessThan(80);
    expect((await stat(db.host)).mode & 0o777).toBe(0o700);
    expect(existsSync(path.join(dataDir, 'pg.unfinished-killed'))).toBe(false);
    expect((await pool(db).query('show server_version')).rows[0]).toEqual({ server_version: expect.stringMatching(/^18\./) as string });
  }, 40_000);
});

describe('on loopback', () => {
  it('asks for a random password', async () => {
    const db = await scratch({ transport: 'tcp' });
    expect(db.host).toBe('127.0.0.1');
    expect((await pool(db).query('select 1 one')).rows).toEqual([{ one: 1 }]);
    expect(await outcome(pool({ ...db, password: 'wrong' }).query('select 1'))).toBe('28P01');
    const back = restartOf(db);
    process.kill(db.pid(), 'SIGKILL');
    await back;
    expect((await pool(db).query('select 2 two')).rows).toEqual([{ two: 2 }]);
  }, 20_000);
});
