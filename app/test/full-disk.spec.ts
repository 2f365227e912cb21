import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@master-ia/platform/contracts/eventually.ts';
import { startEmbeddedPostgres } from '@master-ia/platform/embedded-postgres/start.ts';
import { silent } from '@master-ia/platform/ports/log.ts';
import { systemIds } from '@master-ia/platform/runtime/ids.ts';
import { openMetrics } from '@master-ia/platform/runtime/metrics.ts';
import type { TestEngine } from '@master-ia/platform/testing/postgres.ts';
import { createGateway, type Gateway } from '@master-ia/query-gateway/service.ts';
import { passwords } from '../src/services.ts';
import { delivery, said, type Channel, type Company } from '../src/testing/company.ts';
import { openWorld, type World } from '../src/testing/world.ts';

const NUMBER = '106540352242922';
const ENOUGH = 10_000_000_000;

/** Only the embedded database shares a disk with the product, and stops before that is full. */
describe('a disk that is nearly full', () => {
  let free = ENOUGH;
  const engine: TestEngine = {
    name: 'embedded',
    open: async () => {
      const dataDir = await mkdtemp(join(tmpdir(), 'mia-full-'));
      const server = await startEmbeddedPostgres({ dataDir, log: silent, pingMs: 50, freeBytes: () => Promise.resolve(free) });
      const { host, port, user, database, password } = server;
      return {
        connection: { host, port, user, database, ...(password !== undefined && { password }) },
        drop: async () => {
          await server.stop();
          await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
        },
      };
    },
  };
  let w: World;
  let c: Company;
  let channel: Channel;
  let gateway: Gateway;
  let url: string;
  let key: string;
  beforeAll(async () => {
    w = await openWorld(engine);
    c = await w.company('disk');
    channel = await c.connect(NUMBER);
    key = (await c.done('CreateApiKey', { name: 'Site', scopes: ['read', 'contacts'] }, { actor: c.owner }))['secret']!;
    const { engines: e, services } = w;
    gateway = createGateway({
      config: { publicUrl: () => url, demo: false, simulatorUrl: null, metricsToken: undefined, secureCookies: false },
      callbackUrl: (id) => `${w.address}/webhooks/whatsapp/${id}`,
      readDb: e.readDb,
      db: e.queryDb,
      store: e.store,
      commands: services.commands,
      vault: e.vault,
      secrets: e.secrets,
      media: e.media,
      pubSub: e.pubSub,
      cache: e.cache,
      limit: e.limit,
      clock: w.clock,
      ids: systemIds,
      log: silent,
      metrics: openMetrics({ process: false }),
      views: services.projection,
      system: async () => ({ engines: [], head: await e.store.head(), work: new Map() }),
      passwords,
      console: () => ({ building: true }),
      webhooks: services.connectors.router,
    });
    const { port } = await gateway.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${String(port)}`;
    await w.drain();
  }, 60_000);
  afterAll(async () => {
    free = ENOUGH;
    await gateway.close();
    await w.close();
  }, 20_000);

  const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
      body: JSON.stringify(body),
    });
  const ask = async (query: string): Promise<unknown> => (await post('/graphql', { query })).json();
  const create = (commandId: string, phone: string) =>
    ask(`mutation { createContact(input: { commandId: "${commandId}", name: "Bruno", phone: "${phone}" }) { refusal { code } } }`);
  const NAMES = '{ contacts(first: 10) { edges { node { name } } } }';
  const named = (...names: string[]) => ({ data: { contacts: { edges: names.map((name) => ({ node: { name } })) } } });

  it('refuses what would be written, so that it comes again, goes on showing what there is, and takes it all once there is room', async () => {
    const body = (n: number) => delivery(NUMBER, said(w.clock.now(), { id: `wamid.${String(n)}`, text: `mensagem ${String(n)}` }));
    expect(await c.deliver(channel, body(1))).toBe(200);
    await w.drain();
    expect(await ask(NAMES)).toEqual(named('Ana'));

    free = 1_000;
    const [missed, twice] = [body(2), body(1)];
    await eventually(async () => expect(await c.deliver(channel, missed)).toBe(503), 10_000);
    const commandId = systemIds.random();
    expect(await create(commandId, '+5511987650002')).toMatchObject({ data: null, errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
    const rest = await post(
      '/v1/commands/CreateContact',
      { name: 'Caio', phone: '+5511987650003' },
      { 'idempotency-key': systemIds.random() },
    );
    expect([rest.status, rest.headers.get('retry-after'), await rest.json()]).toMatchObject([503, '1', { code: 'unavailable' }]);
    expect(await ask(NAMES)).toEqual(named('Ana'));
    expect((await fetch(`${url}/health`)).status).toBe(200);

    free = ENOUGH;
    await eventually(async () => expect(await c.deliver(channel, missed)).toBe(200), 10_000);
    expect(await c.deliver(channel, twice)).toBe(200);
    expect(await create(commandId, '+5511987650002')).toEqual({ data: { createContact: { refusal: null } } });
    await w.drain();
    expect((await c.thread()).map((t) => t.text)).toEqual(['mensagem 1', 'mensagem 2']);
    expect(await ask(NAMES)).toEqual(named('Ana', 'Bruno'));
    expect(await w.query('select * from work.parked_reaction')).toEqual([]);
    expect(await w.query('select * from work.parked')).toEqual([]);
  }, 60_000);
});
