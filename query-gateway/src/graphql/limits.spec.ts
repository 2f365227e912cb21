import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  getOperationAST,
  Kind,
  parse,
  print,
  type DefinitionNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { roleGrants } from '@master-ia/schemas/permissions.ts';
import { embeddedEngine } from '@master-ia/platform/testing/embedded.ts';
import { putCompany, putMember, putPerson, type TestCompany } from '../testing/company.ts';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';
import type { Identity } from './context.ts';
import { graphEngine } from './engine.ts';
import { costOf, GRAPH_LIMITS } from './limits.ts';
import { buildGraphSchema } from './schema.ts';

const ID = 'aaaaaaaa-0000-4000-8000-000000000001';
const engine = graphEngine({ schema: buildGraphSchema(), limits: GRAPH_LIMITS, openSchema: false });
const owner: Identity = {
  tenant: ID,
  actor: { kind: 'user', id: ID },
  userId: ID,
  role: 'owner',
  viewer: { userId: ID, visibility: 'all' },
  permissions: new Set(roleGrants.owner.permissions),
  locale: 'en',
  sessionHash: 'h',
};
const costed = (query: string, variables: Record<string, unknown> = {}): number => {
  const document = parse(query);
  return costOf(engine.schema, document, getOperationAST(document) as OperationDefinitionNode, variables, {
    ...GRAPH_LIMITS,
    cost: Infinity,
  });
};
const nested = (levels: number): string =>
  `{ conversation(id: "${ID}") { ${'contact { conversations { '.repeat(levels)}id${' } }'.repeat(levels)} } }`;
const many = (n: number, line: (i: number) => string): string => Array.from({ length: n }, (_, i) => line(i)).join(' ');

/** What would bring the product down, or tell what it should not; none of it is answered. */
const attacks = (
  [
    ['forty levels', nested(20)],
    ['a thousand aliases', `{ ${many(1000, (i) => `a${String(i)}: me { role }`)} }`],
    ['the same five hundred times', `{ ${'me { role } '.repeat(490)} }`],
    ['twenty aliases', `{ me { ${many(20, (i) => `a${String(i)}: role`)} } }`],
    ['eleven fields at the top', `{ ${many(11, (i) => `a${String(i)}: labels { id }`)} }`],
    ['ten thousand directives', `{ me { role ${'@skip(if: false) '.repeat(10_000)} } }`],
    ['thirty directives', `{ me { ${many(30, () => `role @include(if: true)`)} } }`],
    ['a circle of fragments', '{ me { ...A } } fragment A on Me { ...B } fragment B on Me { ...A }'],
    [
      'fragments that explode',
      `{ me { ...F0 } } ${many(15, (i) => `fragment F${String(i)} on Me { ...F${String(i + 1)} ...F${String(i + 1)} ...F${String(i + 1)} }`)} fragment F15 on Me { role }`,
    ],
    ['half a megabyte', `{ me { ${'role '.repeat(100_000)} } }`],
    ['a page of a thousand million', '{ conversations(first: 1000000000) { edges { node { id } } } }'],
    ['such a page by a variable', 'query($n: Int) { conversations(first: $n) { edges { node { id } } } }', { n: 1_000_000 }],
    ['a page of none', '{ conversations(first: 0) { edges { node { id } } } }'],
    [
      'pages in pages',
      '{ contacts(first: 100) { edges { node { conversations { messages(last: 100) { edges { node { author { name } } } } } } } } }',
    ],
    [
      'a list of ten thousand',
      'query($s: [ConversationState!]) { conversations(filter: { state: $s }) { edges { node { id } } } }',
      { s: Array.from({ length: 10_000 }, () => 'OPEN') },
    ],
    ['a list in the text', `{ conversations(filter: { state: [${'OPEN '.repeat(200)}] }) { edges { node { id } } } }`],
    [
      'a list in a fragment',
      `{ ...F } fragment F on Query { conversations(filter: { state: [${'OPEN '.repeat(200)}] }) { edges { node { id } } } }`,
    ],
    [
      'a list as a default',
      `query($s: [ConversationState!] = [${'OPEN '.repeat(200)}]) { conversations(filter: { state: $s }) { edges { node { id } } } }`,
    ],
    ['a broken document', '{ me { '],
    ['a field that is not there', '{ users { password } }'],
  ] as readonly (readonly [string, string, Record<string, unknown>?])[]
).map(([name, query, variables]) => [name, query, variables ?? {}] as const);

describe('measuring', () => {
  it('multiplies pages, with the size that is asked for or the usual one', () => {
    expect(costed('{ me { role } }')).toBe(1);
    expect(costed('{ conversations(first: 100) { edges { node { id contact { name } } } } }')).toBe(1 + 100 * 3);
    expect(costed('query($n: Int = 7) { conversations(first: $n) { edges { node { id } } } }')).toBe(1 + 7 * 2);
    expect(costed('query($n: Int = 7) { conversations(first: $n) { edges { node { id } } } }', { n: 9 })).toBe(1 + 9 * 2);
    expect(costed('{ conversations { edges { node { id } } } }')).toBe(1 + 25 * 2);
    expect(costed('{ users { name } channels { checklist { step } } }')).toBe(1 + 1 + 10);
    expect(costed('{ ...F ...F } fragment F on Query { me { user { name } } }')).toBe(4);
  });

  it('takes what is one below a limit and refuses what is one above', () => {
    const ok = (query: string): boolean => 'document' in engine.read(query);
    expect(ok(`{ me { ${many(15, (i) => `a${String(i)}: role`)} } }`)).toBe(true);
    expect(ok(`{ me { ${many(16, (i) => `a${String(i)}: role`)} } }`)).toBe(false);
    const listed = (n: number): string =>
      `{ ...F } fragment F on Query { conversations(filter: { state: [${'OPEN '.repeat(n)}] }) { edges { node { id } } } }`;
    expect(ok(listed(100))).toBe(true);
    expect(ok(listed(101))).toBe(false);
    // conversation, then contact and conversations by turns, then id.
    expect(ok(nested(4))).toBe(true);
    expect(ok(nested(5))).toBe(false);
    const short = graphEngine({ schema: engine.schema, limits: { ...GRAPH_LIMITS, tokens: 6 }, openSchema: false });
    expect('document' in short.read('{ me { role } }')).toBe(true);
    expect('document' in short.read('{ me { role role } }')).toBe(false);
  });
});

describe('the console’s own operations', () => {
  const root = join(import.meta.dirname, '../../../frontend/src');
  const definitions: readonly DefinitionNode[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.graphql'))
    .flatMap((f) => parse(readFileSync(join(root, f), 'utf8')).definitions);
  const fragments = new Map(
    definitions.flatMap((d): [string, FragmentDefinitionNode][] => (d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d]] : [])),
  );
  const operations = definitions.flatMap((d) => (d.kind === Kind.OPERATION_DEFINITION ? [d] : []));
  const withFragments = (d: OperationDefinitionNode): string => {
    const used = new Map<string, FragmentDefinitionNode>();
    const take = (text: string): void => {
      for (const [, name = ''] of text.matchAll(/\.\.\.(?!on\b)(\w+)/g)) {
        const fragment = fragments.get(name);
        if (!fragment || used.has(name)) continue;
        used.set(name, fragment);
        take(print(fragment));
      }
    };
    take(print(d));
    return [print(d), ...[...used.values()].map((f) => print(f))].join('\n');
  };

  it.each(operations.map((d) => [`${d.operation} ${d.name?.value ?? ''}`, d] as const))(
    '%s is within the limits, its pages at their largest',
    (_, d) => {
      const source = withFragments(d);
      const read = engine.read(source);
      expect('document' in read ? [] : read.map((e) => e.message)).toEqual([]);
      if (!('document' in read)) return;
      const sizes = Object.fromEntries(
        (d.variableDefinitions ?? []).flatMap((v) =>
          ['first', 'last'].includes(v.variable.name.value) ? [[v.variable.name.value, 50]] : [],
        ),
      );
      expect(() => engine.admit(owner, read.document, read.operation, sizes)).not.toThrow();
    },
  );
});

describe('attacks', () => {
  let g: TestGateway;
  let a: TestCompany;
  let cookie = '';
  beforeAll(async () => {
    g = await openTestGateway(embeddedEngine);
    a = await putCompany(g.db, 'a');
    cookie = await g.session(a.owner, a.tenant);
    // The first one compiles what the others use.
    await g.graph('{ me { role } }', { headers: { cookie } });
  }, 60_000);
  afterAll(() => g?.close());

  it.each(attacks)('over HTTP: %s', async (_, query, variables) => {
    const began = performance.now();
    const answer = await g.graph(query, { variables, headers: { cookie } });
    const ms = performance.now() - began;
    expect([400, 413]).toContain(answer.status);
    expect(answer.json['data'] ?? null).toBeNull();
    expect(answer.text).not.toContain('INTERNAL_SERVER_ERROR');
    expect(answer.text).not.toContain('Did you mean');
    // Refused by its form, not after it was tried; generous, as the machine is shared.
    expect(ms).toBeLessThan(1000);
  });

  const overSocket = async (query: string, variables?: Record<string, unknown>): Promise<string> => {
    const Socket = class extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { headers: { cookie, origin: g.url } });
      }
    };
    const client = createClient({ url: `${g.url.replace('http', 'ws')}/graphql`, webSocketImpl: Socket, retryAttempts: 0 });
    const answer = await new Promise<string>((done) => {
      client.subscribe(
        { query, ...(variables && { variables }) },
        {
          next: (x) => done(`next ${JSON.stringify(x)}`),
          error: (e) =>
            done(e instanceof Error ? `closed ${e.message}` : `error ${JSON.stringify(e)} ${String((e as { code?: number }).code)}`),
          complete: () => done('complete'),
        },
      );
    });
    await client.dispose();
    return answer;
  };
  it.each(attacks)('over a socket: %s', async (_, query, variables) => {
    const answer = await overSocket(query, variables);
    expect(answer).toMatch(/^error /);
    expect(answer).not.toContain('INTERNAL_SERVER_ERROR');
    expect(answer).not.toContain('Did you mean');
  });
  it('answers over a socket what is within the limits', async () => {
    expect(await overSocket('{ me { role } }')).toBe('next {"data":{"me":{"role":"OWNER"}}}');
  });
  it('takes no mutation over a socket, where no origin is checked for each', async () => {
    const before = g.sent.length;
    expect(
      await overSocket(`mutation { sendMessage(input: { conversationId: "${a.conversationId}", text: "x" }) { messageId } }`),
    ).toContain('METHOD_NOT_ALLOWED');
    expect(g.sent.length).toBe(before);
  });

  it('answers one operation at a time, by POST only, and keeps no queries', async () => {
    const headers = { cookie };
    expect((await g.ask('/graphql', { body: [{ query: '{ me { role } }' }, { query: '{ me { role } }' }], headers })).status).toBe(400);
    expect(await g.ask('/graphql?query=%7Bme%7Brole%7D%7D', { headers })).toMatchObject({ status: 405 });
    const sha256Hash = 'ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38';
    const persisted = { extensions: { persistedQuery: { version: 1, sha256Hash } } };
    for (const body of [persisted, { query: '{__typename}', ...persisted }, persisted])
      expect((await g.ask('/graphql', { body, headers })).text).toContain('PERSISTED_QUERY_NOT_SUPPORTED');
    expect((await g.ask('/graphql', { body: {}, headers })).status).toBe(400);
  });

  it('describes the schema to keys and analysts, who write queries, and not to the console', async () => {
    const analyst = await putPerson(g.db, 'analyst');
    await putMember(g.db, a.tenant, analyst, 'analyst');
    const ask = async (headers: Readonly<Record<string, string>>) =>
      g.graph('{ __schema { queryType { name } } a: __type(name: "User") { name } }', { headers });
    expect((await ask({ cookie: await g.session(analyst, a.tenant) })).json['data']).toMatchObject({
      __schema: { queryType: { name: 'Query' } },
    });
    expect((await ask({ authorization: `Bearer ${a.key}` })).json['data']).toMatchObject({ a: { name: 'User' } });
    const refused = await ask({ cookie });
    expect(refused.json).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(refused.json['data'] ?? null).toBeNull();
    const hidden = await g.graph('{ ...F } fragment F on Query { __schema { queryType { name } } }', { headers: { cookie } });
    expect(hidden.json['data'] ?? null).toBeNull();
  });

  it('does not tell what broke, only an id to look for', async () => {
    g.at.answer = () => {
      throw new Error('relation "work.secret_table" does not exist');
    };
    const answer = await g.graph(`mutation { addNote(input: { conversationId: "${a.conversationId}", text: "x" }) { position } }`, {
      headers: { cookie },
    });
    g.at.answer = () => undefined;
    expect(answer.text).not.toMatch(/secret_table|relation|\.ts|stack/);
    expect(answer.json).toMatchObject({
      errors: [
        {
          message: 'something went wrong',
          extensions: { code: 'INTERNAL_SERVER_ERROR', errorId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
        },
      ],
    });
  });
});

it('gives up an operation that takes too long', async () => {
  const slow = graphEngine({ schema: buildGraphSchema(), limits: { ...GRAPH_LIMITS, executionMs: 20 }, openSchema: false });
  const context = {
    identity: owner,
    stale: { value: false },
    ports: { status: { now: () => new Promise<never>(() => undefined) } },
  };
  const result = await slow.run({ document: parse('{ systemStatus { ok } }'), contextValue: context as never });
  expect(result).toMatchObject({ data: null, errors: [{ extensions: { code: 'TIMEOUT' } }] });
});
