import DataLoader from 'dataloader';
import { channelTable, type ChannelRow } from '@master-ia/schemas/channels/tables.ts';
import { contactTable, type ContactRow } from '@master-ia/schemas/contacts/tables.ts';
import { labelTable, type InboxRow, type LabelRow } from '@master-ia/schemas/conversations/tables.ts';
import type { ApiKeyRow, AccountRow, MemberRow } from '@master-ia/schemas/tenancy/tables.ts';
import type { ReadModelDb, Row } from '@master-ia/platform/ports/sql.ts';
import { revive } from '@master-ia/platform/projector/columns.ts';

export type UserRow = Pick<MemberRow, 'user_id' | 'role' | 'visibility' | 'state'> & Pick<AccountRow, 'email' | 'name'>;
type Beside = 'contact' | 'channel' | 'user' | 'label';
const rowsOf = (table: string, key: string): string => `select * from rm.${table} where ${key} = any($1::uuid[])`;
const USERS =
  'select m.user_id, m.role, m.visibility, m.state, a.email, a.name from rm.member m left join rm.account a on a.user_id = m.user_id where m.user_id = any($1::uuid[])';

/** One row per id and operation, however many fields ask for it. */
export const loaders = (db: ReadModelDb, tenant: string) => {
  const byId = <R extends Row>(name: string, text: string, key: keyof R & string) =>
    new DataLoader<string, R | null>(async (ids) => {
      const rows = await db.query<R>({ tenant }, text, [ids], { name });
      const found = new Map(rows.map((r) => [r[key] as string, r]));
      return ids.map((id) => found.get(id) ?? null);
    });
  const table = <R extends Row>(t: string, key: keyof R & string) =>
    byId<R>(`load_${t}`, rowsOf(t, key), key);
  return {
    contact: table<ContactRow>('contact', 'contact_id'),
    channel: table<ChannelRow>('channel', 'channel_id'),
    conversation: table<InboxRow>('inbox', 'conversation_id'),
    label: table<LabelRow>('label', 'label_id'),
    user: byId<UserRow>('load_users', USERS, 'user_id'),
    apiKey: table<ApiKeyRow>('api_key', 'api_key_id'),
  };
};
export type Loaders = ReturnType<typeof loaders>;
/** A subscription lives long: what it loaded for one change is not taken for the next. */
export const forgetLoaded = (l: Loaders): void => {
  for (const loader of Object.values(l)) loader.clearAll();
};

const of = (kind: Beside, from: string, parameter: number): string =>
  `select '${kind}' as kind, to_json(r) as row from (${from.replace('$1', `$${String(parameter)}`)}) r`;
const BESIDE = [
  of('contact', rowsOf('contact', 'contact_id'), 1),
  of('channel', rowsOf('channel', 'channel_id'), 2),
  of('user', USERS, 3),
  of('label', rowsOf('label', 'label_id'), 4),
].join(' union all ');

/** What the rows of a list show beside themselves, loaded in one statement: a screen that is told of many changes asks for it with each. */
export const loadBeside = async (db: ReadModelDb, tenant: string, l: Loaders, rows: readonly InboxRow[]): Promise<void> => {
  const each = (ids: (r: InboxRow) => readonly (string | null)[]): readonly string[] =>
    [...new Set(rows.flatMap(ids))].filter((id) => id !== null);
  const [contacts, channels, users, labels] = [
    each((r) => [r.contact_id]),
    each((r) => [r.channel_id]),
    each((r) => [r.assignee_id]),
    each((r) => r.label_ids),
  ];
  if (rows.length === 0) return;
  const found = await db.query<{ kind: Beside; row: Record<string, unknown> }>({ tenant }, BESIDE, [contacts, channels, users, labels], {
    name: 'load_beside',
  });
  const told = <R>(kind: Beside, key: keyof R & string, loader: DataLoader<string, R | null>, ids: readonly string[], read: (row: Row) => R): void => {
    const byId = new Map(found.flatMap((f) => (f.kind === kind ? [[f.row[key] as string, read(f.row)] as const] : [])));
    for (const id of ids) loader.prime(id, byId.get(id) ?? null);
  };
  told<ContactRow>('contact', 'contact_id', l.contact, contacts, (row) => revive(contactTable, row) as ContactRow);
  told<ChannelRow>('channel', 'channel_id', l.channel, channels, (row) => revive(channelTable, row) as ChannelRow);
  told<UserRow>('user', 'user_id', l.user, users, (row) => row as UserRow);
  told<LabelRow>('label', 'label_id', l.label, labels, (row) => revive(labelTable, row) as LabelRow);
};
