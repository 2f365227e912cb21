import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent, type Log } from '../ports/log.ts';
import { testDatabases, type TestDatabase } from '../testing/postgres.ts';
import { openDatabase, type PostgresDatabase } from './database.ts';
import { DatabaseIsNewer } from './errors.ts';
import { migrate, readMigrations, type Migration } from './migrate.ts';

const one: Migration = { number: 1, name: 'one', sql: 'create schema made; create table made.a (n int); insert into made.a values (1);' };
const two: Migration = { number: 2, name: 'two', sql: 'insert into made.a values (2);' };
const wrong: Migration = { number: 3, name: 'wrong', sql: 'insert into made.a values (3); insert into made.nowhere values (3);' };

describe.each(testDatabases())('migrations on $name', (engine) => {
  let made: TestDatabase;
  let db: PostgresDatabase;
  beforeAll(async () => {
    made = await engine.open();
    db = openDatabase({ connection: made.connection, lane: 'query', max: 8, log: silent });
  }, 60_000);
  afterAll(async () => {
    await db?.close();
    await made?.drop();
  });
  const rows = async () => (await db.query<{ n: number }>('select n from made.a order by n')).rows.map((r) => r.n);

  it('run once, in order, however many processes start at once', async () => {
    const said: object[] = [];
    const log: Log = { ...silent, info: (fields) => void said.push(fields) };
    const ran = await Promise.all(Array.from({ length: 8 }, () => migrate(db, { log, migrations: [one, two] })));
    expect(ran.flat().sort()).toEqual(['one', 'two']);
    // None of the fields that a line has by itself: the program's name stays readable.
    expect(said).toEqual([
      { migration: 'one', number: 1 },
      { migration: 'two', number: 2 },
    ]);
    expect(await migrate(db, { log: silent, migrations: [one, two] })).toEqual([]);
    expect(await rows()).toEqual([1, 2]);
  });
  it('leave nothing of one that fails', async () => {
    await expect(migrate(db, { log: silent, migrations: [one, two, wrong] })).rejects.toMatchObject({ code: '42P01' });
    expect(await rows()).toEqual([1, 2]);
    expect(await migrate(db, { log: silent, migrations: [one, two, { ...wrong, sql: 'insert into made.a values (3)' }] })).toEqual([
      'wrong',
    ]);
  });
  it('refuse a database that is newer than the program', async () => {
    await expect(migrate(db, { log: silent, migrations: [one, two] })).rejects.toBeInstanceOf(DatabaseIsNewer);
  });
  it('of this product run on an empty database', async () => {
    const fresh = await engine.open();
    const empty = openDatabase({ connection: fresh.connection, lane: 'query', max: 1, log: silent });
    const known = await readMigrations();
    expect(await migrate(empty, { log: silent })).toEqual(known.map((m) => m.name));
    expect(await migrate(empty, { log: silent })).toEqual([]);
    await empty.close();
    await fresh.drop();
  }, 60_000);
});

describe('migration files', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mia-migrations-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('are read in order of their numbers', async () => {
    await writeFile(join(dir, '0010-b.sql'), 'select 2');
    await writeFile(join(dir, '0002-a-b.sql'), 'select 1');
    expect(await readMigrations(dir)).toEqual([
      { number: 2, name: 'a-b', sql: 'select 1' },
      { number: 10, name: 'b', sql: 'select 2' },
    ]);
  });
  it.each([
    ['misnamed', ['1-a.sql']],
    ['twice', ['0001-a.sql', '0001-b.sql']],
    ['number zero, the lock', ['0000-a.sql']],
  ])('are refused when %s', async (_, files) => {
    for (const f of files) await writeFile(join(dir, f), '');
    await expect(readMigrations(dir)).rejects.toThrow('migration');
  });
});
