import { silent } from '../ports/log.ts';
import { testDatabases, type TestDatabase } from '../testing/postgres.ts';
import { openDatabase, type PostgresDatabase } from './database.ts';
import { TransactionAborted } from './errors.ts';

describe.each(testDatabases())('database on $name', (engine) => {
  let made: TestDatabase;
  let db: PostgresDatabase;
  beforeAll(async () => {
    made = await engine.open();
    db = openDatabase({ connection: made.connection, lane: 'query', max: 4, log: silent });
    await db.query('create table t (id int primary key, n bigint not null)');
  }, 60_000);
  afterAll(async () => {
    await db?.close();
    await made?.drop();
  });
  beforeEach(async () => {
    await db.query('delete from t');
  });
  const ids = async () => (await db.query<{ id: number }>('select id from t order by id')).rows.map((r) => r.id);

  it('keeps int8 as text, parses arrays and json', async () => {
    const { rows } = await db.query("select $1::int8 n, $2::text[] names, $3::json j, date '2026-01-02' d", [
      '9007199254740993',
      ['a', 'b"c', ''],
      '{"a":1}',
    ]);
    expect(rows).toEqual([{ n: '9007199254740993', names: ['a', 'b"c', ''], j: { a: 1 }, d: '2026-01-02' }]);
  });
  it('commits what a transaction wrote', async () => {
    expect(await db.tx(async (q) => (await q.query('insert into t values ($1, $2)', [1, 1])).rowCount)).toBe(1);
    expect(await ids()).toEqual([1]);
  });
  it('rolls back when the function throws, and the connection goes on', async () => {
    await expect(
      db.tx(async (q) => {
        await q.query('insert into t values (1, 1)');
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await ids()).toEqual([]);
  });
  it('rolls back after a failed first statement, whether it was the name, the text or the row', async () => {
    await db.query('insert into t values (1, 1)');
    for (const [text, name] of [
      ['insert into t values (1, 1)', 'dup'],
      ['insert into nowhere values (1, 1)', 'nowhere'],
    ] as const) {
      for (let i = 0; i < 2; i++)
        await expect(db.tx((q) => q.query(text, [], { name }))).rejects.toMatchObject({ code: name === 'dup' ? '23505' : '42P01' });
    }
    await Promise.all(Array.from({ length: 8 }, (_, i) => db.tx((q) => q.query('insert into t values ($1, 1)', [i + 2], { name: 'ins' }))));
    expect(await ids()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
  it('does not call a transaction committed that the server rolled back', async () => {
    await expect(
      db.tx(async (q) => {
        await q.query('insert into t values (1, 1)');
        await q.query('insert into t values (1, 1)').catch(() => undefined);
      }),
    ).rejects.toBeInstanceOf(TransactionAborted);
    expect(await ids()).toEqual([]);
  });
  it('runs several statements in one text, in a transaction too', async () => {
    await db.tx((q) => q.query('insert into t values (1, 1); insert into t values (2, 2)'));
    await db.query('insert into t values (3, 3); insert into t values (4, 4)', [], { durable: false });
    await expect(db.tx((q) => q.query('insert into t values (5, 5); insert into t values (1, 1)'))).rejects.toMatchObject({
      code: '23505',
    });
    expect(await ids()).toEqual([1, 2, 3, 4]);
  });
  it('refuses statements after the end of their transaction', async () => {
    let late!: () => Promise<unknown>;
    await db.tx(async (q) => {
      await q.query('insert into t values (1, 1)');
      late = () => q.query('insert into t values (2, 2)');
    });
    await expect(late()).rejects.toThrow('the transaction is over');
    expect(await ids()).toEqual([1]);
  });
  it('commits without waiting for the disk only where it is asked to', async () => {
    const setting = async (durable?: boolean) =>
      (
        await db.tx(
          (q) => q.query<{ s: string }>(`select current_setting('synchronous_commit') s`),
          durable === undefined ? {} : { durable },
        )
      ).rows[0]?.s;
    expect([await setting(), await setting(false), await setting(true), await setting()]).toEqual(['on', 'off', 'on', 'on']);
    const single = async (durable: boolean) =>
      (await db.query<{ s: string }>(`select current_setting('synchronous_commit') s`, [], { durable })).rows[0]?.s;
    expect([await single(false), await single(true)]).toEqual(['off', 'on']);
  });
});
