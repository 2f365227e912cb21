import type { ReadModelDb, Sql } from '../ports/sql.ts';
import type { Cases } from './suite.ts';

/** `table` has columns (tenant_id uuid, id int, n int) and is open to tenants under row-level security; both tenants have rows 1 and 2. `roundTrips` counts those of `db`. */
export type ReadModelDbSubject = { readonly db: ReadModelDb; readonly table: string; roundTrips(): number };

export const A = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
export const B = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb';
type Found = { tenant_id: string; id: number; n: number };
const as = (tenant: string) => ({ tenant });

const reset = (s: ReadModelDbSubject): Promise<void> =>
  s.db.tx('system', async (q) => {
    await q.query(`delete from ${s.table}`);
    await q.query(`insert into ${s.table} (tenant_id, id, n) select t, i, 0 from unnest($1::uuid[]) t, generate_series(1, 2) i`, [[A, B]]);
  });
const everything = (s: ReadModelDbSubject): Promise<Found[]> =>
  s.db.tx('system', async (q) => (await q.query<Found>(`select * from ${s.table} order by tenant_id, id`)).rows);
const context = (q: Pick<Sql, 'query'>) =>
  q.query<{ role: string; tenant: string }>(
    `select current_user::text as role, coalesce(current_setting('app.tenant', true), '') as tenant`,
  );

export const readModelDbCases: Cases<ReadModelDbSubject> = {
  'shows a tenant its own rows only': async (s) => {
    await reset(s);
    const all = `select * from ${s.table} order by id`;
    for (const tenant of [A, B]) {
      const mine = [1, 2].map((id) => ({ tenant_id: tenant, id, n: 0 }));
      expect(await s.db.query<Found>(as(tenant), all)).toEqual(mine);
      expect(await s.db.query<Found>(as(tenant), all, [], { name: 'all' })).toEqual(mine);
      expect(await s.db.tx(as(tenant), async (q) => (await q.query<Found>(all)).rows)).toEqual(mine);
      expect(await s.db.query(as(tenant), `select * from ${s.table} where tenant_id = $1`, [tenant === A ? B : A])).toEqual([]);
    }
    expect(await everything(s)).toHaveLength(4);
  },

  'keeps many tenants apart that read at once over the same connections': async (s) => {
    await reset(s);
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const tenant = i % 2 ? A : B;
        const text = `select tenant_id from ${s.table}`;
        const rows =
          i % 3
            ? await s.db.query<Found>(as(tenant), text, [], { name: 'mixed' })
            : await s.db.tx(as(tenant), async (q) => (await q.query<Found>(text)).rows);
        return rows.length === 2 && rows.every((r) => r.tenant_id === tenant);
      }),
    );
    expect(answers).toEqual(answers.map(() => true));
  },

  'changes no row of another tenant and makes none': async (s) => {
    await reset(s);
    const changed = await s.db.tx(as(A), async (q) => (await q.query(`update ${s.table} set n = 1`)).rowCount);
    const deleted = await s.db.tx(as(A), async (q) => (await q.query(`delete from ${s.table} where tenant_id = $1`, [B])).rowCount);
    expect([changed, deleted]).toEqual([2, 0]);
    await expect(s.db.tx(as(A), (q) => q.query(`insert into ${s.table} (tenant_id, id, n) values ($1, 3, 3)`, [B]))).rejects.toMatchObject({
      code: '42501',
    });
    await expect(s.db.tx(as(A), (q) => q.query(`update ${s.table} set tenant_id = $1`, [B]))).rejects.toMatchObject({ code: '42501' });
    expect((await everything(s)).map((r) => [r.tenant_id, r.n])).toEqual([
      [A, 1],
      [A, 1],
      [B, 0],
      [B, 0],
    ]);
  },

  'leaves no role and no tenant behind on a connection': async (s) => {
    await reset(s);
    const system = () => s.db.tx('system', async (q) => (await context(q)).rows[0]!);
    const before = (await system()).role;
    const uses: readonly (() => Promise<unknown>)[] = [
      () => s.db.query(as(A), 'select 1'),
      () => s.db.query(as(A), 'select 1', [], { name: 'one' }),
      () => s.db.query(as(A), 'select 1 / 0').catch(() => undefined),
      () => s.db.query(as(A), 'select nowhere').catch(() => undefined),
      () => s.db.tx(as(A), (q) => q.query('select 1')),
      () => s.db.tx(as(A), (q) => q.query('select 1 / 0')).catch(() => undefined),
      () => s.db.tx(as(A), async (q) => q.query('select 1').then(() => Promise.reject(new Error('stop')))).catch(() => undefined),
    ];
    for (const use of uses) {
      await Promise.all(Array.from({ length: 8 }, use));
      const after = await Promise.all(Array.from({ length: 8 }, system));
      expect(after).toEqual(after.map(() => ({ role: before, tenant: '' })));
    }
    expect(await everything(s)).toHaveLength(4);
  },

  'runs as a role that is neither an owner nor above row-level security': async (s) => {
    const [me] = await s.db.query<{ role: string; above: boolean; owner: boolean }>(
      as(A),
      `select current_user::text as role, (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as above,
       (select relowner = current_user::regrole from pg_class where oid = $1::regclass) as owner`,
      [s.table],
    );
    expect(me).toMatchObject({ above: false, owner: false });
    await expect(s.db.tx(as(A), (q) => q.query(`alter table ${s.table} disable row level security`))).rejects.toMatchObject({
      code: '42501',
    });
    await expect(s.db.query(as(A), 'select * from log.event')).rejects.toMatchObject({ code: '42501' });
  },

  'takes a tenant for a uuid and nothing else': async (s) => {
    for (const tenant of ['', 'a', `${A}'; reset role; --`]) {
      await expect(s.db.query(as(tenant), 'select 1')).rejects.toThrow(TypeError);
      await expect(s.db.tx(as(tenant), async () => 1)).rejects.toThrow(TypeError);
    }
  },

  'undoes a transaction that fails, and a failed read hurts no other': async (s) => {
    await reset(s);
    await expect(
      s.db.tx('system', async (q) => {
        await q.query(`update ${s.table} set n = 7`);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    const reads = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) =>
        s.db.query<Found>(as(A), i % 3 ? `select n from ${s.table}` : `select 1 / n from ${s.table}`, [], { name: i % 3 ? 'good' : 'bad' }),
      ),
    );
    expect(reads.map((r) => r.status)).toEqual(reads.map((_, i) => (i % 3 ? 'fulfilled' : 'rejected')));
    expect((await everything(s)).map((r) => r.n)).toEqual([0, 0, 0, 0]);
  },

  'reads in one round trip': async (s) => {
    await reset(s);
    const read = () => s.db.query<Found>(as(A), `select * from ${s.table} where id = $1`, [1], { name: 'by_id' });
    await read();
    const before = s.roundTrips();
    for (let i = 0; i < 5; i++) expect(await read()).toEqual([{ tenant_id: A, id: 1, n: 0 }]);
    expect(s.roundTrips() - before).toBe(5);
  },
};
