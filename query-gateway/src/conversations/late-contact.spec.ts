import { embeddedEngine } from '@master-ia/platform/testing/embedded.ts';
import { putCompany, type TestCompany } from '../testing/company.ts';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

const LIST = '{ conversations(first: 5) { edges { node { id contact { name } } } } }';

describe('a conversation whose contact is folded a moment later', () => {
  let g: TestGateway;
  let a: TestCompany;
  let asked: { readonly views: readonly string[]; readonly position: string }[] = [];
  beforeAll(async () => {
    g = await openTestGateway(embeddedEngine, {
      ports: {
        views: {
          status: async () => [],
          // The view catches up when it is waited for.
          reached: async (views, position) => {
            asked = [...asked, { views, position }];
            await g.db.query('with late as (delete from held returning *) insert into rm.contact select * from late');
            return true;
          },
        },
      },
    });
    a = await putCompany(g.db, 'late');
    await g.db.query('create table held as select * from rm.contact limit 0');
  }, 60_000);
  afterAll(() => g.close());

  it('is answered with it, and is not asked for when it is there', async () => {
    const headers = { authorization: `Bearer ${a.key}` };
    const before = await g.graph(LIST, { headers });
    expect(before.json).toMatchObject({ data: { conversations: { edges: [{ node: { contact: { name: a.canary } } }] } } });
    expect(asked).toEqual([]);

    await g.db.query('with gone as (delete from rm.contact returning *) insert into held select * from gone');
    const after = await g.graph(LIST, { headers });
    expect(after.json).toEqual(before.json);
    expect(asked.map((x) => x.views)).toContainEqual(['contacts']);
  });
});
