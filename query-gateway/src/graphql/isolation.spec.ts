import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Position } from '@master-ia/schemas/contract.ts';
import { inboxTable } from '@master-ia/schemas/conversations/tables.ts';
import { companyTable } from '@master-ia/schemas/tenancy/tables.ts';
import { testDatabases } from '@master-ia/platform/testing/postgres.ts';
import { inboxRow, putCompany, putMember, putPerson, type TestCompany } from '../testing/company.ts';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';
import { idProbes } from '../testing/operations.ts';
import { putRow } from '../testing/read-models.ts';
import { buildGraphSchema } from './schema.ts';

const NOBODYS = 'fefefefe-fefe-4efe-8efe-fefefefefefe';
const OWN = 'aaaaaaaa-0000-4000-8000-000000000001';
const probes = idProbes(buildGraphSchema(), { Conversation: (inner) => `conversation(id: "${OWN}") { ${inner} }` });
/** What of another company stands for each name of an id. A new name has to be put here. */
const foreign = (c: TestCompany): Readonly<Record<string, string>> => ({
  conversationId: c.conversationId,
  contactId: c.contactId,
  channelId: c.channelId,
  messageId: c.messageId,
  replyTo: c.messageId,
  around: c.messageId,
  mediaId: c.messageId,
  labelId: c.labelId,
  userId: c.owner,
  assigneeId: c.owner,
  apiKeyId: c.apiKeyId,
  companyId: c.tenant,
  commandId: c.messageId,
});
/** What a command would answer that took every id that it was given. */
const resultOf = (data: unknown): Readonly<Record<string, unknown>> => {
  const ids: Record<string, unknown> = { token: null, secret: null };
  for (const name of ['conversationId', 'messageId', 'contactId', 'channelId', 'labelId', 'userId', 'apiKeyId', 'companyId'])
    ids[name] = NOBODYS;
  const take = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [k, v] of Object.entries(value)) {
      if (k in ids && typeof v === 'string') ids[k] = v;
      take(v);
    }
  };
  take(data);
  return ids;
};
/** Ids named `id` and `after` are of what the field is about. */
const byField = (c: TestCompany): Readonly<Record<string, string>> => ({
  'Query.conversation(id)': c.conversationId,
  'Query.contact(id)': c.contactId,
  'Query.channel(id)': c.channelId,
  'Subscription.contactChanged(id)': c.contactId,
  'Query.users(after)': c.owner,
  'Query.apiKeys(after)': c.apiKeyId,
  'Query.labels(after)': c.labelId,
  'Query.channels(after)': c.channelId,
});

describe.each(testDatabases())('on $name', (engine) => {
  let g: TestGateway;
  let a: TestCompany;
  let b: TestCompany;
  beforeAll(async () => {
    // The probes ask for everything that there is: limits are tested elsewhere.
    const no = Number.MAX_SAFE_INTEGER;
    g = await openTestGateway(engine, {
      config: { limits: { depth: 30, aliases: no, rootFields: no, tokens: 100_000, selections: no, cost: no } },
    });
    a = await putCompany(g.db, 'a');
    b = await putCompany(g.db, 'b');
    await putRow(g.db, b.tenant, inboxTable, inboxRow(b, OWN));
    // The worst that could be: the command-service does whatever it is asked.
    g.at.answer = async (c) => {
      if (c.name === 'FoundCompany') {
        await putRow(g.db, c.tenant, companyTable, {
          company_id: c.tenant,
          name: 'new',
          demo: false,
          hidden: false,
          suspended: false,
          time_zone: 'UTC',
        });
        await putMember(g.db, c.tenant, b.owner, 'owner');
      }
      return {
        ok: true,
        commandId: c.id,
        result: resultOf(c.data),
        position: '00000000000000000009' as Position,
        seen: { storeId: 's', at: [] },
        repeated: false,
      };
    };
  }, 60_000);
  afterAll(() => g?.close());

  const of = (probe: string, c: TestCompany) => (name: string) => {
    const id = name === 'id' || name === 'after' ? byField(c)[probe] : foreign(c)[name];
    if (id === undefined) throw new Error(`nobody says what stands for ${name} of ${probe}`);
    return id;
  };

  it('has a probe for every place of the schema that takes an id', () => {
    expect(probes.length).toBeGreaterThan(50);
    for (const p of probes) expect(() => p.variables(of(p.name, a))).not.toThrow();
  });

  it.each(probes.filter((p) => p.kind !== 'subscription').map((p) => [p.name, p] as const))(
    '%s shows nothing of another company, and answers as for an id of nobody',
    async (name, p) => {
      const before = g.sent.length;
      const asked = async (id: (name: string) => string) =>
        g.graph(p.document, { variables: p.variables(id), headers: { cookie: await g.session(b.owner, b.tenant) } });
      const theirs = await asked(of(name, a));
      const nobodys = await asked(() => NOBODYS);
      expect(theirs.text).not.toContain(a.canary);
      const plain = (text: string): string => text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID');
      expect(theirs.status).toBe(nobodys.status);
      expect(plain(theirs.text)).toBe(plain(nobodys.text));
      // A probe that the gateway could not read proves nothing.
      expect(theirs.text).not.toContain('GRAPHQL_VALIDATION_FAILED');
      expect(theirs.text).not.toContain('GRAPHQL_PARSE_FAILED');
      expect(theirs.text).not.toContain('QUERY_TOO_COMPLEX');
      expect(theirs.text).not.toContain('INTERNAL_SERVER_ERROR');
      // Whatever is sent on is sent for the caller's own company (or about the caller's own account), by the caller.
      for (const c of g.sent.slice(before)) {
        expect(c.tenant).not.toBe(a.tenant);
        expect(c.actor).toEqual({ kind: 'user', id: b.owner });
      }
    },
  );

  it('finds the same things for the company itself', async () => {
    const mine = await g.session(a.owner, a.tenant);
    for (const p of probes.filter((x) => x.kind === 'query' && byField(a)[x.name] !== undefined)) {
      const answer = await g.graph(p.document, { variables: p.variables(of(p.name, a)), headers: { cookie: mine } });
      // Behind the only row of a list there is none: what is told is that its id is known.
      if (p.name.endsWith('(after)')) expect(answer.json['errors']).toBeUndefined();
      else expect(answer.text).toContain(a.canary);
    }
  });

  it('lists and searches the own company only', async () => {
    const lists = `{ conversations { edges { node { contact { name } lastMessage { text } labels { name } channel { name } } } } contacts { edges { node { name } } } channels { name }
      users { name } labels { name } apiKeys { name } inboxCounts { all } me { company { name } memberships { company { name } } }
      found: searchMessages(query: "everybody") { edges { node { snippet } } } people: contacts(filter: { search: "everybody" }) { edges { node { name } } } }`;
    for (const [own, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const answer = await g.graph(lists, { headers: { cookie: await g.session(own.owner, own.tenant) } });
      expect(answer.json['errors']).toBeUndefined();
      expect(answer.text.split(own.canary).length).toBeGreaterThan(12);
      expect(answer.text).not.toContain(other.canary);
    }
  });

  it('hides from a key of one company what another has', async () => {
    const answer = await g.graph(
      `{ conversation(id: "${a.conversationId}") { id } channels { name } contacts { edges { node { name } } } }`,
      { headers: { authorization: `Bearer ${b.key}` } },
    );
    expect(answer.json).toMatchObject({ data: { conversation: null, channels: [{ name: b.canary }] } });
    expect(answer.text).not.toContain(a.canary);
  });

  it('shows an agent what is theirs and nobody’s, in lists, by id, in searches and in threads', async () => {
    const agent = await putPerson(g.db, `agent-${engine.name}`);
    await putMember(g.db, a.tenant, agent, 'agent');
    const headers = { cookie: await g.session(agent, a.tenant) };
    const query = `{ conversations { edges { node { id } } } conversation(id: "${a.conversationId}") { id messages { edges { node { text } } } } searchMessages(query: "everybody") { edges { node { snippet } } }
      inboxCounts { all } contact(id: "${a.contactId}") { conversations { id } } }`;
    const open = (await g.graph(query, { headers })).json;
    expect(open).toMatchObject({
      data: { conversation: { id: a.conversationId }, inboxCounts: { all: 1 }, contact: { conversations: [{ id: a.conversationId }] } },
    });
    await putRow(g.db, a.tenant, inboxTable, inboxRow(a, a.conversationId, { assignee_id: a.owner }));
    const closed = await g.graph(query, { headers });
    expect(closed.json).toEqual({
      data: {
        conversations: { edges: [] },
        conversation: null,
        searchMessages: { edges: [] },
        inboxCounts: { all: 0 },
        contact: { conversations: [] },
      },
    });
    await putRow(g.db, a.tenant, inboxTable, inboxRow(a, a.conversationId));
  });

  it('tells each socket the changes of its own company only', async () => {
    const seen = new Map<string, string[]>();
    const clients = await Promise.all(
      [a, b].map(async (c) => {
        const own = await g.session(c.owner, c.tenant);
        const lines: string[] = [];
        seen.set(c.tenant, lines);
        const Socket = class extends WebSocket {
          constructor(url: string, protocols: string[]) {
            super(url, protocols, { headers: { cookie: own, origin: g.url } });
          }
        };
        const client = createClient({
          url: g.url.replace('http', 'ws') + '/graphql',
          webSocketImpl: Socket,
          retryAttempts: 0,
          lazy: false,
        });
        const take = (query: string, variables: Record<string, unknown> = {}): void =>
          void client.subscribe(
            { query, variables },
            {
              next: (x) => lines.push(JSON.stringify(x)),
              error: (e) => lines.push(`error ${JSON.stringify(e)}`),
              complete: () => undefined,
            },
          );
        take('subscription { conversationChanged { conversationId conversation { lastMessage { text } contact { name } } } }');
        take('subscription { channelChanged { name } }');
        // Both ask for what company a has.
        take('subscription($id: ID!) { messageChanged(conversationId: $id) { conversationId item { text } } }', { id: a.conversationId });
        take('subscription($id: ID!) { contactChanged(id: $id) { name } }', { id: a.contactId });
        return client;
      }),
    );
    const notice = (c: TestCompany, view: string, table: string, key: Record<string, string>): void =>
      g.pubSub.publish(
        `rm.${view}`,
        JSON.stringify({
          tenant: c.tenant,
          view,
          table,
          position: '00000000000000000010',
          changes: [{ key, before: null, after: null, types: [] }],
        }),
      );
    const until = async (ready: () => boolean): Promise<void> => {
      for (let i = 0; i < 200 && !ready(); i++) {
        for (const c of [a, b]) {
          notice(c, 'inbox', 'inbox', { conversation_id: c.conversationId });
          notice(c, 'channels', 'channel', { channel_id: c.channelId });
          notice(c, 'thread', 'thread_item', { item_id: c.messageId });
          notice(c, 'contacts', 'contact', { contact_id: c.contactId });
        }
        await new Promise((go) => setTimeout(go, 20));
      }
    };
    const has = (c: TestCompany, ...fields: readonly string[]): boolean =>
      fields.every((f) => seen.get(c.tenant)?.some((l) => l.includes(f)));
    await until(
      () =>
        has(a, 'conversationChanged', 'channelChanged', 'messageChanged', 'contactChanged') &&
        has(b, 'conversationChanged', 'channelChanged'),
    );
    expect(has(a, 'conversationChanged', 'channelChanged', 'messageChanged', 'contactChanged')).toBe(true);
    expect(has(b, 'conversationChanged', 'channelChanged')).toBe(true);
    for (const [own, other] of [
      [a, b],
      [b, a],
    ] as const)
      for (const line of seen.get(own.tenant) ?? []) {
        expect(line).toContain(own.canary);
        expect(line).not.toContain(other.canary);
      }
    for (const c of clients) await c.dispose();
  });
});
