import { silent } from '../ports/log.ts';
import { testDatabases, type TestDatabase } from '../testing/postgres.ts';
import { wireProxy, type WireProxy } from '../testing/wire-proxy.ts';
import { openDatabase, type PostgresDatabase } from './database.ts';
import { DatabaseUnavailable } from './errors.ts';

describe.each(testDatabases())('a restart of $name', (engine) => {
  let made: TestDatabase;
  let proxy: WireProxy;
  let db: PostgresDatabase;
  const open = (patienceMs: number) => openDatabase({ connection: proxy.connection, lane: 'query', max: 2, log: silent, patienceMs });
  beforeAll(async () => {
    made = await engine.open();
    proxy = await wireProxy(made.connection);
    db = open(5_000);
    await db.query('create table t (id int primary key)');
  }, 60_000);
  afterAll(async () => {
    await db?.close();
    await proxy?.close();
    await made?.drop();
  });
  const ids = async () => (await db.query<{ id: number }>('select id from t order by id')).rows.map((r) => r.id);
  beforeEach(() => db.query('delete from t'));

  it('is waited for by what was not sent yet', async () => {
    await proxy.down();
    const asked = [db.query('insert into t values (1)'), db.tx((q) => q.query('insert into t values (2)'))];
    await proxy.turnedAway(4);
    await proxy.up();
    await Promise.all(asked);
    expect(await ids()).toEqual([1, 2]);
  });
  it('is not waited for longer than asked', async () => {
    const impatient = open(100);
    await proxy.down();
    const failure = await impatient.query('select 1').catch((e: unknown) => e);
    await proxy.up();
    expect(failure).toBeInstanceOf(DatabaseUnavailable);
    expect(failure).toMatchObject({ maybeDone: false });
    await impatient.close();
  });
  it('leaves the pool usable, statement names included', async () => {
    for (let i = 0; i < 3; i++) {
      await Promise.all([1, 2].map((n) => db.query('insert into t values ($1)', [10 * i + n], { name: 'ins' })));
      proxy.cut();
    }
    expect(await ids()).toEqual([1, 2, 11, 12, 21, 22]);
  });
  it('says of a statement that was under way that it may have been done', async () => {
    proxy.swallowNext();
    await expect(db.query('insert into t values (1)')).rejects.toMatchObject({ name: 'DatabaseUnavailable', maybeDone: true });
    expect(await ids()).toEqual([1]);
  });
  it('undoes a transaction that had not asked to commit', async () => {
    const tx = db.tx(async (q) => {
      await q.query('insert into t values (1)');
      proxy.cut();
      await q.query('insert into t values (2)');
    });
    await expect(tx).rejects.toMatchObject({ name: 'DatabaseUnavailable', maybeDone: false });
    expect(await ids()).toEqual([]);
  });
  it('leaves open whether a commit was done', async () => {
    const tx = db.tx(async (q) => {
      await q.query('insert into t values (1)');
      proxy.swallowNext();
    });
    await expect(tx).rejects.toMatchObject({ name: 'DatabaseUnavailable', maybeDone: true });
    expect(await ids()).toEqual([1]);
  });
  it('is not noticed by a transaction that got a dead connection of the pool', async () => {
    await db.query('select 1');
    const tx = db.tx((q) => q.query('insert into t values (1)'));
    proxy.cut();
    await tx;
    expect(await ids()).toEqual([1]);
  });
  it('ends no subscription to notifications, and is told by an empty one', async () => {
    const heard: string[] = [];
    let changed = (): void => undefined;
    const until = async (text: string) => {
      while (!heard.includes(text)) await new Promise<void>((resolve) => (changed = resolve));
      heard.length = 0;
    };
    const unlisten = await db.listen('mia_test', (payload) => {
      heard.push(payload);
      changed();
    });
    await db.query(`select pg_notify('mia_test', 'one')`);
    await until('one');
    proxy.cut();
    await until('');
    await db.query(`select pg_notify('mia_test', 'two')`);
    await until('two');
    await unlisten();
    await db.query(`select pg_notify('mia_test', 'three')`);
    await db.query('select 1');
    expect(heard).toEqual([]);
  });
  it('costs nothing: one round trip a statement, and one more for the commit', async () => {
    await db.query('select 1');
    const before = proxy.roundTrips();
    await db.tx(async (q) => {
      await q.query('insert into t values ($1)', [1], { name: 'ins' });
      await q.query('insert into t values ($1)', [2], { name: 'ins' });
    });
    expect(proxy.roundTrips() - before).toBe(3);
  });
});
