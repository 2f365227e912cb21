import { getIntrospectionQuery, isObjectType } from 'graphql';
import { embeddedEngine } from '@master-ia/platform/testing/embedded.ts';
import { putCompany, putMember, putPerson, type TestCompany } from '../testing/company.ts';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';
import { everythingOf } from '../testing/operations.ts';
import { buildGraphSchema } from './schema.ts';

let g: TestGateway | undefined;
let a: TestCompany;
beforeAll(async () => {
  g = await openTestGateway(embeddedEngine);
  a = await putCompany(g.db, 'a');
}, 60_000);
afterAll(() => g?.close());

const schema = buildGraphSchema();
const every = Object.values(schema.getQueryType()?.getFields() ?? {})
  .filter((f) => f.args.every((x) => x.defaultValue !== undefined || !String(x.type).endsWith('!')))
  .map((f) => `{ ${f.name}${everythingOf(f.type, 4)} }`);
const deep = isObjectType(schema.getType('Conversation'))
  ? `query Q($id: ID!, $short: Boolean!, $n: Int) {
       one: conversation(id: $id) { ...Row messages(last: $n) @skip(if: $short) { edges { node { id text status media { state } replyTo { text } } } } }
       none: conversation(id: "ffffffff-ffff-4fff-8fff-ffffffffffff") { id }
     } fragment Row on Conversation { id contact { name phone @include(if: $short) } assignee { id name } labels { name } window { open } }`
  : '';

/** What three callers in a row are told: the first is interpreted, the others get the compiled query. */
const thrice = async (query: string, cookie: string, variables: Readonly<Record<string, unknown>> = {}) => {
  const answers: { readonly status: number; readonly json: Record<string, unknown> }[] = [];
  for (let i = 0; i < 3; i++) {
    const { status, json } = await g!.graph(query, { variables, headers: { cookie } });
    answers.push({ status, json });
  }
  return answers;
};
const same = (answers: readonly unknown[]): void => {
  for (const later of answers.slice(1)) expect(later).toEqual(answers[0]);
};

it('answers every list of the schema alike', async () => {
  const cookie = await g!.session(a.owner, a.tenant);
  expect(every.length).toBeGreaterThan(8);
  for (const query of every) {
    const answers = await thrice(query, cookie);
    expect(answers[0]).toMatchObject({ status: 200 });
    same(answers);
  }
});

it('answers fragments, aliases, variables and what is left out by them alike, for other values too', async () => {
  const cookie = await g!.session(a.owner, a.tenant);
  const full = await thrice(deep, cookie, { id: a.conversationId, short: false, n: 5 });
  same(full);
  const short = await thrice(deep, cookie, { id: a.conversationId, short: true });
  same(short);
  const one = (x: (typeof full)[number]) => (x.json['data'] as { one: Record<string, unknown> }).one;
  expect([Object.keys(one(full[0]!)).includes('messages'), Object.keys(one(short[2]!)).includes('messages')]).toEqual([true, false]);
  expect(one(short[2]!)['contact']).toHaveProperty('phone');
  expect(full[2]!.json['data']).toMatchObject({ none: null });
});

it('refuses alike: by right, by a field that may not be null, by the variables, and says no more', async () => {
  const agent = await putPerson(g!.db, 'agent');
  await putMember(g!.db, a.tenant, agent, 'agent');
  const cookie = await g!.session(agent, a.tenant);
  for (const [query, variables] of [
    ['{ apiKeys { id } }', {}],
    ['{ me { role } apiKeys { id } }', {}],
    ['query ($n: Int!) { conversations(first: $n) { edges { cursor } } }', {}],
    ['query ($n: Int) { conversations(first: $n) { edges { cursor } } }', { n: 'many' }],
    ['query ($n: Int) { conversations(first: $n, after: "no cursor") { edges { cursor } } }', { n: 3 }],
  ] as const) {
    const answers = await thrice(query, cookie, variables);
    expect(answers[0]!.json['errors']).toMatchObject([{ extensions: { code: expect.any(String) as string } }]);
    same(
      answers.map(({ status, json }) => ({
        status,
        data: json['data'],
        codes: (json['errors'] as { extensions: unknown; path?: unknown }[]).map((e) => [e.extensions, e.path]),
      })),
    );
  }
});

it('tells of what broke only an id, compiled too', async () => {
  const cookie = await g!.session(a.owner, a.tenant);
  const { db } = g!;
  await db.query('alter view rm.contact rename to contact_away');
  try {
    for (const { json } of await thrice('{ contacts(first: 2) { edges { node { name } } } }', cookie))
      expect(json).toMatchObject({ errors: [{ message: 'something went wrong', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
  } finally {
    await db.query('alter view rm.contact_away rename to contact');
  }
});

it('describes the schema alike', async () => {
  const analyst = await putPerson(g!.db, 'analyst');
  await putMember(g!.db, a.tenant, analyst, 'analyst');
  const answers = await thrice(
    getIntrospectionQuery({ descriptions: false, inputValueDeprecation: false }),
    await g!.session(analyst, a.tenant),
  );
  expect(answers[0]!.json['data']).toBeDefined();
  same(answers);
});
