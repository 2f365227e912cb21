import { z } from 'zod';
import { aggregate, domain, event, sealed, table, type EventsOf } from '@master-ia/schemas/contract.ts';
import { derive, ignored, projection } from '../kernel/projection.ts';
import { registry } from '../kernel/registry.ts';
import { encodeEvent } from '../crypto/event-codec.ts';
import { uuidFrom } from '../runtime/ids.ts';
import type { EventStore, Raw, RawEvent } from '../ports/event-store.ts';
import type { Feed } from '../ports/feed.ts';
import { createHash, createSecretKey } from 'node:crypto';
import { subjectName, type KeyVault } from '../ports/key-vault.ts';

const purse = aggregate({
  category: 'purse',
  events: {
    Opened: event(1, z.object({ purseId: z.string(), owner: sealed(z.string(), 'purseId') }), {
      exposure: 'public',
      subjects: { purseId: 'contact' },
    }),
    Paid: event(1, z.object({ purseId: z.string(), amount: z.number(), tags: z.array(z.string()) }), { exposure: 'public' }),
    Emptied: event(1, z.object({ purseId: z.string() }), { exposure: 'public' }),
    Looked: event(1, z.object({ purseId: z.string() }), { exposure: 'internal' }),
  },
  commands: {},
});
const other = aggregate({
  category: 'other',
  events: { Happened: event(1, z.object({ id: z.string() }), { exposure: 'public' }) },
  commands: {},
});
const purses = domain({ name: 'purses', aggregates: [purse] as const, samples: { Opened: [{}], Paid: [{}], Emptied: [{}], Looked: [{}] } });
const others = domain({ name: 'others', aggregates: [other] as const, samples: { Happened: [{}] } });
type Events = EventsOf<readonly [typeof purse]>;
/** A domain to try the projector with: `platform` knows no other. */
export const toyRegistry = registry([purses, others]);

export type PurseRow = { purse_id: string; owner: string | null; amount: number; tags: readonly string[]; opened_at: Date };
const purseTable = table<PurseRow>()({
  name: 'purse',
  key: ['purse_id'],
  columns: { purse_id: 'uuid not null', owner: 'text', amount: 'int not null', tags: 'json not null', opened_at: 'timestamptz not null' },
  indexes: ['(tenant_id, amount)'],
});
const tagTable = table<{ purse_id: string; tag: string }>()({
  name: 'purse_tag',
  key: ['purse_id', 'tag'],
  columns: { purse_id: 'uuid not null', tag: 'text not null' },
});
const totalTable = table<{ day: string; paid: number; last_at: Date }>()({
  name: 'total',
  key: ['day'],
  columns: { day: 'text not null', paid: 'int not null', last_at: 'timestamptz not null' },
});

const byPurse = (e: { readonly data: { readonly purseId: string } }) => [{ purse_id: e.data.purseId }];
/** An amount of `throwsAt` (13) throws in the fold; 2^31 is refused by the database. */
export const toyView = (o: { readonly version?: number; readonly throwsAt?: number } = {}) =>
  projection<Events>()({
    name: 'purses',
    version: o.version ?? 1,
    order: 'key',
    tables: [purseTable, tagTable, totalTable],
    derived: [derive(purseTable, tagTable, (row) => row.tags.map((tag) => ({ purse_id: row.purse_id, tag })))],
    notify: { purse: ['amount'] },
    functions: [
      {
        signature: 'count_purses(int)',
        create: (
          schema,
        ) => `create function rm.count_purses(at_least int) returns int language sql stable security definer set search_path = pg_catalog, pg_temp as
          $f$ select count(*)::int from ${schema}.purse where tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and amount >= at_least $f$`,
      },
    ],
    on: {
      Opened: (on) => [
        on.row(purseTable, byPurse, (_, e) => ({
          purse_id: e.data.purseId,
          owner: typeof e.data.owner === 'string' ? e.data.owner : null,
          amount: 0,
          tags: [],
          opened_at: e.meta.at,
        })),
      ],
      Paid: (on) => [
        on.row(purseTable, byPurse, (old, e) => {
          if (!old) throw new Error('not opened');
          if (e.data.amount === (o.throwsAt ?? 13)) throw new Error('thirteen');
          return { ...old, amount: old.amount + e.data.amount, tags: e.data.tags };
        }),
        on.add(totalTable, (e) => [{ day: e.meta.at.toISOString().slice(0, 10), paid: 1, last_at: e.meta.at }]),
      ],
      Emptied: (on) => [on.row(purseTable, byPurse, () => undefined)],
      Looked: ignored,
    },
  });

export const TENANT = '11111111-1111-4111-8111-111111111111';
export const OTHER_TENANT = '99999999-9999-4999-8999-999999999999';
export const purseId = (name: string): string => uuidFrom('purse', name);
export type Told = {
  readonly type: 'Opened' | 'Paid' | 'Emptied' | 'Looked' | 'Happened';
  readonly purse: string;
  readonly amount?: number;
  readonly tags?: readonly string[];
  readonly tenant?: string;
};

/** Keys that every process of a test makes alike. */
export const derivedKeys: Pick<KeyVault, 'cached' | 'keys' | 'ensure'> = {
  ensure: async () => undefined,
  cached: (tenant, name) => createSecretKey(createHash('sha256').update(`${tenant}|${name}`).digest()),
  keys: async (tenant, subjects) => new Map(subjects.map((s) => [subjectName(s), derivedKeys.cached(tenant, subjectName(s))!])),
};
const rawOf = async (vault: Pick<KeyVault, 'ensure' | 'keys'>, t: Told, n: number): Promise<RawEvent & { readonly stream: string }> => {
  const known = toyRegistry.event(t.type)!;
  const tenant = t.tenant ?? TENANT;
  const id = purseId(t.purse);
  const data = {
    Opened: { purseId: id, owner: `Dona ${t.purse}` },
    Paid: { purseId: id, amount: t.amount ?? 1, tags: t.tags ?? [] },
    Emptied: { purseId: id },
    Looked: { purseId: id },
    Happened: { id },
  }[t.type];
  const place = { tenant, stream: `purse-${id}`, id: uuidFrom('event', String(n)), type: t.type };
  const encoded = encodeEvent(known.def, data);
  await vault.ensure(tenant, encoded.subjects);
  return {
    ...place,
    version: 1,
    domain: known.domain,
    key: id,
    at: new Date(Date.UTC(2026, 0, 15, 12, 0, n)),
    payload: encoded.seal(place, await vault.keys(tenant, encoded.subjects)),
    metadata: JSON.stringify({ c: id, b: '', a: { kind: 'user', id: 'u' }, r: id }),
  };
};
/** Appends to a store, each event to the end of its purse. Answers the last position. */
export const toyWriter = (store: EventStore) => {
  const revisions = new Map<string, number>();
  let n = 0;
  return async (told: readonly Told[]): Promise<string> => {
    let position = '';
    const appends = new Map<string, RawEvent[]>();
    for (const t of told) {
      const { stream, ...raw } = await rawOf(derivedKeys, t, ++n);
      appends.set(stream, [...(appends.get(stream) ?? []), raw]);
    }
    for (const [stream, raws] of appends) {
      const answer = await store.append(stream, revisions.get(stream) ?? 'none', raws);
      if (!answer.ok) throw new Error(`${stream} is at ${answer.actual}`);
      revisions.set(stream, answer.revision);
      position = answer.position;
    }
    return position;
  };
};

/** Raw events from the first position on. */
export const toyLog = (vault: KeyVault) => {
  let position = 0;
  return async (told: readonly Told[]): Promise<readonly Raw[]> => {
    const raws: Raw[] = [];
    for (const t of told) {
      const n = ++position;
      raws.push({ ...(await rawOf(vault, t, n)), revision: n, position: String(n).padStart(20, '0') as Raw['position'] });
    }
    return raws;
  };
};

/** A feed that delivers when it is told to; each `deliver` answers what the consumer answered. Cursors are positions. */
export const handFeed = () => {
  type Consumer = Parameters<Feed['run']>[2];
  let consumer: Consumer | undefined;
  let ready: () => void;
  const started = new Promise<void>((r) => (ready = r));
  const cursors: string[] = [];
  const feed: Feed = {
    partitionOf: () => 'log',
    run: async (_group, _domains, o, signal) => {
      cursors.push(await o.start('log'));
      consumer = o;
      ready();
      await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
    },
  };
  return {
    feed,
    started,
    cursors,
    deliver: (batch: readonly Raw[]) => consumer!.on('log', batch, batch.at(-1)!.position),
    pass: (position: string) => consumer!.passed!('log', position, position),
  };
};
