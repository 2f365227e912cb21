import { sealEvent } from '@master-ia/platform/crypto/event-codec.ts';
import { storeTailFeed } from '@master-ia/platform/feed/store-tail.ts';
import { memoryKeyVault } from '@master-ia/platform/key-vault/memory.ts';
import { openSqlEventStore } from '@master-ia/platform/event-store/sql.ts';
import { encodeEvent } from '@master-ia/platform/crypto/event-codec.ts';
import { registry } from '@master-ia/platform/kernel/registry.ts';
import type { KeyVault } from '@master-ia/platform/ports/key-vault.ts';
import type { EventStore, RawEvent } from '@master-ia/platform/ports/event-store.ts';
import { silent } from '@master-ia/platform/ports/log.ts';
import type { PubSub } from '@master-ia/platform/ports/pub-sub.ts';
import { openDatabase, type Connection, type PostgresDatabase } from '@master-ia/platform/postgres/database.ts';
import { migrate } from '@master-ia/platform/postgres/migrate.ts';
import { systemClock } from '@master-ia/platform/runtime/clock.ts';
import { systemIds, uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import type { TestEngine } from '@master-ia/platform/testing/postgres.ts';
import { domains } from '@master-ia/schemas/domains.ts';
import type { Actor } from '@master-ia/schemas/contract.ts';
import type { View } from '@master-ia/platform/kernel/projection.ts';
import { createProjectionService, type ProjectionService } from '../service.ts';

const known = registry(domains);

/** What happened, in short: the event's data and what differs of its envelope. */
export type Told = {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly tenant?: string;
  readonly key?: string;
  readonly at?: Date;
  readonly occurredAt?: Date;
  readonly actor?: Actor;
};
export const COMPANY = '11111111-1111-4111-8111-111111111111';

/** Events as the command handler would store them. Stream: category and the id that the event names first in its own category. */
export const rawEvents = async (vault: KeyVault, stream: string, told: readonly Told[]): Promise<readonly RawEvent[]> =>
  Promise.all(
    told.map(async (t) => {
      const type = known.event(t.type);
      if (!type) throw new Error(`no event ${t.type}`);
      const tenant = t.tenant ?? COMPANY;
      const id = systemIds.random();
      const { subjects } = encodeEvent(type.def, t.data);
      await vault.ensure(tenant, subjects);
      const keys = await vault.keys(tenant, subjects);
      const at = t.at ?? new Date();
      return {
        id,
        type: t.type,
        version: type.def.version,
        tenant,
        domain: type.domain,
        key: t.key ?? (t.data['conversationId'] as string | undefined) ?? stream,
        at,
        payload: sealEvent(type.def, t.data, { tenant, stream, id, type: t.type }, keys),
        metadata: JSON.stringify({
          c: id,
          b: '',
          a: t.actor ?? { kind: 'connector', id: 'test' },
          r: id,
          ...(t.occurredAt && { o: t.occurredAt.toISOString() }),
        }),
      };
    }),
  );

export type World = {
  readonly connection: Connection;
  readonly db: PostgresDatabase;
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly notices: { readonly channel: string; readonly message: Record<string, unknown> }[];
  /** Appends to the end of a stream. */
  append(stream: string, ...told: readonly Told[]): Promise<string>;
  /** A projection service over this database; started. */
  serve(views: readonly View[]): Promise<ProjectionService>;
  close(): Promise<void>;
};

/** A database with an empty log, and what a projection service needs around it. */
export const openWorld = async (engine: TestEngine): Promise<World> => {
  const made = await engine.open();
  const db = openDatabase({ connection: made.connection, lane: 'live', max: 6, log: silent });
  await migrate(db, { log: silent });
  const store = await openSqlEventStore({ db, log: silent });
  const vault = memoryKeyVault();
  const notices: { channel: string; message: Record<string, unknown> }[] = [];
  const pubSub: PubSub = {
    publish: (channel, message) => void notices.push({ channel, message: JSON.parse(message) as Record<string, unknown> }),
    subscribe: () => () => undefined,
  };
  const revisions = new Map<string, number>();
  const services: ProjectionService[] = [];
  return {
    connection: made.connection,
    db,
    store,
    vault,
    notices,
    append: async (stream, ...told) => {
      const last = revisions.get(stream);
      const answer = await store.append(stream, last ?? 'none', await rawEvents(vault, stream, told));
      if (!answer.ok) throw new Error(`${stream} is at ${answer.actual}`);
      revisions.set(stream, answer.revision);
      return answer.position;
    },
    serve: async (views) => {
      const service = createProjectionService(
        { db, store, feed: storeTailFeed(store), vault, pubSub, clock: systemClock, log: silent },
        views,
      );
      services.push(service);
      await service.start();
      return service;
    },
    close: async () => {
      await Promise.all(services.map((s) => s.stop()));
      await store.close();
      await db.close();
      await made.drop();
    },
  };
};

/** A conversation with its ids, and the events of its life. */
export const talk = (name: string, tenant = COMPANY) => {
  const conversationId = uuidFrom('conversation', tenant, name);
  const contactId = uuidFrom('contact', tenant, name);
  const channelId = uuidFrom('channel', tenant);
  const place = { conversationId, contactId, channelId };
  const ref = { conversationId, contactId };
  const of = (type: string, data: Record<string, unknown>, more: Partial<Told> = {}): Told => ({ type, data, tenant, ...more });
  return {
    conversationId,
    contactId,
    channelId,
    stream: `conversation-${conversationId}`,
    message: (n: string | number) => uuidFrom('message', conversationId, String(n)),
    opened: () => of('ConversationOpened', { ...place, by: 'inbound' }),
    said: (
      n: string | number,
      text: string,
      more: Partial<Told> & { readonly content?: Record<string, unknown>; readonly silent?: boolean } = {},
    ) => {
      const { content = { kind: 'text', text }, silent: quiet = false, ...rest } = more;
      return of(
        'MessageReceived',
        {
          ...place,
          messageId: uuidFrom('message', conversationId, String(n)),
          providerId: `wamid.${n}`,
          providerKey: `key ${n}`,
          kind: content['kind'],
          content,
          fingerprint: 'f',
          replyToMessageId: null,
          forwarded: false,
          silent: quiet,
          deliveryId: uuidFrom('delivery', String(n)),
        },
        rest,
      );
    },
    answered: (
      n: string | number,
      text: string,
      more: Partial<Told> & { readonly content?: Record<string, unknown>; readonly mediaId?: string } = {},
    ) => {
      const { content = { kind: 'text', text }, mediaId = null, ...rest } = more;
      return of(
        'MessageRequested',
        {
          ...place,
          messageId: uuidFrom('message', conversationId, String(n)),
          kind: content['kind'],
          content,
          mediaId,
          replyToMessageId: null,
          windowed: true,
          test: false,
        },
        { actor: { kind: 'user', id: uuidFrom('user', 'ana') }, ...rest },
      );
    },
    told: (type: string, data: Record<string, unknown>, more: Partial<Told> = {}) => of(type, { ...ref, ...data }, more),
    sent: (type: string, n: string | number, data: Record<string, unknown>, more: Partial<Told> = {}) =>
      of(type, { messageId: uuidFrom('message', conversationId, String(n)), conversationId, ...data }, more),
  };
};
