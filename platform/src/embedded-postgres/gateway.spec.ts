import { once } from 'node:events';
import pg from 'pg';
import { startScratchPostgres } from './scratch.ts';
import type { ScratchPostgres } from './scratch.ts';

let db: ScratchPostgres;
const open: (pg.Pool | pg.Client)[] = [];

const address = (lane?: string): pg.ClientConfig => ({
  host: db.host,
  port: db.port,
  user: db.user,
  database: db.database,
  ...(lane ? { application_name: lane } : {}),
});
function pool(max: number, lane?: string): pg.Pool {
  const made = new pg.Pool({ ...address(lane), max });
  made.on('error', () => undefined);
  open.push(made);
  return made;
}
async function client(lane?: string): Promise<pg.Client> {
  const made = new pg.Client(address(lane));
  made.on('error', () => undefined);
  open.push(made);
  await made.connect();
  return made;
}
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (e: unknown) => (e as { code?: string }).code ?? 'an error without a code',
  );

beforeAll(async () => {
  db = await startScratchPostgres();
}, 60_000);
afterEach(async () => {
  for (const made of open.splice(0)) await made.end().catch(() => undefined);
});
afterAll(() => db?.remove());

describe('many connections on the one session', () => {
  it.each([8, 32])(
    'answers %d connections that make errors and roll back: no cross-talk, no stall, nothing lost, nothing left',
    async (connections) => {
      const p = pool(connections);
      await p.query(
        'drop table if exists s, ledger; create table s (k int primary key); insert into s values (1); create table ledger (w int, n int, unique (w, n))',
      );
      const kept: string[] = [];
      const dropped: string[] = [];
      const wrong: unknown[] = [];
      const expect1 = async (work: Promise<unknown>, code: string) => {
        const got = await codeOf(work);
        if (got !== code) wrong.push([got, code]);
      };
      const transaction = async (w: number, n: number) => {
        const c = await p.connect();
        try {
          await c.query('begin');
          await c.query('insert into ledger values ($1, $2)', [w, n]);
          if (n % 3 === 0) {
            await expect1(c.query('insert into ledger values ($1, $2)', [w, n]), '23505');
            await expect1(c.query('select 1'), '25P02');
            await c.query('rollback');
            dropped.push(`${w}:${n}`);
          } else {
            await c.query('commit');
            kept.push(`${w}:${n}`);
          }
        } finally {
          c.release();
        }
      };
      await Promise.all(
        Array.from({ length: connections }, async (_, w) => {
          for (let n = 0; n < 400 / connections + 8; n++) {
            const x = w * 1000 + n;
            const { rows } = await p.query<{ a: number; b: string }>({
              name: `both${n % 3}`,
              text: `select $1::int a, $2::text b, ${n % 3}`,
              values: [x, `w${x}`],
            });
            if (rows[0]?.a !== x || rows[0].b !== `w${x}`) wrong.push(rows);
            await expect1(p.query('select 1 / $1::int', [0]), '22012');
            await expect1(p.query('insert into s values ($1)', [1]), '23505');
            await expect1(p.query('selec nonsense'), '42601');
            await transaction(w, n);
          }
        }),
      );
      const { rows } = await p.query<{ id: string }>("select w || ':' || n id from ledger");
      const found = new Set(rows.map((row) => row.id));
      expect(wrong).toEqual([]);
      expect(kept.filter((id) => !found.has(id))).toEqual([]);
      expect(dropped.filter((id) => found.has(id))).toEqual([]);
      expect(found.size).toBe(kept.length);
    },
    30_000,
  );

  it('answers what a connection sends without waiting, in order, transactions of others in between', async () => {
    const eager = new pg.Client({ ...address(), pipeline: true });
    open.push(eager);
    await eager.connect();
    const other = await client();
    const numbers = Array.from({ length: 400 }, (_, i) => i);
    const asked = numbers.map((n) => eager.query<{ n: number }>('select $1::int n', [n]));
    const tx = other.query('begin; select 1').then(() => other.query('commit'));
    const answers = await Promise.all(asked);
    await tx;
    expect(answers.map(({ rows }) => rows[0]?.n)).toEqual(numbers);
  });

  it('keeps prepared statements of one name apart, also names as long as PostgreSQL allows', async () => {
    const [a, b] = [await client(), await client()];
    const name = `same${'x'.repeat(58)}`;
    const ask = (c: pg.Client, text: string) => c.query<{ v: string }>({ name, text }).then((r) => r.rows[0]?.v);
    for (let round = 0; round < 2; round++) expect([await ask(a, "select 'a' v"), await ask(b, "select 'b' v")]).toEqual(['a', 'b']);
  });

  it('drops the prepared statements of a connection that has gone', async () => {
    const a = await client();
    await a.query({ name: 'once', text: 'select 1 as only_here' });
    await a.end();
    const b = await client();
    const { rows } = await b.query(
      "select count(*)::int n from pg_prepared_statements where statement like '%only_here' and name like 'c%'",
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('rolls back what a lost connection has left open', async () => {
    const [a, b] = [await client(), await client()];
    await b.query('create table if not exists left_open (n int)');
    await a.query('begin');
    await a.query('insert into left_open values (1)');
    (a as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    expect((await b.query('select * from left_open')).rows).toEqual([]);
  });

  it('recovers from a connection that is lost in the middle of a failed batch without Sync', async () => {
    const [a, b] = [await client(), await client()];
    const { connection } = a as unknown as {
      connection: { parse(o: object): void; flush(): void; stream: { destroy(): void }; once(event: string, f: () => void): void };
    };
    const failed = new Promise<void>((resolve) => connection.once('errorMessage', resolve));
    connection.parse({ text: 'selec nonsense' });
    connection.flush();
    await failed;
    connection.stream.destroy();
    expect((await b.query('select 1 one')).rows).toEqual([{ one: 1 }]);
  });

  it('takes and returns values of 20 MB', async () => {
    const c = await client();
    const text = 'ç'.repeat(10 * 1024 * 1024);
    const { rows } = await c.query<{ n: number; same: string }>('select length($1::text) n, $1::text same', [text]);
    expect(rows[0]?.n).toBe(text.length);
    expect(rows[0]?.same === text).toBe(true);
  }, 20_000);

  it('survives JSON nested deeper than the default stack of a thread', async () => {
    const c = await client();
    const deep = '['.repeat(120_000) + ']'.repeat(120_000);
    expect((await c.query('select length(($1::json)::text) n', [deep])).rows).toEqual([{ n: deep.length }]);
    expect(await codeOf(c.query('select $1::jsonb', [deep]))).toBe('54001');
  });
});

describe('a transaction that waits for its client', () => {
  it('is killed after a second, its connection with it, and the others go on', async () => {
    const [a, b] = [await client(), await client()];
    await b.query('create table if not exists idle_tx (n int)');
    const ended = once(a, 'error') as Promise<[{ code?: string }]>;
    const begin = performance.now();
    await a.query('begin');
    await a.query('insert into idle_tx values (1)');
    const rows = (await b.query('select * from idle_tx')).rows;
    const waited = performance.now() - begin;
    expect(rows).toEqual([]);
    expect(waited).toBeGreaterThan(900);
    expect(waited).toBeLessThan(5000);
    expect((await ended)[0].code).toBe('25P03');
  });
});

describe('COPY FROM STDIN', () => {
  it('is refused, in a transaction too, and disturbs nobody', async () => {
    const c = await client();
    await c.query('create table if not exists copied (n int)');
    expect(await codeOf(c.query('copy copied from stdin'))).toBe('0A000');
    expect(await codeOf(c.query({ text: 'copy copied from stdin', values: [], name: 'copy' }))).toBe('0A000');
    await c.query('begin');
    expect(await codeOf(c.query('copy copied from stdin'))).toBe('0A000');
    expect(await codeOf(c.query('select 1'))).toBe('25P02');
    await c.query('rollback');
    expect((await c.query('select count(*)::int n from copied')).rows).toEqual([{ n: 0 }]);
  });
});

describe('LISTEN and NOTIFY', () => {
  it('reach every connection that listens, and no other, also after somebody else has stopped listening', async () => {
    const [a, b, c, sender] = [await client(), await client(), await client(), await client()];
    const heard: string[] = [];
    const note = (who: string, from: pg.Client) => from.on('notification', (n) => void heard.push(`${who} ${n.channel} ${n.payload}`));
    note('a', a);
    note('b', b);
    note('c', c);
    await a.query('listen News');
    await b.query('listen news; listen "Other"');
    await c.query('listen other');
    await sender.query("notify news, 'one'");
    await sender.query(`select pg_notify('Other', 'two')`);
    await a.query('unlisten news');
    await sender.query("begin; notify news, 'never'; rollback");
    await sender.query("notify news, 'three'");
    await c.end();
    await a.end();
    await sender.query("notify news, 'four'");
    await b.query('select 1');
    expect(heard).toEqual(['a news one', 'b news one', 'b Other two', 'b news three', 'b news four']);
  });
});

describe('durability', () => {
  it('syncs a commit before its answer, and not one that does not ask for it', async () => {
    const c = await client();
    await c.query('create table if not exists durable (n int)');
    const syncsOf = async (work: () => Promise<unknown>) => {
      const before = (await db.stats()).syncs;
      await work();
      return (await db.stats()).syncs - before;
    };
    const times = async (n: number, sql: string) => {
      for (let i = 0; i < n; i++) await c.query(sql);
    };
    expect(await syncsOf(() => times(20, 'insert into durable values (1)'))).toBeGreaterThanOrEqual(20);
    // Upkeep syncs what has been left, twice a second at the most.
    const begin = performance.now();
    const relaxed = await syncsOf(() => times(50, 'begin; set local synchronous_commit = off; insert into durable values (2); commit'));
    expect(relaxed).toBeLessThanOrEqual(4 + 4 * ((performance.now() - begin) / 500));
    expect(await syncsOf(() => times(1, 'insert into durable values (3)'))).toBeGreaterThanOrEqual(1);
  });
});

describe('lanes', () => {
  it('let the log go before work that came earlier, and do not starve that work', async () => {
    const holder = await client('query');
    const slow = await Promise.all(Array.from({ length: 6 }, () => client('vacuum')));
    const log = await client('log');
    const order: string[] = [];
    await holder.query('begin');
    const waiting = slow.map((c) => c.query('select 1').then(() => order.push('vacuum')));
    const urgent = log.query('select 1').then(() => order.push('log'));
    await Promise.all([holder.query('commit'), urgent, ...waiting]);
    expect(order[0]).toBe('log');
    expect(order).toHaveLength(7);
  });

  it('serve the last lane soon while the first is never empty', async () => {
    const busy = pool(8, 'log');
    const vacuum = await client('vacuum');
    let going = true;
    const load = Array.from({ length: 16 }, async () => {
      let n = 0;
      for (; going; n++) await busy.query('select count(*) from generate_series(1, 30000)');
      return n;
    });
    const begin = performance.now();
    for (let i = 0; i < 5; i++) await vacuum.query('select 1');
    const waited = performance.now() - begin;
    going = false;
    const done = (await Promise.all(load)).reduce((sum, n) => sum + n, 0);
    expect(done).toBeGreaterThan(0);
    expect(waited).toBeLessThan(5000);
  });
});
