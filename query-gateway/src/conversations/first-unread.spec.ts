import { inboxTable, type InboxRow } from '@master-ia/schemas/conversations/tables.ts';
import type { ReadModelDb } from '@master-ia/platform/ports/sql.ts';
import { openReadModelDb } from '@master-ia/platform/postgres/read-model-db.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { testDatabases } from '@master-ia/platform/testing/postgres.ts';
import { inboxRow, positionAt, putCompany, type TestCompany } from '../testing/company.ts';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';
import { putRow } from '../testing/read-models.ts';

describe.each(testDatabases())('the first unread line on $name', (engine) => {
  let g: TestGateway | undefined;
  /** On the same database; tells which statements it asked. */
  let watched: TestGateway | undefined;
  let a: TestCompany;
  let cookie = '';
  let n = 0;
  const asked: string[] = [];
  beforeAll(async () => {
    g = await openTestGateway(engine);
    const readDb = openReadModelDb(g.db);
    const watching: ReadModelDb = {
      ...readDb,
      query: (scope, text, values, o) => {
        asked.push(o?.name ?? '');
        return readDb.query(scope, text, values, o);
      },
    };
    watched = await openTestGateway(g.db, { ports: { readDb: watching } });
    a = await putCompany(g.db, engine.name);
    cookie = await g.session(a.owner, a.tenant);
  }, 60_000);
  afterAll(async () => {
    await watched?.close();
    await g?.close();
  }, 20_000);

  const lineId = (conversationId: string, position: number): string =>
    `${conversationId.slice(0, 24)}${String(position).padStart(12, '0')}`;
  /** Lines of positions 1 to `lines`, a second apart: the customer's, but every fourth, which is ours. */
  const conversation = async (lines: number, unread: readonly number[], o: Partial<InboxRow> = {}): Promise<string> => {
    const id = uuidFrom(engine.name, 'thread', String(++n));
    await g!.db.query(
      `insert into rm_test.thread_item (tenant_id, last_position, item_id, conversation_id, type, at, position, direction, kind, text, reactions, attempts)
       select $1, lpad('0', 20, '0'), (left($2::text, 24) || lpad(i::text, 12, '0'))::uuid, $2::uuid, 'message', '2026-01-01T00:00:00Z'::timestamptz + i * interval '1 s',
              lpad(i::text, 20, '0'), case when i % 4 = 0 then 'out' else 'in' end, 'text', 'line', '[]', '[]' from generate_series(1, $3::int) i`,
      [a.tenant, id, lines],
    );
    const unread_positions = unread.map(positionAt);
    await putRow(g!.db, a.tenant, inboxTable, inboxRow(a, id, { unread: unread.length, unread_positions, ...o }));
    return id;
  };
  const customers = (from: number, to: number): readonly number[] =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((i) => i % 4 !== 0);
  const first = async (id: string): Promise<unknown> =>
    (await g!.graph('query ($id: ID!) { conversation(id: $id) { firstUnreadId } }', { variables: { id }, headers: { cookie } })).json;
  const is = (firstUnreadId: string | null) => ({ data: { conversation: { firstUnreadId } } });

  it('is found however many pages back', async () => {
    const id = await conversation(400, customers(150, 400));
    expect(await first(id)).toEqual(is(lineId(id, 150)));
  });

  it('is one that was delivered late, where it stands, and no other line of the customer', async () => {
    const id = await conversation(60, [57, 58, 59]);
    await g!.db.query("update rm_test.thread_item set at = '2026-01-01T00:00:10.5Z' where item_id = $1", [lineId(id, 58)]);
    expect(await first(id)).toEqual(is(lineId(id, 58)));
  });

  it('is looked for among the newest two thousand lines', async () => {
    const id = await conversation(2_100, [3, 2_001, 2_002]);
    expect(await first(id)).toEqual(is(lineId(id, 2_001)));
  });

  it('is none when all is read, or when the line has not come yet', async () => {
    expect(await first(await conversation(3, []))).toEqual(is(null));
    expect(await first(await conversation(3, [9]))).toEqual(is(null));
  });

  it('is nobody’s who may not see the conversation', async () => {
    const b = await putCompany(g!.db, `b ${engine.name}`);
    const id = await conversation(3, [1]);
    const theirs = await g!.session(b.owner, b.tenant);
    const answer = await g!.graph('query ($id: ID!) { conversation(id: $id) { firstUnreadId } }', {
      variables: { id },
      headers: { cookie: theirs },
    });
    expect(answer.json).toEqual({ data: { conversation: null } });
  });

  it('costs a list one statement, and nothing where it is not asked or nothing is unread', async () => {
    const [one, two, read] = [await conversation(9, [5, 6]), await conversation(9, [7]), await conversation(9, [])];
    const list = async (fields: string) => {
      asked.length = 0;
      const answer = await watched!.graph(`{ conversations(first: 100) { edges { node { ${fields} } } } }`, { headers: { cookie } });
      const { conversations } = answer.json['data'] as { conversations: { edges: { node: Record<string, unknown> }[] } };
      return { nodes: conversations.edges.map((e) => e.node), statements: asked.filter((name) => name === 'first_unread').length };
    };
    const { nodes, statements } = await list('id firstUnreadId');
    expect(statements).toBe(1);
    expect(nodes).toEqual(
      expect.arrayContaining([
        { id: one, firstUnreadId: lineId(one, 5) },
        { id: two, firstUnreadId: lineId(two, 7) },
        { id: read, firstUnreadId: null },
      ]),
    );
    expect((await list('id unread')).statements).toBe(0);
    asked.length = 0;
    await watched!.graph('query ($id: ID!) { conversation(id: $id) { firstUnreadId } }', { variables: { id: read }, headers: { cookie } });
    expect(asked).not.toContain('first_unread');
  });
});
