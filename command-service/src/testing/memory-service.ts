import { createHash } from 'node:crypto';
import { memoryEventStore } from '@master-ia/platform/event-store/memory.ts';
import { commandHandler } from '@master-ia/platform/kernel/command-handler.ts';
import { eventOpener, eventSealer } from '@master-ia/platform/kernel/events.ts';
import { registry } from '@master-ia/platform/kernel/registry.ts';
import { streamCache } from '@master-ia/platform/kernel/streams.ts';
import { memoryKeyVault, memorySecretVault } from '@master-ia/platform/key-vault/memory.ts';
import { memoryMediaStore } from '@master-ia/platform/media/memory.ts';
import type { CommandEnvelope, CommandResult, Commands } from '@master-ia/platform/ports/commands.ts';
import type { EventStore } from '@master-ia/platform/ports/event-store.ts';
import { silent } from '@master-ia/platform/ports/log.ts';
import { fakeClock } from '@master-ia/platform/runtime/clock.ts';
import { systemIds, uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { domains } from '@master-ia/schemas/domains.ts';
import { INSTALLATION, type Actor } from '@master-ia/schemas/contract.ts';
import type { EarlyEvidence, Waiting } from '../conversations/early-evidence.ts';
import { deciders, factKeepers, processes } from '../domains.ts';
import { authorise } from '../tenancy/authorise.ts';
import { memoryFacts } from './memory-facts.ts';

export const CONNECTOR: Actor = { kind: 'connector', id: 'test' };
export const INSTALLER: Actor = { kind: 'installation', id: 'test' };
export const COMPANY = uuidFrom('test', 'company');

const memoryEvidence = (): EarlyEvidence & { readonly waiting: ReadonlyMap<string, readonly Waiting[]> } => {
  const waiting = new Map<string, readonly Waiting[]>();
  const at = (tenant: string, channelId: string, providerKey: string) => `${tenant} ${channelId} ${providerKey}`;
  return {
    waiting,
    put: async (p, w) => {
      const key = at(p.tenant, p.channelId, p.providerKey);
      const known = waiting.get(key) ?? [];
      if (!known.some((k) => k.id === w.id)) waiting.set(key, [...known, w]);
    },
    find: async (tenant, channelId, providerKey) => waiting.get(at(tenant, channelId, providerKey)) ?? [],
    // Nothing in memory is old enough.
    purge: async () => 0,
  };
};
const hash = (password: string): string => `hash:${createHash('sha256').update(password).digest('hex')}`;

/** The whole write side in memory: the product's deciders, processes and authorisation behind the real command handler. `store` may stand between it and its log. */
export const memoryService = (o: { readonly store?: (inner: EventStore) => EventStore } = {}) => {
  const clock = fakeClock();
  const log = memoryEventStore();
  const store = o.store?.(log) ?? log;
  const vault = memoryKeyVault();
  const secrets = memorySecretVault();
  const known = registry(domains);
  const opener = eventOpener(known, vault);
  const { facts, rows, stop } = memoryFacts(log, opener, factKeepers);
  const early = memoryEvidence();
  const media = memoryMediaStore({ keys: vault, clock });
  /** A command handler of its own, as another process would have one. */
  const handler = (): Commands =>
    commandHandler(deciders({ simulatedAllowed: true }), processes(early), {
      store,
      vault,
      secrets,
      facts,
      clock,
      ids: systemIds,
      log: silent,
      registry: known,
      streams: streamCache(store, opener, { max: 1000 }),
      sealer: eventSealer(known, vault),
      passwords: { hash: async (p) => hash(p), check: async (p, h) => hash(p) === h },
      authorise,
      media,
    });
  const commands = handler();
  const send = (name: string, data: unknown, more: Partial<CommandEnvelope> = {}): Promise<CommandResult> =>
    commands.send({ name, id: systemIds.random(), tenant: COMPANY, data, actor: CONNECTOR, ...more });
  /** The result, or throws when it was refused. */
  const done = async <R = Record<string, string>>(name: string, data: unknown, more: Partial<CommandEnvelope> = {}): Promise<R> => {
    const answer = await send(name, data, more);
    if (!answer.ok) throw new Error(`${name} was refused: ${JSON.stringify(answer.refusal)}`);
    return answer.result as R;
  };
  return {
    clock,
    store: log,
    vault,
    secrets,
    opener,
    facts,
    factRows: rows,
    stopFacts: stop,
    early,
    media,
    handler,
    commands,
    send,
    done,
    raw: async () => (await log.all('start', { max: 100_000 })).events,
    /** Everything that happened, opened. */
    events: async () => opener.open((await log.all('start', { max: 100_000 })).events),
    /** A company with its owner; answers the owner as an actor. */
    found: async (companyId = COMPANY, email = 'dona@example.com'): Promise<Actor> => {
      const { userId } = await done(
        'CreateOwner',
        { companyId, companyName: 'Loja', email, name: 'Dona' },
        { tenant: companyId, actor: INSTALLER },
      );
      return { kind: 'user', id: userId! };
    },
    /** A person of the company; answers them as an actor. */
    person: async (email: string, role: string, o2: { readonly visibility?: string; readonly tenant?: string } = {}): Promise<Actor> => {
      const tenant = o2.tenant ?? COMPANY;
      const { userId } = await done('InviteUser', { email, role, visibility: o2.visibility ?? null }, { tenant, actor: INSTALLER });
      await done('JoinCompany', { memberId: uuidFrom(tenant, 'member', userId!), userId }, { tenant });
      return { kind: 'user', id: userId! };
    },
    channel: async (more: Record<string, unknown> = {}, tenant = COMPANY): Promise<string> => {
      const body = {
        name: 'Loja',
        phoneNumber: '+5511988887777',
        phoneNumberId: '106540352242922',
        businessAccountId: '102290129340398',
        accessToken: 'token',
        appSecret: 'secret',
      };
      return (await done('ConnectWhatsAppCloudChannel', { ...body, ...more }, { tenant, actor: INSTALLER }))['channelId']!;
    },
    installation: INSTALLATION,
  };
};
export type MemoryService = ReturnType<typeof memoryService>;
