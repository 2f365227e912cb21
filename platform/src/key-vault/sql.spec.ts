import { randomUUID, type KeyObject } from 'node:crypto';
import { ERASED, type Subject } from '@master-ia/schemas/contract.ts';
import { describeContract } from '../contracts/suite.ts';
import { keyVaultCases } from '../contracts/key-vault.contract.ts';
import { rawDeliveriesCases } from '../contracts/raw-deliveries.contract.ts';
import { secretVaultCases } from '../contracts/secret-vault.contract.ts';
import { SealBroken, newKey } from '../crypto/sealing.ts';
import { silent } from '../ports/log.ts';
import { subjectName } from '../ports/key-vault.ts';
import type { Database } from '../ports/sql.ts';
import { openDatabase } from '../postgres/database.ts';
import { migrate } from '../postgres/migrate.ts';
import { testDatabases, type TestEngine } from '../testing/postgres.ts';
import { WrongMasterKey } from './company-keys.ts';
import { InvalidName } from './names.ts';
import { openVault } from './sql.ts';

/** Two processes' views of one vault. */
const openTwo = async (engine: TestEngine, masterKey: KeyObject) => {
  const database = await engine.open();
  const connect = (): Database => openDatabase({ connection: database.connection, lane: 'log', max: 4, log: silent });
  const [db, db2] = [connect(), connect()];
  await migrate(db, { log: silent });
  const [one, two] = [await openVault({ db, masterKey }), await openVault({ db: db2, masterKey })];
  const close = async (): Promise<void> => {
    await one.close();
    await two.close();
    await Promise.all([db.close(), db2.close()]);
    await database.drop();
  };
  return { db, one, two, close };
};
const counted = (db: Database): { readonly db: Database; readonly texts: string[] } => {
  const texts: string[] = [];
  return {
    texts,
    db: {
      ...db,
      query: (text, values, o) => {
        texts.push(text);
        return db.query(text, values, o);
      },
    },
  };
};

for (const engine of testDatabases()) {
  const contract =
    <S>(open: (v: Awaited<ReturnType<typeof openTwo>>) => S) =>
    async () => {
      const opened = await openTwo(engine, newKey());
      return { subject: open(opened), close: opened.close };
    };
  describeContract(
    `key vault on ${engine.name}`,
    keyVaultCases,
    contract(({ one, two }) => ({ keys: one.keys, again: two.keys })),
  );
  describeContract(
    `secret vault on ${engine.name}`,
    secretVaultCases,
    contract(({ one, two }) => ({ secrets: one.secrets, again: two.secrets })),
  );
  describeContract(
    `raw deliveries on ${engine.name}`,
    rawDeliveriesCases,
    contract(({ one, two }) => ({ raw: one.raw, again: two.raw, keys: one.keys })),
  );

  describe(`the vault on ${engine.name}`, () => {
    const masterKey = newKey();
    let opened: Awaited<ReturnType<typeof openTwo>>;
    beforeAll(async () => {
      opened = await openTwo(engine, masterKey);
    }, 60_000);
    afterAll(() => opened?.close());

    const tenant = randomUUID();
    const contact: Subject = { kind: 'contact', id: randomUUID() };
    const fresh = () => openVault({ db: opened.db, masterKey });
    const keyOf = async () => {
      const vault = await fresh();
      try {
        return (await vault.keys.keys(tenant, [contact])).get(subjectName(contact));
      } finally {
        await vault.close();
      }
    };

    it('refuses another master key at the start', async () => {
      await expect(openVault({ db: opened.db, masterKey: newKey() })).rejects.toThrow(WrongMasterKey);
    });
    it('stores no key, secret or delivery in clear', async () => {
      const { one, db } = opened;
      await one.keys.ensure(tenant, [contact]);
      await one.secrets.put(tenant, 'token', 'canary-of-a-secret');
      await one.raw.put({ id: randomUUID(), tenant, channelId: 'c', at: new Date(), body: Buffer.from('canary-of-a-delivery') });
      const key = (await one.keys.keys(tenant, [contact])).get(subjectName(contact)) as KeyObject;
      const everything: string[] = [];
      for (const table of ['company_key', 'subject_key', 'secret', 'raw_delivery', 'master_check']) {
        const { rows } = await db.query<{ row: string }>(`select to_json(t)::text as row from vault.${table} t`);
        everything.push(...rows.map((r) => r.row));
      }
      const hex = (text: string): string => Buffer.from(text).toString('hex');
      const canaries = [
        'canary-of',
        hex('canary-of'),
        key.export().toString('base64').slice(0, 20),
        key.export().toString('hex'),
        masterKey.export().toString('base64').slice(0, 20),
      ];
      expect(everything.length).toBeGreaterThan(4);
      expect(everything.filter((row) => canaries.some((c) => row.includes(c)))).toEqual([]);
    });
    it.each([
      ['subject_key', 'wrapped', 'another company', `(select wrapped from vault.subject_key where tenant <> $1 limit 1)`],
      [
        'subject_key',
        'wrapped',
        'one byte',
        `overlay(wrapped placing (case when substr(wrapped, 30, 1) = 'A' then 'B' else 'A' end) from 30 for 1)`,
      ],
      [
        'company_key',
        'wrapped',
        'one byte',
        `overlay(wrapped placing (case when substr(wrapped, 30, 1) = 'A' then 'B' else 'A' end) from 30 for 1)`,
      ],
      ['company_key', 'hmac', 'the other key', 'wrapped'],
    ])('a key of %s (%s) changed by %s is an error, not a silent loss', async (table, column, _, changed) => {
      const { db, one } = opened;
      await one.keys.ensure(tenant, [contact]);
      await one.keys.ensure(randomUUID(), [contact]);
      const { rows } = await db.query<{ old: string }>(`select ${column} as old from vault.${table} where tenant = $1`, [tenant]);
      await db.query(`update vault.${table} set ${column} = ${changed} where tenant = $1`, [tenant]);
      try {
        await expect(keyOf()).rejects.toThrow(SealBroken);
      } finally {
        await db.query(`update vault.${table} set ${column} = $2 where tenant = $1`, [tenant, rows[0]!.old]);
      }
      expect(await keyOf()).toMatchObject({ type: 'secret' });
    });
    it('a changed secret, and one moved to another name or version, is an error', async () => {
      const { one, db } = opened;
      await one.secrets.put(tenant, 'a', 'first');
      await one.secrets.put(tenant, 'a', 'second');
      await one.secrets.put(tenant, 'b', 'other');
      const box = async (name: string, version: number) =>
        (
          await db.query<{ box: string }>('select box from vault.secret where tenant = $1 and name = $2 and version = $3', [
            tenant,
            name,
            version,
          ])
        ).rows[0]!.box;
      const put = (text: string) =>
        db.query(`update vault.secret set box = $2 where tenant = $1 and name = 'a' and version = 2`, [tenant, text]);
      const good = await box('a', 2);
      for (const bad of [
        await box('a', 1),
        await box('b', 1),
        `${good.slice(0, 20)}${good[20] === 'A' ? 'B' : 'A'}${good.slice(21)}`,
        good.slice(0, -4),
        '',
      ]) {
        await put(bad);
        await expect(one.secrets.get(tenant, 'a')).rejects.toThrow(SealBroken);
      }
      await put(good);
      expect(await one.secrets.get(tenant, 'a')).toBe('second');
    });
    it('a changed byte of a delivery, and the bytes of another one, are an error', async () => {
      const { one, db } = opened;
      const [id, other] = [randomUUID(), randomUUID()];
      for (const d of [id, other])
        await one.raw.put({ id: d, tenant, channelId: 'c', at: new Date('2026-02-01T00:00:00Z'), body: Buffer.from(`body of ${d}`) });
      for (const changed of [
        'set_byte(body, 20, 255 - get_byte(body, 20))',
        'substring(body from 1 for length(body) - 1)',
        '(select body from vault.raw_delivery where id = $2)',
      ]) {
        const { rows } = await db.query<{ body: Buffer }>('select body from vault.raw_delivery where id = $1', [id]);
        await db.query(`update vault.raw_delivery set body = ${changed} where id = $1 and $2::uuid is not null`, [id, other]);
        await expect(one.raw.get(tenant, id)).rejects.toThrow(SealBroken);
        await db.query('update vault.raw_delivery set body = $2 where id = $1', [id, rows[0]!.body]);
      }
      expect((await one.raw.get(tenant, id))?.toString()).toBe(`body of ${id}`);
    });
    it('calls made together share a statement', async () => {
      const { db, texts } = counted(opened.db);
      const vault = await openVault({ db, masterKey });
      const many = Array.from({ length: 100 }, (): Subject => ({ kind: 'contact', id: randomUUID() }));
      texts.splice(0);
      await Promise.all(many.map((s) => vault.keys.ensure(tenant, [s])));
      expect(texts.filter((t) => t.includes('into vault.subject_key'))).toHaveLength(1);
      await Promise.all(many.map((s) => vault.keys.ensure(tenant, [s])));
      await Promise.all(many.map((s) => vault.keys.keys(tenant, [s])));
      expect(texts.filter((t) => t.includes('vault.subject_key'))).toHaveLength(1);
      await vault.raw.put({ id: randomUUID(), tenant, channelId: 'd', at: new Date('2026-02-01T00:00:00Z'), body: Buffer.from('x') });
      texts.splice(0);
      await Promise.all(
        many.map((s) => vault.raw.put({ id: s.id, tenant, channelId: 'd', at: new Date('2026-02-01T00:00:00Z'), body: Buffer.from(s.id) })),
      );
      expect(texts).toHaveLength(1);
      await vault.close();
    });
    it('remembers a bounded number of keys and finds the others again', async () => {
      const vault = await openVault({ db: opened.db, masterKey, maxKeys: 10 });
      const many = Array.from({ length: 50 }, (): Subject => ({ kind: 'contact', id: randomUUID() }));
      await vault.keys.ensure(tenant, many);
      const found = await vault.keys.keys(tenant, many);
      expect(many.filter((s) => found.get(subjectName(s)) === ERASED)).toEqual([]);
      expect(many.filter((s) => vault.keys.cached(tenant, subjectName(s)) !== undefined)).toHaveLength(10);
      await vault.close();
    });
    it('notes who was erased, and keeps nothing of the key', async () => {
      const { one, db } = opened;
      const gone: Subject = { kind: 'contact', id: randomUUID() };
      await one.keys.ensure(tenant, [gone]);
      await one.keys.destroy(tenant, [gone]);
      await one.keys.destroy(tenant, [gone]);
      const { rows } = await db.query(
        'select (select count(*) from vault.erased_subject where tenant = $1 and subject = $2)::int as erased, (select wrapped from vault.subject_key where tenant = $1 and subject = $2) as key',
        [tenant, subjectName(gone)],
      );
      expect(rows).toEqual([{ erased: 1, key: null }]);
    });
    it('destroys the keys of months that were dropped', async () => {
      const { one, db } = opened;
      for (const month of ['2018-01', '2018-03'])
        await one.raw.put({ id: randomUUID(), tenant, channelId: 'm', at: new Date(`${month}-15T00:00:00Z`), body: Buffer.from('x') });
      await one.raw.purge(new Date('2018-03-01T00:00:00Z'));
      const { rows } = await db.query(
        `select subject, wrapped is null as destroyed from vault.subject_key where tenant = $1 and subject like 'raw:m:%' order by subject`,
        [tenant],
      );
      expect(rows).toEqual([
        { subject: 'raw:m:2018-01', destroyed: true },
        { subject: 'raw:m:2018-03', destroyed: false },
      ]);
    });
    it('refuses names that could not be stored before they reach a batch', async () => {
      const { one } = opened;
      await expect(one.keys.ensure('not a uuid', [contact])).rejects.toThrow(InvalidName);
      await expect(one.keys.ensure(tenant, [{ kind: 'contact', id: 'a\0b' }])).rejects.toThrow(InvalidName);
      await expect(one.raw.put({ id: 'x', tenant, channelId: 'c', at: new Date(), body: Buffer.from('x') })).rejects.toThrow(InvalidName);
    });
  });
}
