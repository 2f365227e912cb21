import { labelTable } from '@master-ia/schemas/conversations/tables.ts';
import { apiKeyTable } from '@master-ia/schemas/tenancy/tables.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { embeddedEngine } from '@master-ia/platform/testing/embedded.ts';
import { putCompany, putMember, putPerson, type TestCompany } from '../testing/company.ts';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';
import { putRow } from '../testing/read-models.ts';

let g: TestGateway;
let a: TestCompany;
let cookie = '';
beforeAll(async () => {
  g = await openTestGateway(embeddedEngine);
  a = await putCompany(g.db, 'a');
  cookie = await g.session(a.owner, a.tenant);
}, 60_000);
afterAll(() => g.close());

type Item = { readonly id: string; readonly name: string; readonly state?: string; readonly revokedAt?: string | null };
const page = async (list: string, fields: string, after: string | null): Promise<readonly Item[] | string> => {
  const { json } = await g.graph(`query ($after: ID) { list: ${list}(after: $after) { id name ${fields} } }`, {
    variables: { after },
    headers: { cookie },
  });
  const { data, errors } = json as { data?: { list: readonly Item[] }; errors?: readonly { extensions: { code: string } }[] };
  return data?.list ?? errors?.[0]?.extensions.code ?? '';
};
/** All slices, the last one not full. */
const whole = async (list: string, fields = '', max: number): Promise<readonly Item[]> => {
  const all: Item[] = [];
  for (let after: string | null = null; ;) {
    const items = await page(list, fields, after);
    if (typeof items === 'string') throw new Error(items);
    expect(items.length).toBeLessThanOrEqual(max);
    all.push(...items);
    if (items.length < max) return all;
    after = items.at(-1)!.id;
  }
};

it('reads every key in slices, those that work first', async () => {
  const count = 450;
  for (let i = 0; i < count; i++)
    await putRow(g.db, a.tenant, apiKeyTable, {
      api_key_id: uuidFrom('slice key', String(i)),
      name: `key ${String(i)}`,
      scopes: ['read'],
      hint: 'abcd',
      // Several at the same moment; the oldest one works.
      created_at: new Date(Date.UTC(2026, 0, 1) + Math.floor(i / 3) * 1000),
      revoked_at: i === 0 || i % 50 === 7 ? null : new Date(Date.UTC(2026, 1, 1)),
    });
  const first = (await page('apiKeys', 'revokedAt', null)) as readonly Item[];
  expect(first.some((k) => k.name === 'key 0' && k.revokedAt === null)).toBe(true);
  const all = await whole('apiKeys', 'revokedAt', 200);
  expect(new Set(all.map((k) => k.id)).size).toBe(all.length);
  // The company's own one of the test too.
  expect(all.filter((k) => k.name.startsWith('key '))).toHaveLength(count);
  const working = all.filter((k) => k.revokedAt === null).length;
  expect(all.slice(0, working).every((k) => k.revokedAt === null)).toBe(true);
}, 60_000);

it('reads everybody in slices, with who has the same name or none yet', async () => {
  const count = 520;
  for (let i = 0; i < count; i++) {
    const userId = await putPerson(g.db, `slice${String(i)}`);
    await g.db.query('update rm_test.account set name = $2 where user_id = $1', [userId, `Ana ${String(i % 7)}`]);
    await putMember(g.db, a.tenant, userId, 'agent', i % 4 === 0 ? 'invited' : 'active');
  }
  const all = await whole('users', 'state', 500);
  expect(new Set(all.map((u) => u.id)).size).toBe(all.length);
  expect(all).toHaveLength(count + 1);
  expect(all.findIndex((u) => u.state === 'INVITED')).toBe(all.length - count / 4);
}, 60_000);

it('reads all labels in slices', async () => {
  for (let i = 0; i < 510; i++)
    await putRow(g.db, a.tenant, labelTable, { label_id: uuidFrom('slice label', String(i)), name: `label ${String(i)}`, color: 'red' });
  const all = await whole('labels', '', 500);
  expect(all.filter((l) => l.name.startsWith('label '))).toHaveLength(510);
  expect(new Set(all.map((l) => l.id)).size).toBe(all.length);
}, 60_000);

it.each(['users', 'apiKeys', 'labels', 'channels'])('%s behind a row that is not there is an error, not the end', async (list) => {
  for (const after of ['x', uuidFrom('nobody')]) expect(await page(list, '', after)).toBe('BAD_USER_INPUT');
});
