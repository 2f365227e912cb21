import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { query } from './backend-messages.ts';
import { openEngine } from './engine.ts';
import type { Engine } from './engine.ts';
import { createSession } from './session.ts';
import type { Session } from './session.ts';
import { copyTemplate } from './template.ts';
import { startUpkeep } from './upkeep.ts';

let dataDir: string;
let engine: Engine;
let session: Session;
let stop: () => void = () => undefined;
const failures: string[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'mia-pg-'));
  await copyTemplate(dataDir);
  engine = await openEngine(path.join(dataDir, 'pg'), (why) => {
    throw new Error(why);
  });
  session = createSession(engine, () => performance.now());
}, 60_000);
afterAll(async () => {
  session?.close();
  await engine?.close();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(() => {
  stop = startUpkeep(session, engine, {
    now: () => performance.now(),
    writable: () => true,
    failed: (what, e) => void failures.push(`${what}: ${String(e)}`),
    pace: { tickMs: 10, scanMs: 50, idleMs: 20, patienceMs: 60_000 },
  });
});
afterEach(() => {
  stop();
  expect(failures).toEqual([]);
});

/** Runs SQL as a connection does. */
async function run(sql: string): Promise<void> {
  const answered = new Promise<void>((resolve) => {
    const member = session.join({ lane: 'query', kill: () => undefined, send: () => (resolve(), member.leave([])) });
    member.submit({ messages: query(sql), listen: [], unlisten: [] });
  });
  await answered;
}
/** Asks again between transactions until it holds, for ten seconds. */
async function holds(sql: string): Promise<boolean> {
  const end = performance.now() + 10_000;
  do {
    const [row] = await session.between('query', () => engine.rows(sql));
    if (row?.[0] === 't') return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  } while (performance.now() < end);
  return false;
}

describe('upkeep', () => {
  it('vacuums and analyses a table that has changed, when the session rests', async () => {
    await session.between('query', () =>
      engine.rows('create table churn (n int); insert into churn select generate_series(1, 5000); delete from churn where n > 100'),
    );
    await run('select 1');
    expect(
      await holds("select last_vacuum is not null and last_analyze is not null from pg_stat_user_tables where relname = 'churn'"),
    ).toBe(true);
    expect(engine.rows("select pg_relation_size('churn') < 100000")).toEqual([['t']]);
  }, 15_000);

  it('syncs transactions that did not wait for the disk, soon after', async () => {
    await session.between('query', () => engine.rows('create table relaxed (n int)'));
    const before = engine.syncs();
    await session.between('query', () => engine.rows('begin; set local synchronous_commit = off; insert into relaxed values (1); commit'));
    expect(engine.syncs()).toBe(before);
    await run('select 1');
    expect(await holds('select pg_current_wal_flush_lsn() = pg_current_wal_insert_lsn()')).toBe(true);
    expect(engine.syncs()).toBeGreaterThan(before);
  }, 15_000);

  it('makes a checkpoint when the log has grown', async () => {
    const redo = engine.rows('select redo_lsn from pg_control_checkpoint()')[0]?.[0];
    await session.between('query', () =>
      engine.rows('create table grown as select repeat(md5(i::text), 8) t from generate_series(1, 300000) i'),
    );
    await run('select 1');
    expect(await holds(`select redo_lsn > '${redo}' from pg_control_checkpoint()`)).toBe(true);
    expect(engine.rows('select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn) < 1000000 from pg_control_checkpoint()')).toEqual([
      ['t'],
    ]);
  }, 15_000);
});
