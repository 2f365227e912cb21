import { openReadModelDb } from '@master-ia/platform/postgres/read-model-db.ts';
import { testDatabases } from '@master-ia/platform/testing/postgres.ts';
import type { ReadModelDb } from '@master-ia/platform/ports/sql.ts';
import { INSTALLATION } from '@master-ia/schemas/contract.ts';
import { searchWords } from '@master-ia/schemas/search-words.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { projections } from './projections.ts';
import { COMPANY, openWorld, talk, type Told, type World } from './testing/world.ts';

const OTHER = '99999999-9999-4999-8999-999999999999';
const NOBODY = '77777777-7777-4777-8777-777777777777';
const minute = (n: number) => new Date(Date.UTC(2026, 0, 15, 12, n));

describe.each(testDatabases())('what tenants read and search on $name', (engine) => {
  let w: World;
  let read: ReadModelDb;
  const ana = talk('ana');
  const spy = talk('spy', OTHER);
  const messages = async (words: string, o: { tenant?: string; most?: number; before?: { at: Date; id: string } } = {}) =>
    (
      await read.query<{ message_id: string; at: Date }>(
        { tenant: o.tenant ?? COMPANY },
        'select message_id, at from rm.search_messages($1, $2, $3, $4)',
        [searchWords(words), o.most ?? 20, o.before?.at ?? null, o.before?.id ?? null],
      )
    ).map((r) => r.message_id);
  const people = async (text: string, o: { tenant?: string; most?: number; after?: { name: string; id: string } } = {}) => {
    const digits = text.replace(/\D/g, '');
    const words = searchWords(text.replace(/[\d+() -]{3,}/g, ' '));
    return (
      await read.query<{ contact_id: string; sort_name: string }>(
        { tenant: o.tenant ?? COMPANY },
        'select contact_id, sort_name from rm.search_contacts($1, $2, $3, $4, $5)',
        [words, digits || null, o.most ?? 50, o.after?.name ?? null, o.after?.id ?? null],
      )
    ).map((r) => r.sort_name);
  };

  beforeAll(async () => {
    w = await openWorld(engine);
    read = openReadModelDb(w.db);
    const service = await w.serve(projections);
    const contact = (name: string, phone: string, tenant = COMPANY): [string, Told[]] => {
      const contactId = uuidFrom('person', name);
      return [
        `contact-${contactId}`,
        [
          { type: 'ContactCreated', tenant, data: { contactId, source: 'manual', name, profileName: null, profileHash: null } },
          {
            type: 'ContactAddressAdded',
            tenant,
            data: { contactId, identityId: uuidFrom('identity', phone), kind: 'phone', address: phone },
          },
        ],
      ];
    };
    const user = (name: string): Told => ({
      type: 'UserRegistered',
      tenant: INSTALLATION,
      data: { userId: uuidFrom('user', name), email: `${name}@example.com`, name, locale: null },
    });
    const member = (name: string, tenant: string): Told => ({
      type: 'MemberAdded',
      tenant,
      data: { memberId: uuidFrom('member', name), userId: uuidFrom('user', name), role: 'agent', visibility: null, invited: false },
    });
    await w.append(ana.stream, ana.opened());
    await w.append(spy.stream, spy.opened());
    const texts = ['Promoção de verão', 'qual o preço da promoção?', 'Boleto vencido', 'PROMO relâmpago: preço baixo', 'oi'];
    for (const [i, text] of texts.entries()) await w.append(`message-${i}`, ana.said(i, text, { at: minute(i), occurredAt: minute(i) }));
    await w.append('message-out', ana.answered('out', "d'água e café \\ 'promoção", { at: minute(9), occurredAt: minute(9) }));
    await w.append(
      'message-reaction',
      ana.said('r', '👍', { content: { kind: 'reaction', targetMessageId: ana.message(1), emoji: 'promo' } }),
    );
    await w.append('message-spy', spy.said('s', 'promoção secreta', { at: minute(8) }));
    for (const [name, phone, tenant] of [
      ['Ana Conceição', '+5511987654321', COMPANY],
      ['Ângela Souza', '+5521912345678', COMPANY],
      ['José da Silva', '+14155550100', COMPANY],
      ['Ana Espiã', '+5511900000000', OTHER],
    ] as const) {
      const [stream, told] = contact(name, phone, tenant);
      await w.append(stream, ...told);
    }
    for (const name of ['ana', 'bia', 'eva']) await w.append(`user-${name}`, user(name));
    await w.append('member-ana', member('ana', COMPANY));
    await w.append('member-bia', member('bia', OTHER));
    const at = await w.append('label-1', { type: 'LabelSaved', data: { labelId: uuidFrom('label'), name: 'VIP', color: '#00ff00' } });
    expect(
      await service.reached(
        projections.map((v) => v.name),
        at,
        10_000,
      ),
    ).toBe(true);
  }, 60_000);
  afterAll(async () => {
    await w?.close();
  });
  const m = (n: number | string) => ana.message(n);

  it('finds messages by words and prefixes, without accents, newest first', async () => {
    expect(await messages('promocao')).toEqual([m('out'), m(1), m(0)]);
    expect(await messages('PROMO')).toEqual([m('out'), m(3), m(1), m(0)]);
    expect(await messages('promo preço')).toEqual([m(3), m(1)]);
    expect(await messages('nada disto')).toEqual([]);
    expect(await messages('')).toEqual([]);
  });
  it('takes less than three letters as whole words', async () => {
    expect(await messages('oi')).toEqual([m(4)]);
    expect(await messages('pr')).toEqual([]);
  });
  it('takes quotes and operators as text', async () => {
    expect(await messages("d'água")).toEqual([m('out')]);
    const raw = (word: string) => read.query({ tenant: COMPANY }, 'select * from rm.search_messages($1, 20, null, null)', [[word]]);
    for (const word of ["'", "a' | 'b", '\\', "promo':* | 'boleto", ':*', '&']) await expect(raw(word)).resolves.toEqual(expect.any(Array));
  });
  it('pages by time and id', async () => {
    const first = await read.query<{ message_id: string; at: Date }>(
      { tenant: COMPANY },
      'select message_id, at from rm.search_messages($1, 2, null, null)',
      [['promo']],
    );
    expect(first.map((r) => r.message_id)).toEqual([m('out'), m(3)]);
    expect(await messages('promo', { before: { at: first[1]!.at, id: first[1]!.message_id } })).toEqual([m(1), m(0)]);
  });

  it('finds contacts by names, by the first and by the last digits of their numbers', async () => {
    expect(await people('conceicao')).toEqual(['ana conceicao']);
    expect(await people('ang')).toEqual(['angela souza']);
    expect(await people('sil jos')).toEqual(['jose da silva']);
    for (const digits of ['5511987', '11987', '98765', '+55 (11) 98765-4321', '4321', '654321'])
      expect([digits, await people(digits)]).toEqual([digits, ['ana conceicao']]);
    expect(await people('415')).toEqual([]);
    expect(await people('1415')).toEqual(['jose da silva']);
    expect(await people('21')).toEqual([]);
  });
  it('pages contacts by name and id', async () => {
    const all = await read.query<{ contact_id: string; sort_name: string }>(
      { tenant: COMPANY },
      `select * from rm.search_contacts('{}', '551', 50, null, null)`,
    );
    expect(all.map((r) => r.sort_name)).toEqual(['ana conceicao']);
    const both = await read.query<{ contact_id: string; sort_name: string }>(
      { tenant: COMPANY },
      `select * from rm.search_contacts('{}', '55', 50, null, null)`,
    );
    expect(both).toEqual([]);
    const [first] = await read.query<{ contact_id: string; sort_name: string }>(
      { tenant: COMPANY },
      `select * from rm.search_contacts('{ana}', '912', 1, null, null)`,
    );
    expect(first!.sort_name).toBe('ana conceicao');
    expect(await people('ana 912', { after: { name: first!.sort_name, id: first!.contact_id } })).toEqual(['angela souza']);
  });

  it('shows nobody anything of another company, by no table and no function', async () => {
    const { rows } = await w.db.query<{ name: string }>(
      `select table_name as name from information_schema.views where table_schema = 'rm' order by 1`,
    );
    expect(rows.length).toBe(projections.flatMap((v) => v.tables).length);
    for (const { name } of rows) {
      const own = await read.query<{ tenant_id: string }>({ tenant: COMPANY }, `select tenant_id from rm.${name}`);
      expect([name, own.filter((r) => r.tenant_id !== COMPANY && name !== 'account')]).toEqual([name, []]);
      expect([name, await read.query({ tenant: NOBODY }, `select * from rm.${name}`)]).toEqual([name, []]);
    }
    expect(await messages('secreta')).toEqual([]);
    expect(await messages('promo', { tenant: OTHER })).toEqual([spy.message('s')]);
    expect(await messages('promo', { tenant: NOBODY })).toEqual([]);
    expect(await people('ana', { tenant: OTHER })).toEqual(['ana espia']);
    expect(await people('551', { tenant: NOBODY })).toEqual([]);
  });
  it('shows a company the accounts of its members only', async () => {
    const names = async (tenant: string) =>
      (await read.query<{ name: string }>({ tenant }, 'select name from rm.account order by name')).map((r) => r.name);
    expect([await names(COMPANY), await names(OTHER), await names(NOBODY), await names(INSTALLATION)]).toEqual([
      ['ana'],
      ['bia'],
      [],
      ['ana', 'bia', 'eva'],
    ]);
  });

  it('looks beyond the newest 4,000, through the index, and beyond frequent words', async () => {
    // Straight into the live version: folding so many messages would only take time.
    const { schema } = (
      await w.db.query<{ schema: string }>(`select schema from work.view where name = 'message_search' and state = 'live'`)
    ).rows[0]!;
    const fill = (n: number, words: string, from: string, tenant: string) =>
      w.db.query(
        `insert into ${schema}.message_doc (tenant_id, last_position, message_id, conversation_id, at, doc)
         select $4::uuid, '', gen_random_uuid(), $5::uuid, $3::timestamptz + i * interval '1 ms', array_to_tsvector(string_to_array('#t' || replace($4::text, '-', '') || ' ' || $2, ' ')) from generate_series(1, $1::int) i`,
        [n, words, from, tenant, ana.conversationId],
      );
    await fill(4_500, 'agora', '2026-02-01', COMPANY);
    await fill(30_000, 'antigamente', '2020-01-01', COMPANY);
    await fill(50, 'antigamente rarissimo', '2019-01-01', COMPANY);
    await fill(3_000, 'secreta rarissimo', '2026-01-01', OTHER);
    await w.db.query(`analyze ${schema}.message_doc`);
    expect(await messages('boleto')).toEqual([m(2)]);
    expect((await messages('agora', { most: 100 })).length).toBe(100);
    expect((await messages('rarissimo', { most: 100 })).length).toBe(50);
    const old = await read.query<{ at: Date }>({ tenant: COMPANY }, 'select at from rm.search_messages($1, 30, null, null)', [
      ['antigamente'],
    ]);
    expect(old.map((r) => r.at.getTime())).toEqual(Array.from({ length: 30 }, (_, i) => Date.UTC(2020, 0, 1) + 30_000 - i));
    // All pages of a search together are every hit once.
    let before: { at: Date; id: string } | undefined;
    const seen = new Set<string>();
    for (let page = 0; page < 60; page++) {
      const rows: { message_id: string; at: Date }[] = await read.query(
        { tenant: COMPANY },
        'select message_id, at from rm.search_messages($1, 100, $2, $3)',
        [['agora'], before?.at ?? null, before?.id ?? null],
      );
      for (const r of rows) seen.add(r.message_id);
      if (rows.length < 100) break;
      before = { at: rows.at(-1)!.at, id: rows.at(-1)!.message_id };
    }
    expect(seen.size).toBe(4_500);
  }, 60_000);
});
