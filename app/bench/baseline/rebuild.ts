import { createCipheriv, createDecipheriv, createHash, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { Client } from 'pg';
import { folded } from '@master-ia/schemas/search-words.ts';
import type { Connection } from '@master-ia/platform/postgres/database.ts';
import type { Happened } from '../history/conversations.ts';

// The fastest rebuild found before the product was written, with three tables and nothing but speed in mind: pages of 5,000 read ahead, seals opened only where the fold needs them,
// conversations folded in memory over the whole run, one statement a page with hand-made arrays, rows inserted once, indexes after the load.
const PAGE = 5_000;
const LOAD_PAGE = 2_000;
const RAW = { getTypeParser: () => (text: string) => text };
const STATUS: Readonly<Record<string, number | undefined>> = { accepted: 2, delivered: 3, read: 4 };

const keyOf = (contact: string): KeyObject => createSecretKey(createHash('sha256').update(`key${contact}`).digest());
const seal = (key: KeyObject, value: unknown): string => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64');
};
const unseal = (key: KeyObject, box: string): string => {
  const bytes = Buffer.from(box, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAuthTag(bytes.subarray(12, 28));
  const text = decipher.update(bytes.subarray(28));
  decipher.final();
  return text.toString('utf8');
};

/** Fills the baseline's own event table. */
export const writeBaselineLog = async (connection: Connection, happened: Iterable<Happened>): Promise<void> => {
  const db = new Client(connection);
  await db.connect();
  await db.query(`create schema if not exists baseline;
    create table baseline.event (pos bigint generated always as identity primary key, stream text not null, ver int not null, type text not null, data jsonb not null, at timestamptz not null, unique (stream, ver))`);
  const keys = new Map<string, KeyObject>();
  const versions = new Map<string, number>();
  let page: [string[], number[], string[], string[], string[]] = [[], [], [], [], []];
  const flush = async (): Promise<void> => {
    await db.query(
      'insert into baseline.event (stream, ver, type, data, at) select * from unnest($1::text[], $2::int[], $3::text[], $4::jsonb[], $5::timestamptz[])',
      page,
    );
    page = [[], [], [], [], []];
  };
  for (const { at, place, messageId, told } of happened) {
    let key = keys.get(place.contactId);
    if (!key) keys.set(place.contactId, (key = keyOf(place.contactId)));
    const stream = `message-${messageId}`;
    const version = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, version);
    const phone = `+5511${String(900_000_000 + place.number)}`;
    const body =
      told.kind === 'status'
        ? { to: phone }
        : told.kind === 'in'
          ? { text: told.text, from: phone, name: `Contato ${place.number}` }
          : { text: told.text, to: phone };
    page[0].push(stream);
    page[1].push(version);
    page[2].push(told.kind === 'status' ? told.status : told.kind);
    page[3].push(
      JSON.stringify({
        messageId,
        conversationId: place.conversationId,
        contactId: place.contactId,
        tenantId: place.tenant,
        channel: 'whatsapp',
        sealed: seal(key, body),
      }),
    );
    page[4].push(at.toISOString());
    if (page[0].length === LOAD_PAGE) await flush();
  }
  await flush();
  await db.query('analyze baseline.event');
  await db.end();
};

type Data = {
  readonly messageId: string;
  readonly conversationId: string;
  readonly contactId: string;
  readonly tenantId: string;
  readonly sealed: string;
};
type Message = {
  readonly d: Data;
  readonly direction: 0 | 1;
  readonly text: string;
  status: number;
  readonly at: string;
  readonly doc: string;
};
type Conversation = {
  readonly tenant: string;
  readonly contact: string;
  lastId: string;
  text: string;
  at: string;
  unread: number;
  end: string | null;
  received: number;
  sent: number;
  dirty: boolean;
};
type Part = { readonly name: string; readonly sql: (first: number) => string; readonly values: readonly string[] };

const quoted = (s: string | null): string => (s === null ? 'NULL' : `"${/["\\]/.test(s) ? s.replace(/["\\]/g, '\\$&') : s}"`);
const texts = (values: readonly (string | null)[]): string => `{${values.map(quoted).join(',')}}`;
const plain = (values: readonly (string | number)[]): string => `{${values.join(',')}}`;
const unnest = (first: number, types: readonly string[]): string => `unnest(${types.map((t, i) => `$${first + i}::${t}[]`).join(',')})`;
const docOf = (text: string): string => [...new Set(folded(text).match(/[a-z0-9]+/g) ?? [])].join(' ');

const TABLES = `
  drop schema if exists baseline_read cascade; create schema baseline_read;
  create table baseline_read.message (id uuid primary key, tenant text not null, conversation_id uuid not null, contact_id text not null, dir smallint not null, body text, status smallint not null, at timestamptz not null);
  create table baseline_read.conversation (id uuid primary key, tenant text not null, contact_id text not null, last_id uuid, last_body text, last_at timestamptz not null, unread int not null, window_end timestamptz, received int not null, sent int not null);
  create table baseline_read.search (message_id uuid primary key, tenant text not null, at timestamptz not null, doc tsvector not null);
  create table baseline_read.checkpoint (pos bigint not null); insert into baseline_read.checkpoint values (0)`;
const INDEXES = [
  'create index on baseline_read.message (conversation_id, at desc, id)',
  'create index on baseline_read.conversation (tenant, last_at desc, id)',
  'create index on baseline_read.search using gin (doc)',
];
const READ = {
  name: 'read',
  text: `select pos, type, data, at from baseline.event where pos > $1 order by pos limit ${PAGE}`,
  rowMode: 'array' as const,
  types: RAW,
};

const messageParts = (messages: ReadonlyMap<string, Message>): readonly Part[] => {
  const rows = [...messages.values()];
  if (rows.length === 0) return [];
  const [ids, tenants, ats] = [plain([...messages.keys()]), plain(rows.map((m) => m.d.tenantId)), texts(rows.map((m) => m.at))];
  return [
    {
      name: 'm',
      sql: (n) =>
        `insert into baseline_read.message select * from ${unnest(n, ['uuid', 'text', 'uuid', 'text', 'smallint', 'text', 'smallint', 'timestamptz'])}`,
      values: [
        ids,
        tenants,
        plain(rows.map((m) => m.d.conversationId)),
        plain(rows.map((m) => m.d.contactId)),
        plain(rows.map((m) => m.direction)),
        texts(rows.map((m) => m.text)),
        plain(rows.map((m) => m.status)),
        ats,
      ],
    },
    {
      name: 's',
      sql: (n) =>
        `insert into baseline_read.search select i, t, a, array_to_tsvector(string_to_array(d, ' ')) from ${unnest(n, ['uuid', 'text', 'timestamptz', 'text'])} u(i, t, a, d)`,
      values: [ids, tenants, ats, texts(rows.map((m) => m.doc))],
    },
  ];
};
const lateParts = (late: ReadonlyMap<string, number>): readonly Part[] =>
  late.size === 0
    ? []
    : [
        {
          name: 'l',
          sql: (n) =>
            `update baseline_read.message m set status = u.s from ${unnest(n, ['uuid', 'smallint'])} u(i, s) where m.id = u.i and m.status < u.s`,
          values: [plain([...late.keys()]), plain([...late.values()])],
        },
      ];
const conversationParts = (conversations: ReadonlyMap<string, Conversation>): readonly Part[] => {
  const dirty = [...conversations].filter(([, c]) => c.dirty);
  if (dirty.length === 0) return [];
  const rows = dirty.map(([, c]) => c);
  for (const c of rows) c.dirty = false;
  const types = ['uuid', 'text', 'text', 'uuid', 'text', 'timestamptz', 'int', 'timestamptz', 'int', 'int'];
  return [
    {
      name: 'c',
      sql: (n) =>
        `insert into baseline_read.conversation select * from ${unnest(n, types)} on conflict (id) do update set last_id = excluded.last_id, last_body = excluded.last_body, ` +
        'last_at = excluded.last_at, unread = excluded.unread, window_end = excluded.window_end, received = excluded.received, sent = excluded.sent',
      values: [
        plain(dirty.map(([id]) => id)),
        plain(rows.map((c) => c.tenant)),
        plain(rows.map((c) => c.contact)),
        plain(rows.map((c) => c.lastId)),
        texts(rows.map((c) => c.text)),
        texts(rows.map((c) => c.at)),
        plain(rows.map((c) => c.unread)),
        texts(rows.map((c) => c.end)),
        plain(rows.map((c) => c.received)),
        plain(rows.map((c) => c.sent)),
      ],
    },
  ];
};

export type BaselineRebuilt = {
  readonly events: number;
  readonly messages: number;
  readonly conversations: number;
  readonly documents: number;
  readonly ms: number;
};
/** Builds the three tables from the whole baseline log. */
export const rebuildBaseline = async (connection: Connection): Promise<BaselineRebuilt> => {
  const reader = new Client(connection);
  const writer = new Client(connection);
  await reader.connect();
  await writer.connect();
  await writer.query(TABLES);
  const keys = new Map<string, KeyObject>();
  const conversations = new Map<string, Conversation>();
  type Row = [string, string, string, string];
  const read = async (after: string): Promise<Row[]> => (await reader.query<Row>({ ...READ, values: [after] })).rows;

  const fold = (rows: readonly Row[]): readonly Part[] => {
    const messages = new Map<string, Message>();
    const late = new Map<string, number>();
    for (const [, type, json, at] of rows) {
      const d = JSON.parse(json) as Data;
      const status = STATUS[type];
      if (status !== undefined) {
        const m = messages.get(d.messageId);
        if (m) m.status = Math.max(m.status, status);
        else late.set(d.messageId, Math.max(late.get(d.messageId) ?? 0, status));
        continue;
      }
      let key = keys.get(d.contactId);
      if (!key) keys.set(d.contactId, (key = keyOf(d.contactId)));
      const { text } = JSON.parse(unseal(key, d.sealed)) as { text: string };
      const inbound = type === 'in';
      messages.set(d.messageId, { d, direction: inbound ? 0 : 1, text, status: inbound ? 0 : 1, at, doc: docOf(text) });
      let c = conversations.get(d.conversationId);
      if (!c)
        conversations.set(
          d.conversationId,
          (c = {
            tenant: d.tenantId,
            contact: d.contactId,
            lastId: '',
            text: '',
            at,
            unread: 0,
            end: null,
            received: 0,
            sent: 0,
            dirty: true,
          }),
        );
      c.lastId = d.messageId;
      c.text = text;
      c.at = at;
      c.dirty = true;
      if (inbound) {
        c.unread++;
        c.received++;
        c.end = at;
      } else {
        c.unread = 0;
        c.sent++;
      }
    }
    return [...messageParts(messages), ...lateParts(late), ...conversationParts(conversations)];
  };
  const write = async (parts: readonly Part[], position: string): Promise<void> => {
    let next = 1;
    const steps = parts.map((p, i) => {
      const sql = `x${i} as (${p.sql(next)})`;
      next += p.values.length;
      return sql;
    });
    const text = `${steps.length > 0 ? `with ${steps.join(', ')} ` : ''}update baseline_read.checkpoint set pos = $${next}::bigint`;
    await writer.query({ name: `w${parts.map((p) => p.name).join('')}`, text, values: [...parts.flatMap((p) => p.values), position] });
  };

  const began = performance.now();
  let events = 0;
  let writing: Promise<void> = Promise.resolve();
  let following = read('0');
  for (let rows = await following; rows.length > 0; rows = await following) {
    const position = rows.at(-1)![0];
    following = rows.length < PAGE ? Promise.resolve([]) : read(position);
    // The next page is asked for before this one keeps the thread busy.
    await new Promise((done) => setImmediate(done));
    const parts = fold(rows);
    await writing;
    writing = write(parts, position);
    writing.catch(() => undefined);
    events += rows.length;
  }
  await writing;
  for (const index of INDEXES) await writer.query(index);
  const ms = performance.now() - began;
  const count =
    'select (select count(*) from baseline_read.message)::int m, (select count(*) from baseline_read.conversation)::int c, (select count(*) from baseline_read.search)::int s';
  const [n] = (await writer.query<{ m: number; c: number; s: number }>(count)).rows;
  await reader.end();
  await writer.end();
  return { events, messages: n!.m, conversations: n!.c, documents: n!.s, ms };
};
