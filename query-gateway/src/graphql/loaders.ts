import DataLoader from 'dataloader';
import { channelTable, type ChannelRow } from '@master-ia/schemas/channels/tables.ts';
import { contactTable, type ContactRow } from '@master-ia/schemas/contacts/tables.ts';
import { labelTable, type LabelRow } from '@master-ia/schemas/conversations/tables.ts';
import type { ApiKeyRow, AccountRow, MemberRow } from '@master-ia/schemas/tenancy/tables.ts';
import type { AnyTable } from '@master-ia/platform/kernel/projection.ts';
import type { ReadModelDb, Row } from '@master-ia/platform/ports/sql.ts';
import { revive } from '@master-ia/platform/projector/columns.ts';
import { CONVERSATION_COLUMNS, type ConversationRow } from '../conversations/conversation-row.ts';
import { FIRST_UNREAD, type FirstUnread } from '../conversations/first-unread.ts';

export type UserRow = Pick<MemberRow, 'user_id' | 'role' | 'visibility' | 'state'> & Pick<AccountRow, 'email' | 'name'>;
/** What a person is called is told to who works with them, not to who has only invited them: they may be known elsewhere. Of `rm.member m` and `rm.account a`. */
export const SHOWN_NAME = "case when m.state = 'invited' then null else a.name end";
/** What rows show beside themselves. */
const BESIDE = {
  contact: { text: 'select * from rm.contact where contact_id = any($ids)', key: 'contact_id', table: contactTable as AnyTable },
  channel: { text: 'select * from rm.channel where channel_id = any($ids)', key: 'channel_id', table: channelTable as AnyTable },
  label: { text: 'select * from rm.label where label_id = any($ids)', key: 'label_id', table: labelTable as AnyTable },
  // Of two tables, without a column that would have to be revived.
  user: {
    text: `select m.user_id, m.role, m.visibility, m.state, a.email, ${SHOWN_NAME} as name from rm.member m left join rm.account a on a.user_id = m.user_id where m.user_id = any($ids)`,
    key: 'user_id',
    table: null,
  },
} as const;
type Beside = keyof typeof BESIDE;
const KINDS = Object.keys(BESIDE) as readonly Beside[];
/** Rows by kind, as the columns of one row of JSON. */
export type BesideRows = Readonly<Partial<Record<Beside, readonly Row[] | null>>>;
/** The columns of a statement that answer {@link BesideRows}; told where the ids of each kind are: an expression that makes a `uuid[]`. */
export const besideColumns = (ids: Readonly<Partial<Record<Beside, string>>>): string =>
  KINDS.flatMap((kind) => {
    const of = ids[kind];
    return of === undefined ? [] : [`(select json_agg(r) from (${BESIDE[kind].text.replace('$ids', () => of)}) r) as "${kind}"`];
  }).join(', ');
const revived = (kind: Beside, rows: readonly Row[]): readonly Row[] => {
  const { table } = BESIDE[kind];
  return table ? rows.map((r) => revive(table, r)) : rows;
};

/** Rows by id, each read once. A row that is known is answered at once: a field that waits for nothing costs an operation a tenth of one that does. */
export type RowsById<R> = {
  load(id: string): R | null | Promise<R | null>;
  /** Without those that are not there. */
  all(ids: readonly string[]): readonly R[] | Promise<readonly R[]>;
  prime(id: string, row: R | null): void;
  forget(): void;
};
const rowsById = <R extends Row>(read: (ids: readonly string[]) => Promise<readonly Row[]>, key: string): RowsById<R> => {
  const known = new Map<string, R | null>();
  const loader = new DataLoader<string, R | null>(async (ids) => {
    const found = new Map((await read(ids)).map((r) => [r[key] as string, r as R]));
    return ids.map((id) => {
      const row = found.get(id) ?? null;
      known.set(id, row);
      return row;
    });
  });
  const load = (id: string): R | null | Promise<R | null> => {
    const row = known.get(id);
    return row === undefined ? loader.load(id) : row;
  };
  const there = (rows: readonly (R | null)[]): readonly R[] => rows.filter((r) => r !== null);
  return {
    load,
    all: (ids) =>
      ids.every((id) => known.has(id))
        ? there(ids.map((id) => known.get(id) ?? null))
        : Promise.all(ids.map(async (id) => load(id))).then(there),
    prime: (id, row) => void known.set(id, row),
    forget: () => {
      known.clear();
      loader.clearAll();
    },
  };
};

const ALL = `select ${besideColumns(Object.fromEntries(KINDS.map((kind, i) => [kind, `$${String(i + 1)}::uuid[]`])))}`;
/** What is asked of several tables in one turn goes in one statement. */
const besideLoaders = (db: ReadModelDb, tenant: string) => {
  type Asked = { readonly kind: Beside; readonly ids: readonly string[]; readonly answer: PromiseWithResolvers<readonly Row[]> };
  let waiting: Asked[] = [];
  const ask = async (asked: readonly Asked[]): Promise<void> => {
    const [only] = asked;
    if (only && asked.length === 1) {
      const text = BESIDE[only.kind].text.replace('$ids', '$1::uuid[]');
      return only.answer.resolve(await db.query({ tenant }, text, [only.ids], { name: `load_${only.kind}` }));
    }
    const ids = KINDS.map((kind) => asked.flatMap((x) => (x.kind === kind ? x.ids : [])));
    const [found] = await db.query<BesideRows>({ tenant }, ALL, ids, { name: 'load_beside' });
    for (const { kind, answer } of asked) answer.resolve(revived(kind, found?.[kind] ?? []));
  };
  const send = (): void => {
    const asked = waiting;
    waiting = [];
    ask(asked).catch((error: unknown) => {
      for (const { answer } of asked) answer.reject(error);
    });
  };
  return <R extends Row>(kind: Beside): RowsById<R> =>
    rowsById<R>((ids) => {
      const answer = Promise.withResolvers<readonly Row[]>();
      // The other loaders' turns come before this one's end.
      if (waiting.length === 0) process.nextTick(send);
      waiting.push({ kind, ids, answer });
      return answer.promise;
    }, BESIDE[kind].key);
};

/** One row per id and operation, however many fields ask for it. */
export const loaders = (db: ReadModelDb, tenant: string) => {
  const beside = besideLoaders(db, tenant);
  const table = <R extends Row>(t: string, key: keyof R & string, columns = '*'): RowsById<R> =>
    rowsById<R>(
      (ids) => db.query({ tenant }, `select ${columns} from rm.${t} where ${key} = any($1::uuid[])`, [ids], { name: `load_${t}` }),
      key,
    );
  return {
    contact: beside<ContactRow>('contact'),
    channel: beside<ChannelRow>('channel'),
    label: beside<LabelRow>('label'),
    user: beside<UserRow>('user'),
    conversation: table<ConversationRow>('inbox', 'conversation_id', CONVERSATION_COLUMNS),
    firstUnread: rowsById<FirstUnread>((ids) => db.query({ tenant }, FIRST_UNREAD, [ids], { name: 'first_unread' }), 'conversation_id'),
    apiKey: table<ApiKeyRow>('api_key', 'api_key_id'),
  };
};
export type Loaders = ReturnType<typeof loaders>;
/** A subscription lives long: what it loaded for one change is not taken for the next. */
export const forgetLoaded = (l: Loaders): void => {
  for (const loader of Object.values(l)) loader.forget();
};
/** Makes known what a statement with {@link besideColumns} answered. */
export const primeBeside = (l: Loaders, rows: BesideRows): void => {
  for (const kind of KINDS) {
    const { key } = BESIDE[kind];
    const loader = l[kind] as RowsById<Row>;
    for (const row of revived(kind, rows[kind] ?? [])) loader.prime(row[key] as string, row);
  }
};

/** What the rows of a list show beside themselves, loaded in one go. */
export const loadBeside = async (l: Loaders, rows: readonly ConversationRow[]): Promise<void> => {
  const each = (ids: (r: ConversationRow) => readonly (string | null)[]): readonly string[] =>
    [...new Set(rows.flatMap(ids))].filter((id) => id !== null);
  await Promise.all([
    l.contact.all(each((r) => [r.contact_id])),
    l.channel.all(each((r) => [r.channel_id])),
    l.user.all(each((r) => [r.assignee_id])),
    l.label.all(each((r) => r.label_ids)),
  ]);
};
