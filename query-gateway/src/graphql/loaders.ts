import DataLoader from 'dataloader';
import { channelTable, type ChannelRow } from '@master-ia/schemas/channels/tables.ts';
import { contactTable, type ContactRow } from '@master-ia/schemas/contacts/tables.ts';
import { labelTable, type InboxRow, type LabelRow } from '@master-ia/schemas/conversations/tables.ts';
import type { ApiKeyRow, AccountRow, MemberRow } from '@master-ia/schemas/tenancy/tables.ts';
import type { AnyTable } from '@master-ia/platform/kernel/projection.ts';
import type { ReadModelDb, Row } from '@master-ia/platform/ports/sql.ts';
import { revive } from '@master-ia/platform/projector/columns.ts';

export type UserRow = Pick<MemberRow, 'user_id' | 'role' | 'visibility' | 'state'> & Pick<AccountRow, 'email' | 'name'>;
type Beside = 'contact' | 'channel' | 'user' | 'label';
const rowsOf = (table: string, key: string): string => `select * from rm.${table} where ${key} = any($1::uuid[])`;
const USERS =
  'select m.user_id, m.role, m.visibility, m.state, a.email, a.name from rm.member m left join rm.account a on a.user_id = m.user_id where m.user_id = any($1::uuid[])';
const BESIDE: Readonly<
  Record<
    Beside,
    { readonly text: string; readonly key: string; /** Of which table the rows are, for their types. */ readonly table?: AnyTable }
  >
> = {
  contact: { text: rowsOf('contact', 'contact_id'), key: 'contact_id', table: contactTable },
  channel: { text: rowsOf('channel', 'channel_id'), key: 'channel_id', table: channelTable },
  label: { text: rowsOf('label', 'label_id'), key: 'label_id', table: labelTable },
  user: { text: USERS, key: 'user_id' },
};

const of = (kind: Beside, parameter: number): string =>
  `select '${kind}' as kind, to_json(r) as row from (${BESIDE[kind].text.replace('$1', `$${String(parameter)}`)}) r`;
const KINDS = Object.keys(BESIDE) as readonly Beside[];
const ALL = KINDS.map((kind, i) => of(kind, i + 1)).join(' union all ');

/** What rows show beside themselves: what is asked of several tables in one turn goes in one statement, as a page asks for all of it. */
const besideLoaders = (db: ReadModelDb, tenant: string) => {
  type Asked = { readonly kind: Beside; readonly ids: readonly string[]; readonly answer: PromiseWithResolvers<readonly Row[]> };
  let waiting: Asked[] = [];
  const ask = async (asked: readonly Asked[]): Promise<void> => {
    const [only] = asked;
    if (only && asked.length === 1) {
      const { text } = BESIDE[only.kind];
      return only.answer.resolve(await db.query({ tenant }, text, [only.ids], { name: `load_${only.kind}` }));
    }
    const ids = KINDS.map((kind) => asked.flatMap((x) => (x.kind === kind ? x.ids : [])));
    const found = await db.query<{ kind: Beside; row: Row }>({ tenant }, ALL, ids, { name: 'load_beside' });
    for (const { kind, answer } of asked) {
      const { table } = BESIDE[kind];
      answer.resolve(found.flatMap((f) => (f.kind === kind ? [table ? revive(table, f.row) : f.row] : [])));
    }
  };
  const send = (): void => {
    const asked = waiting;
    waiting = [];
    ask(asked).catch((error: unknown) => {
      for (const { answer } of asked) answer.reject(error);
    });
  };
  return <R extends Row>(kind: Beside) =>
    new DataLoader<string, R | null>(async (ids) => {
      const answer = Promise.withResolvers<readonly Row[]>();
      // The other loaders' turns come before this one's end.
      if (waiting.length === 0) process.nextTick(send);
      waiting.push({ kind, ids, answer });
      const { key } = BESIDE[kind];
      const found = new Map((await answer.promise).map((r) => [r[key] as string, r as R]));
      return ids.map((id) => found.get(id) ?? null);
    });
};

/** One row per id and operation, however many fields ask for it. */
export const loaders = (db: ReadModelDb, tenant: string) => {
  const beside = besideLoaders(db, tenant);
  const table = <R extends Row>(t: string, key: keyof R & string) =>
    new DataLoader<string, R | null>(async (ids) => {
      const rows = await db.query<R>({ tenant }, rowsOf(t, key), [ids], { name: `load_${t}` });
      const found = new Map(rows.map((r) => [r[key] as string, r]));
      return ids.map((id) => found.get(id) ?? null);
    });
  return {
    contact: beside<ContactRow>('contact'),
    channel: beside<ChannelRow>('channel'),
    label: beside<LabelRow>('label'),
    user: beside<UserRow>('user'),
    conversation: table<InboxRow>('inbox', 'conversation_id'),
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
  const each = (ids: (r: InboxRow) => readonly (string | null)[]): readonly string[] =>
    [...new Set(rows.flatMap(ids))].filter((id) => id !== null);
  await Promise.all([
    l.contact.loadMany(each((r) => [r.contact_id])),
    l.channel.loadMany(each((r) => [r.channel_id])),
    l.user.loadMany(each((r) => [r.assignee_id])),
    l.label.loadMany(each((r) => r.label_ids)),
  ]);
};
