import type { ContactRow } from '@master-ia/schemas/contacts/tables.ts';
import type { InboxRow } from '@master-ia/schemas/conversations/tables.ts';
import { visible } from '@master-ia/schemas/permissions.ts';
import { searchWords } from '@master-ia/schemas/search-words.ts';
import type { GraphContext } from '../graphql/context.ts';
import { mutate } from '../graphql/mutate.ts';
import { connection, cursorOf, isUuid, pageSize, partsOf, UUID } from '../graphql/paging.ts';
import { read } from '../graphql/read.ts';

const CONTACTS = ['contacts'];
const ANY = /^[\s\S]{0,600}$/;
type Input<T> = { readonly input: T & { readonly commandId?: string | null } };

const payload = async (c: GraphContext, command: string, data: unknown, commandId: string | null | undefined) => {
  const done = await mutate<{ readonly contactId: string }>(c, command, data, { commandId, views: CONTACTS });
  // A contact that exists already is answered beside the refusal.
  const id = done.result?.contactId ?? done.refusal?.existing;
  return { ...done, contact: id ? await c.loaders.contact.load(id) : null };
};
/** Digits of what looks like a phone: at least three. */
const phoneDigits = (text: string): string | null => {
  const digits = text.replace(/\D/g, '');
  return digits.length >= 3 && digits.length <= 20 && /^[\d\s()+.-]+$/.test(text) ? digits : null;
};

export const contactResolvers = {
  Contact: {
    id: (r: ContactRow) => r.contact_id,
    givenName: (r: ContactRow) => r.given_name,
    profileName: (r: ContactRow) => r.profile_name,
    createdAt: (r: ContactRow) => r.created_at,
    linked: (r: ContactRow, _: unknown, c: GraphContext) => c.loaders.contact.all(r.linked),
    conversations: async (r: ContactRow, _: unknown, c: GraphContext) => {
      const rows = await read<InboxRow>(
        c,
        ['inbox'],
        'contact_conversations',
        'select * from rm.inbox where contact_id = $1::uuid order by last_at desc limit 50',
        [r.contact_id],
      );
      return rows.filter((x) => visible(c.identity.viewer, { assigneeId: x.assignee_id }));
    },
  },
  Query: {
    contacts: async (
      _: unknown,
      a: { filter?: { search?: string | null; blocked?: boolean | null } | null; first?: number | null; after?: string | null },
      c: GraphContext,
    ) => {
      const size = pageSize(a.first);
      const search = a.filter?.search?.trim().slice(0, 200) ?? '';
      const blocked = a.filter?.blocked ?? null;
      const [afterName, afterId] = a.after ? partsOf(a.after, [ANY, UUID]) : [null, null];
      const rows =
        search === ''
          ? await read<ContactRow>(
              c,
              CONTACTS,
              'contacts_page',
              'select * from rm.contact where ($1::text is null or (sort_name, contact_id) > ($1, $2::uuid)) and ($3::boolean is null or blocked = $3) order by sort_name, contact_id limit $4',
              [afterName ?? null, afterId ?? null, blocked, size + 1],
            )
          : await read<ContactRow>(
              c,
              CONTACTS,
              'contacts_search',
              'select c.* from rm.search_contacts($1::text[], $2, $3, $4, $5::uuid) s join rm.contact c on c.contact_id = s.contact_id where $6::boolean is null or c.blocked = $6 order by s.sort_name, s.contact_id',
              [
                phoneDigits(search) === null ? searchWords(search) : [],
                phoneDigits(search),
                size + 1,
                afterName ?? null,
                afterId ?? null,
                blocked,
              ],
            );
      for (const r of rows) c.loaders.contact.prime(r.contact_id, r);
      return { ...connection(rows, size, (r) => cursorOf([r.sort_name, r.contact_id]), { after: Boolean(a.after) }), totalCount: null };
    },
    contact: async (_: unknown, a: { id: string }, c: GraphContext) =>
      isUuid(a.id)
        ? ((await read<ContactRow>(c, CONTACTS, 'contact', 'select * from rm.contact where contact_id = $1::uuid', [a.id]))[0] ?? null)
        : null,
  },
  Mutation: {
    createContact: (_: unknown, { input: { commandId, ...d } }: Input<{ name: string; phone: string }>, c: GraphContext) =>
      payload(c, 'CreateContact', d, commandId),
    updateContact: (_: unknown, { input: { commandId, ...d } }: Input<{ contactId: string; name: string }>, c: GraphContext) =>
      payload(c, 'UpdateContact', d, commandId),
    blockContact: (_: unknown, { input: { commandId, ...d } }: Input<{ contactId: string }>, c: GraphContext) =>
      payload(c, 'BlockContact', d, commandId),
    unblockContact: (_: unknown, { input: { commandId, ...d } }: Input<{ contactId: string }>, c: GraphContext) =>
      payload(c, 'UnblockContact', d, commandId),
  },
};
