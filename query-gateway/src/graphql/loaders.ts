import DataLoader from 'dataloader';
import type { ChannelRow } from '@master-ia/schemas/channels/tables.ts';
import type { ContactRow } from '@master-ia/schemas/contacts/tables.ts';
import type { InboxRow, LabelRow } from '@master-ia/schemas/conversations/tables.ts';
import type { ApiKeyRow, AccountRow, MemberRow } from '@master-ia/schemas/tenancy/tables.ts';
import type { ReadModelDb, Row } from '@master-ia/platform/ports/sql.ts';

export type UserRow = Pick<MemberRow, 'user_id' | 'role' | 'visibility' | 'state'> & Pick<AccountRow, 'email' | 'name'>;
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
    byId<R>(`load_${t}`, `select * from rm.${t} where ${key} = any($1::uuid[])`, key);
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

/** What the rows of a list show beside themselves, loaded in one go. */
export const loadBeside = async (l: Loaders, rows: readonly InboxRow[]): Promise<void> => {
  const each = (of: (r: InboxRow) => readonly (string | null)[]): readonly string[] =>
    [...new Set(rows.flatMap(of))].filter((id) => id !== null);
  await Promise.all([
    l.contact.loadMany(each((r) => [r.contact_id])),
    l.channel.loadMany(each((r) => [r.channel_id])),
    l.user.loadMany(each((r) => [r.assignee_id])),
    l.label.loadMany(each((r) => r.label_ids)),
  ]);
};
