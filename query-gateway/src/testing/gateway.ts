import { Router } from 'express';
import { INSTALLATION, type Position } from '@master-ia/schemas/contract.ts';
import { memoryCache } from '@master-ia/platform/cache/memory.ts';
import { openPasswords } from '@master-ia/platform/crypto/passwords.ts';
import { memoryEventStore } from '@master-ia/platform/event-store/memory.ts';
import { memoryKeyVault, memorySecretVault } from '@master-ia/platform/key-vault/memory.ts';
import { memoryMediaStore } from '@master-ia/platform/media/memory.ts';
import type { CommandEnvelope, CommandResult, Commands } from '@master-ia/platform/ports/commands.ts';
import { silent, type Log } from '@master-ia/platform/ports/log.ts';
import { openDatabase, type PostgresDatabase } from '@master-ia/platform/postgres/database.ts';
import { migrate } from '@master-ia/platform/postgres/migrate.ts';
import { openReadModelDb } from '@master-ia/platform/postgres/read-model-db.ts';
import { memoryPubSub } from '@master-ia/platform/pub-sub/memory.ts';
import { memoryRateLimit } from '@master-ia/platform/rate-limit/memory.ts';
import { fakeClock } from '@master-ia/platform/runtime/clock.ts';
import { systemIds, uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { openMetrics } from '@master-ia/platform/runtime/metrics.ts';
import type { TestEngine } from '@master-ia/platform/testing/postgres.ts';
import { GATEWAY } from '../auth/links.ts';
import { sha256 } from '../auth/sessions.ts';
import { createGateway, type GatewayConfig, type GatewayPorts } from '../service.ts';
import { positionAt, putMember } from './company.ts';
import { openReadModels, putFact } from './read-models.ts';

export type Answered = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
};
export type Asked = {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly raw?: NonNullable<RequestInit['body']>;
};
const AT_ONCE = { perSecond: 1e6, burst: 1e6 };

/**
 * A gateway on a real database of its own, with its tables made from their definitions, or on that of another test gateway. What the command-service would do is told by `answer`; links and passwords are kept as it keeps them.
 * The password of `check` is the hash itself behind `hash:`.
 */
export const openTestGateway = async (
  on: TestEngine | PostgresDatabase,
  o: { readonly config?: Partial<GatewayConfig>; readonly ports?: Partial<GatewayPorts>; readonly log?: Log } = {},
) => {
  const made = 'open' in on ? await on.open() : null;
  const db = made ? openDatabase({ connection: made.connection, lane: 'query', max: 4, log: silent }) : (on as PostgresDatabase);
  if (made)
    try {
      await migrate(db, { log: silent });
      await openReadModels(db);
    } catch (error) {
      // Nobody else could close them: no test run waits for a database that was left behind.
      await db.close();
      await made.drop();
      throw error;
    }
  const clock = fakeClock();
  const store = memoryEventStore();
  const secrets = memorySecretVault();
  const vault = memoryKeyVault();
  const media = memoryMediaStore({ keys: vault, clock });
  const log = o.log ?? silent;
  const pubSub = memoryPubSub({ log });
  const sent: CommandEnvelope[] = [];
  const hashes = { now: 0, most: 0, all: 0 };
  const at: { answer: (c: CommandEnvelope) => CommandResult | undefined | Promise<CommandResult | undefined> } = {
    answer: () => undefined,
  };
  const done = (c: CommandEnvelope, result: unknown): CommandResult => ({
    ok: true,
    commandId: c.id,
    result,
    position: positionAt(9) as Position,
    seen: { storeId: store.storeId, at: [] },
    repeated: false,
  });

  const event = (c: Pick<CommandEnvelope, 'id' | 'tenant'>, type: string, data: unknown, stream: string) => ({
    id: uuidFrom(stream, type),
    type,
    version: 1,
    tenant: c.tenant,
    domain: 'tenancy',
    key: stream,
    at: clock.now(),
    payload: JSON.stringify({ d: data }),
    metadata: '{}',
  });
  /** What the vault keeps of a password; answers its version. */
  const storePassword = (userId: string, password: string): Promise<number> =>
    secrets.put(INSTALLATION, `password:${userId}`, `hash:${password}`);
  /** The version that was recorded as set. */
  const passwordFact = (userId: string, version: number): Promise<void> => putFact(db, INSTALLATION, 'user', userId, { password: version });
  const setPassword = async (userId: string, password: string): Promise<void> =>
    passwordFact(userId, await storePassword(userId, password));
  const commands: Commands = {
    send: async (c) => {
      sent.push(c);
      const told = await at.answer(c);
      if (told) return told;
      const data = c.data as Record<string, string>;
      if (c.name === 'UseLink') {
        const used = await store.append(`link-${String(data['linkId'])}`, 0, [
          event({ id: c.id, tenant: INSTALLATION }, 'LinkUsed', data, c.id),
        ]);
        if (!used.ok) return { ok: false, refusal: { code: 'link_used' } };
      }
      if (c.name === 'SetPassword') await setPassword(String(data['userId']), String(data['newPassword']));
      if (c.name === 'JoinCompany') await putMember(db, c.tenant, String(data['userId']), 'agent');
      return done(c, data);
    },
  };
  const config: GatewayConfig = {
    publicUrl: () => 'http://127.0.0.1',
    demo: false,
    simulatorUrl: null,
    metricsToken: undefined,
    secureCookies: false,
    rates: { session: AT_ONCE, key: AT_ONCE, stranger: AT_ONCE },
    ...o.config,
  };
  const gateway = createGateway({
    config,
    readDb: openReadModelDb(db),
    db,
    store,
    commands,
    vault,
    secrets,
    media,
    pubSub,
    cache: memoryCache({ clock }),
    limit: memoryRateLimit({ clock }),
    clock,
    ids: systemIds,
    log,
    metrics: openMetrics(),
    views: { reached: async () => true, status: async () => [] },
    system: async () => ({ engines: [{ name: 'database', kind: 'test', ok: true }], head: positionAt(9), work: new Map() }),
    passwords: openPasswords({
      hash: async (p) => `hash:${p}`,
      check: async (p, hash) => {
        hashes.all++;
        hashes.most = Math.max(hashes.most, ++hashes.now);
        await new Promise((go) => setImmediate(go));
        hashes.now--;
        return hash === `hash:${p}`;
      },
    }),
    callbackUrl: (channelId) => `http://127.0.0.1/webhooks/whatsapp/${channelId}`,
    console: () => ({ failed: 'no build in tests' }),
    webhooks: Router(),
    ...o.ports,
  });
  const { port } = await gateway.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${String(port)}`;

  const ask = async (path: string, a: Asked = {}): Promise<Answered> => {
    const answer = await fetch(`${url}${path}`, {
      method: a.method ?? (a.body === undefined && a.raw === undefined ? 'GET' : 'POST'),
      headers: { ...(a.body !== undefined && { 'content-type': 'application/json' }), ...a.headers },
      redirect: 'manual',
      ...(a.raw !== undefined ? { body: a.raw, duplex: 'half' } : a.body !== undefined && { body: JSON.stringify(a.body) }),
    });
    const text = await answer.text();
    let json: Record<string, unknown> = {};
    try {
      json = JSON.parse(text) as Record<string, unknown>;
    } catch {
      // Not every answer is JSON.
    }
    return { status: answer.status, headers: answer.headers, text, json };
  };
  return {
    url,
    db,
    clock,
    store,
    secrets,
    vault,
    media,
    pubSub,
    sent,
    hashes,
    /** What a command is answered; undefined: done, with its own data as the result. */
    at,
    ask,
    graph: (
      query: string,
      a: { readonly variables?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
    ): Promise<Answered> => ask('/graphql', { body: { query, variables: a.variables }, ...(a.headers && { headers: a.headers }) }),
    /** A session's cookie, without signing in. */
    session: async (userId: string, companyId: string, days = 30): Promise<string> => {
      const secret = systemIds.secret(32);
      await db.query(
        'insert into work.session (hash, user_id, company_id, created_at, seen_at, expires_at) values ($1, $2, $3, $4, $4, $5)',
        [sha256(secret), userId, companyId, clock.now(), new Date(clock.now().getTime() + days * 86_400_000)],
      );
      return `mia_session=${secret}`;
    },
    /** A one-use link's token. */
    link: async (userId: string, companyId: string | null, purpose: 'enter' | 'invite' | 'recover', minutes = 60): Promise<string> => {
      const linkId = systemIds.random();
      const secret = systemIds.secret(32);
      const expiresAt = new Date(clock.now().getTime() + minutes * 60_000).toISOString();
      const data = { linkId, hash: sha256(secret), userId, companyId, purpose, expiresAt };
      await store.append(`link-${linkId}`, 'none', [event({ id: linkId, tenant: INSTALLATION }, 'LinkIssued', data, linkId)]);
      return `${linkId}.${secret}`;
    },
    /** Makes an address known as a person's. */
    claimEmail: async (email: string, userId: string): Promise<void> => {
      const emailId = uuidFrom(INSTALLATION, 'email', await vault.hmac(INSTALLATION, `email:${email}`));
      await db.query('insert into work.fact (tenant, fact, key, value) values ($1, $2, $3, $4)', [
        INSTALLATION,
        'email',
        emailId,
        JSON.stringify({ userId }),
      ]);
    },
    done: (c: CommandEnvelope): CommandResult => done(c, c.data),
    setPassword,
    storePassword,
    passwordFact,
    by: GATEWAY,
    close: async (): Promise<void> => {
      await gateway.close();
      if (!made) return;
      await db.close();
      await made.drop();
    },
  };
};
export type TestGateway = Awaited<ReturnType<typeof openTestGateway>>;
