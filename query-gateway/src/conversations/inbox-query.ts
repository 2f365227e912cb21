import type { Viewer } from '@master-ia/schemas/permissions.ts';
import { searchWords } from '@master-ia/schemas/search-words.ts';
import type { GraphContext } from '../graphql/context.ts';
import { badInput, connection, cursorOf, INSTANT, isUuid, pageSize, partsOf, UUID } from '../graphql/paging.ts';
import { read } from '../graphql/read.ts';
import { CONVERSATION_COLUMNS } from './conversation-row.ts';
import { LISTED, listedRows, type ListedRows } from './listed.ts';

export type ConversationFilter = {
  readonly tab?: 'MINE' | 'UNASSIGNED' | 'ALL' | null;
  readonly state?: readonly ('OPEN' | 'SNOOZED' | 'CLOSED')[] | null;
  readonly assigneeId?: string | null;
  readonly channelId?: string | null;
  readonly labelId?: string | null;
  readonly unread?: boolean | null;
  readonly contactId?: string | null;
  readonly search?: string | null;
};
export const COUNT_CAP = 999;
/** Labels on fewer conversations than this are looked up by the label; others by walking the list. */
const RARE = 2000;
/** Contacts that a search in the list looks at. */
const SEARCHED = 200;

/** Filters whose best index is the same whatever their values are: a plan may be kept for them, for the sizes that lists have. */
const PLANNED_ONCE = /^(_so|_tu|_un|_after)*$|^_ch(_after)?$/;
const SIZES = [25, 30, 50, 100];

type Clause = { readonly text: string; readonly values: readonly unknown[]; readonly name: string };
/** Collects predicates and their parameters; the name tells prepared statements apart by shape. */
const clauses = () => {
  const values: unknown[] = [];
  const parts: string[] = [];
  let name = '';
  return {
    add(tag: string, sql: (p: (v: unknown) => string) => string): void {
      parts.push(
        sql((v) => {
          values.push(v);
          return `$${String(values.length)}`;
        }),
      );
      name += `_${tag}`;
    },
    done: (): Clause => ({ text: parts.length === 0 ? 'true' : parts.join(' and '), values, name }),
  };
};
type Clauses = ReturnType<typeof clauses>;

/** The same rule as `visible`, in SQL. */
const mayUse = (viewer: Viewer, q: Clauses): void => {
  switch (viewer.visibility) {
    case 'all':
      return;
    case 'own_and_unassigned':
      q.add('vu', (p) => `(i.assignee_id is null or i.assignee_id = ${p(viewer.userId)}::uuid)`);
      return;
    case 'own':
      q.add('vo', (p) => `i.assignee_id = ${p(viewer.userId)}::uuid`);
  }
};
const uuidArg = (value: string, what: string): string => {
  if (!isUuid(value)) throw badInput(`${what} must be an id`);
  return value;
};

const filterClauses = (c: GraphContext, f: ConversationFilter, q: Clauses): void => {
  mayUse(c.identity.viewer, q);
  if (f.tab === 'MINE') q.add('tm', (p) => `i.assignee_id = ${p(c.identity.userId)}::uuid`);
  if (f.tab === 'UNASSIGNED') q.add('tu', () => 'i.assignee_id is null');
  if (f.state && f.state.length > 0) {
    const states = [...new Set(f.state)].map((s) => s.toLowerCase()).sort();
    if (states.length === 1 && states[0] === 'open') q.add('so', () => "i.state = 'open'");
    else if (states.length < 3) q.add('s', (p) => `i.state = any(${p(states)}::text[])`);
  }
  if (f.assigneeId) q.add('a', (p) => `i.assignee_id = ${p(uuidArg(f.assigneeId as string, 'assigneeId'))}::uuid`);
  if (f.channelId) q.add('ch', (p) => `i.channel_id = ${p(uuidArg(f.channelId as string, 'channelId'))}::uuid`);
  if (f.contactId) q.add('co', (p) => `i.contact_id = ${p(uuidArg(f.contactId as string, 'contactId'))}::uuid`);
  if (f.unread === true) q.add('un', () => 'i.unread > 0');
};

const digitsOf = (text: string): string | null => {
  const digits = text.replace(/\D/g, '');
  return digits.length >= 3 && digits.length <= 20 && /^[\d\s()+.-]+$/.test(text.trim()) ? digits : null;
};
/** Contacts whose name or phone a search means; bounded. */
export const searchedContacts = async (c: GraphContext, text: string, most = SEARCHED): Promise<readonly string[]> => {
  const words = digitsOf(text) === null ? searchWords(text.slice(0, 200)) : [];
  const rows = await read<{ contact_id: string }>(
    c,
    ['contacts'],
    'search_contacts',
    'select contact_id from rm.search_contacts($1::text[], $2, $3, null, null)',
    [words, digitsOf(text), most],
  );
  return rows.map((r) => r.contact_id);
};

const INBOX = ['inbox'];
const TABLE = 'rm.inbox i';
const COLUMNS = CONVERSATION_COLUMNS.replace(/\w+/g, 'i.$&');
export const inboxPage = async (
  c: GraphContext,
  f: ConversationFilter,
  first: number | null | undefined,
  after: string | null | undefined,
) => {
  const size = pageSize(first);
  const q = clauses();
  filterClauses(c, f, q);
  if (after) {
    const [at, id] = partsOf(after, [INSTANT, UUID]) as [string, string];
    q.add('after', (p) => `(i.last_at, i.conversation_id) < (${p(at)}::timestamptz, ${p(id)}::uuid)`);
  }
  const search = f.search?.trim();
  if (search) {
    const ids = await searchedContacts(c, search);
    q.add('q', (p) => `i.contact_id = any(${p(ids)}::uuid[])`);
  }
  let source = TABLE;
  if (f.labelId) {
    const labelId = uuidArg(f.labelId, 'labelId');
    const [count] = await read<{ n: number }>(
      c,
      INBOX,
      'label_count',
      `select count(*)::int as n from (select 1 from rm.inbox_label where label_id = $1::uuid limit ${String(RARE)}) x`,
      [labelId],
    );
    if ((count?.n ?? 0) < RARE) {
      q.add('lr', (p) => `l.label_id = ${p(labelId)}::uuid`);
      source = 'rm.inbox_label l join rm.inbox i on i.conversation_id = l.conversation_id';
    } else
      q.add(
        'lf',
        (p) => `exists (select 1 from rm.inbox_label l where l.conversation_id = i.conversation_id and l.label_id = ${p(labelId)}::uuid)`,
      );
  }
  const where = q.done();
  const rows = listedRows(
    c,
    await read<ListedRows>(
      c,
      INBOX,
      source === TABLE && PLANNED_ONCE.test(where.name) && SIZES.includes(size) ? `inbox_${String(size)}${where.name}` : null,
      `with listed as materialized (select ${COLUMNS} from ${source} where ${where.text} order by i.last_at desc, i.conversation_id desc limit ${String(size + 1)})
       select ${LISTED}`,
      where.values,
    ),
  );
  return connection(rows, size, (r) => cursorOf([r.last_at.toISOString(), r.conversation_id]), { after: Boolean(after) });
};

/** Tab counts under the viewer's rights, each an index count with a cap. */
export const inboxCounts = async (c: GraphContext, f: ConversationFilter) => {
  const count = async (tag: string, more: ConversationFilter): Promise<number> => {
    const q = clauses();
    filterClauses(c, { ...f, search: null, ...more }, q);
    if (f.labelId) {
      const labelId = uuidArg(f.labelId, 'labelId');
      q.add(
        'l',
        (p) => `exists (select 1 from rm.inbox_label l where l.conversation_id = i.conversation_id and l.label_id = ${p(labelId)}::uuid)`,
      );
    }
    const where = q.done();
    const [row] = await read<{ n: number }>(
      c,
      INBOX,
      `count_${tag}${where.name}`,
      `select count(*)::int as n from (select 1 from rm.inbox i where ${where.text} limit ${String(COUNT_CAP)}) x`,
      where.values,
    );
    return row?.n ?? 0;
  };
  const [mine, unassigned, all, unread] = await Promise.all([
    c.identity.userId === null ? 0 : count('m', { tab: 'MINE' }),
    count('u', { tab: 'UNASSIGNED' }),
    count('a', { tab: 'ALL' }),
    count('r', { tab: 'ALL', unread: true }),
  ]);
  return { mine, unassigned, all, unread, cap: COUNT_CAP };
};

/** Whether a changed row belongs in a subscriber's list; searches are answered by refetching. */
export const matches = (
  identity: { readonly userId: string | null },
  f: ConversationFilter,
  row: {
    readonly state: string;
    readonly assignee_id: string | null;
    readonly channel_id: string;
    readonly label_ids: readonly string[];
    readonly unread: number;
    readonly contact_id: string;
  },
): boolean =>
  (f.tab !== 'MINE' || (row.assignee_id !== null && row.assignee_id === identity.userId)) &&
  (f.tab !== 'UNASSIGNED' || row.assignee_id === null) &&
  (!f.state || f.state.length === 0 || f.state.some((s) => s.toLowerCase() === row.state)) &&
  (!f.assigneeId || row.assignee_id === f.assigneeId) &&
  (!f.channelId || row.channel_id === f.channelId) &&
  (!f.contactId || row.contact_id === f.contactId) &&
  (!f.labelId || row.label_ids.includes(f.labelId)) &&
  (f.unread !== true || row.unread > 0);
