import type { AnyTable, Row, View } from '@master-ia/platform/kernel/projection.ts';
import type { Database } from '@master-ia/platform/ports/sql.ts';
import { liveVersion } from '@master-ia/platform/projector/catalog.ts';
import { noChanges } from '@master-ia/platform/projector/changes.ts';
import { buildWrite } from '@master-ia/platform/projector/statements.ts';
import { contacts } from '@master-ia/projection-service/contacts/contacts.ts';
import { inbox } from '@master-ia/projection-service/conversations/inbox.ts';
import { messageSearch } from '@master-ia/projection-service/conversations/message-search.ts';
import { thread } from '@master-ia/projection-service/conversations/thread.ts';
import { contactDocTable, contactTable, type ContactRow } from '@master-ia/schemas/contacts/tables.ts';
import {
  inboxLabelTable,
  inboxTable,
  messageDocTable,
  threadTable,
  type InboxRow,
  type ThreadRow,
} from '@master-ia/schemas/conversations/tables.ts';
import { folded, searchWords, tenantLexeme } from '@master-ia/schemas/search-words.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { dice } from '../numbers.ts';
import { writer } from './words.ts';

/** A company's part of the read model. */
export type Filled = {
  readonly tenant: string;
  readonly conversations: number;
  readonly messages: number;
  readonly agents: readonly string[];
  readonly channels: readonly string[];
  /** The first is on every fourth conversation, the last on one in five hundred. */
  readonly labels: readonly string[];
};
const DAYS = 300;
const DAY_MS = 86_400_000;
const BATCH = 2_000;
const SHARE = { open: 0.25, snoozed: 0.02, unassigned: 0.3, unread: 0.05 };

type Target = { add(tenant: string, table: AnyTable, row: Row): Promise<void>; flush(): Promise<void> };
/** Writes rows of a view's live version by the statements of a rebuild. */
const target = async (db: Database, view: View): Promise<Target> => {
  const live = await liveVersion(db, view.name);
  if (!live) throw new Error(`${view.name} has no live version`);
  let changes = noChanges(view);
  let waiting = 0;
  const flush = async (): Promise<void> => {
    const s = buildWrite(view, live.schema, changes, noChanges(view));
    changes = noChanges(view);
    waiting = 0;
    if (s) await db.query(s.text, s.values, { name: s.name, durable: false });
  };
  return {
    add: async (tenant, table, row) => {
      const { upserts } = changes[view.tables.indexOf(table)]!;
      upserts.tenants.push(tenant);
      upserts.positions.push('');
      upserts.rows.push(row);
      if (++waiting >= BATCH) await flush();
    },
    flush,
  };
};

/** Drops the secondary indexes of the views while `fill` runs, and makes them again. */
const withoutIndexes = async (db: Database, views: readonly View[], fill: () => Promise<void>): Promise<void> => {
  const schemas = await Promise.all(views.map(async (v) => (await liveVersion(db, v.name))?.schema ?? ''));
  const { rows } = await db.query<{ name: string; made: string }>(
    `select format('%I.%I', i.schemaname, i.indexname) as name, i.indexdef as made from pg_indexes i where i.schemaname = any($1)
     and not exists (select 1 from pg_constraint c join pg_namespace n on n.oid = c.connamespace where n.nspname = i.schemaname and c.conname = i.indexname)`,
    [schemas],
  );
  for (const { name } of rows) await db.query(`drop index ${name}`);
  await fill();
  for (const { made } of rows) await db.query(made);
  for (const [i, view] of views.entries()) for (const t of view.tables) await db.query(`vacuum analyze ${schemas[i] ?? ''}.${t.name}`);
};

const personName = (words: readonly string[], random: () => number): string => {
  const word = (): string => words[Math.floor(random() * words.length)] ?? 'ana';
  const [first, last] = [word(), word()];
  return `${first[0]?.toUpperCase() ?? ''}${first.slice(1)} ${last[0]?.toUpperCase() ?? ''}${last.slice(1)}`;
};

/** Fills the views with companies, newest messages last, straight and without events. */
export const fillReadModel = async (db: Database, companies: readonly Filled[], now: Date): Promise<void> => {
  const views = [inbox, thread, messageSearch, contacts];
  await withoutIndexes(db, views, async () => {
    const [toInbox, toThread, toSearch, toContacts] = (await Promise.all(views.map((v) => target(db, v)))) as [
      Target,
      Target,
      Target,
      Target,
    ];
    let position = 0;
    for (const c of companies) {
      const random = dice(7);
      const text = writer(random);
      const began = now.getTime() - DAYS * DAY_MS;
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
      const last = new Map<
        number,
        { readonly id: string; readonly at: Date; readonly text: string; readonly direction: 'in' | 'out'; readonly position: string }
      >();
      for (let i = 0; i < c.messages; i++) {
        // Every conversation has a message; beyond that some have hundreds.
        const n = i < c.conversations ? i : Math.floor(c.conversations * random() ** 2);
        const at = new Date(began + ((i + random()) / c.messages) * DAYS * DAY_MS);
        const message = {
          id: uuidFrom('bench', c.tenant, 'message', String(i)),
          at,
          text: text.sentence(),
          direction: random() < 0.5 ? 'in' : 'out',
          position: String(++position).padStart(20, '0'),
        } as const;
        const conversation_id = conversationIdOf(c, n);
        last.set(n, message);
        const row: ThreadRow = {
          item_id: message.id,
          conversation_id,
          type: 'message',
          at,
          position: message.position,
          direction: message.direction,
          kind: 'text',
          content: { kind: 'text', text: message.text },
          text: message.text,
          media: null,
          reply_to: null,
          reactions: [],
          attempts:
            message.direction === 'in'
              ? []
              : [{ attempt: 1, started: true, accepted: true, delivered: true, read: true, providerKey: 'f'.repeat(64) }],
          status: message.direction === 'in' ? null : 'READ',
          failure: null,
          author_kind: message.direction === 'in' ? null : 'user',
          author_id: message.direction === 'in' ? null : pick(c.agents),
          activity: null,
          data: null,
        };
        await toThread.add(c.tenant, threadTable, row);
        await toSearch.add(c.tenant, messageDocTable, {
          message_id: message.id,
          conversation_id,
          at,
          doc: [tenantLexeme(c.tenant), ...searchWords(message.text)].join(' '),
        });
      }
      for (const [n, m] of last) {
        const conversation_id = conversationIdOf(c, n);
        const contact_id = uuidFrom('bench', c.tenant, 'contact', String(n));
        const state = random();
        const unread = random() < SHARE.unread ? 1 + Math.floor(random() * 5) : 0;
        const label_ids = c.labels.filter(
          (_, i) => random() < 0.25 * 0.002 ** (i / Math.max(1, c.labels.length - 1)) * 4 ** (i / Math.max(1, c.labels.length - 1)),
        );
        const row: InboxRow = {
          conversation_id,
          contact_id,
          channel_id: pick(c.channels),
          state: state < SHARE.open ? 'open' : state < SHARE.open + SHARE.snoozed ? 'snoozed' : 'closed',
          assignee_id: random() < SHARE.unassigned ? null : pick(c.agents),
          label_ids,
          last_at: m.at,
          last_message_id: m.id,
          last_message_at: m.at,
          last_message_position: m.position,
          last_direction: m.direction,
          last_kind: 'text',
          last_text: m.text,
          last_attempts: [],
          last_status: m.direction === 'in' ? null : 'READ',
          unread,
          unread_positions: Array.from({ length: unread }, () => m.position),
          read_up_to: null,
          window_ends_at: new Date(m.at.getTime() + DAY_MS),
          waiting_since: unread > 0 ? m.at : null,
          snoozed_until: null,
          opened_at: m.at,
        };
        await toInbox.add(c.tenant, inboxTable, row);
        for (const label_id of label_ids) await toInbox.add(c.tenant, inboxLabelTable, { conversation_id, label_id, last_at: m.at });
        const name = personName(text.words, random);
        const phone = `+55119${String(10_000_000 + n)}`;
        const contact: ContactRow = {
          contact_id,
          given_name: null,
          profile_name: name,
          name,
          sort_name: folded(name),
          phone,
          addresses: [{ kind: 'phone', value: phone }],
          blocked: false,
          linked: [],
          created_at: m.at,
        };
        await toContacts.add(c.tenant, contactTable, contact);
        for (const d of contacts.derived) for (const doc of d.rows(contact, c.tenant)) await toContacts.add(c.tenant, contactDocTable, doc);
      }
    }
    for (const t of [toInbox, toThread, toSearch, toContacts]) await t.flush();
  });
};
export const conversationIdOf = (c: Pick<Filled, 'tenant'>, n: number): string => uuidFrom('bench', c.tenant, 'conversation', String(n));
