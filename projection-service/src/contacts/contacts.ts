import { ERASED, type Erased, type Stored } from '@master-ia/schemas/contract.ts';
import type { ContactEvents } from '@master-ia/schemas/contacts/index.ts';
import { contactDocTable, contactTable, type ContactRow } from '@master-ia/schemas/contacts/tables.ts';
import { folded } from '@master-ia/schemas/search-words.ts';
import { derive, ignored, projection } from '@master-ia/platform/kernel/projection.ts';
import { contactDoc } from './contact-doc.ts';
import { searchContacts } from './search.ts';

type Ev<T extends keyof ContactEvents & string> = Stored<ContactEvents, T>;
const shown = (text: string | Erased | null): string | null => (text === ERASED ? null : text);
const byContact = (e: { readonly data: { readonly contactId: string } }) => [{ contact_id: e.data.contactId }];

/** A row with the names that follow from the others. */
const named = (row: Omit<ContactRow, 'name' | 'sort_name'>): ContactRow => {
  const name = row.given_name ?? row.profile_name ?? row.phone ?? '';
  return { ...row, name, sort_name: folded(name) };
};
const changed =
  <T extends keyof ContactEvents & string>(change: (old: ContactRow, e: Ev<T>) => ContactRow) =>
  (old: ContactRow | undefined, e: Ev<T>): ContactRow => {
    if (!old) throw new Error(`contact ${e.data.contactId} was never created`);
    return change(old, e);
  };

/** People, by what lists show of them. */
export const contacts = projection<ContactEvents>()({
  name: 'contacts',
  version: 1,
  order: 'key',
  tables: [contactTable, contactDocTable],
  derived: [derive(contactTable, contactDocTable, (row, tenant) => [{ contact_id: row.contact_id, doc: contactDoc(row, tenant) }])],
  notify: { contact: [] },
  functions: [searchContacts],
  on: {
    AddressClaimed: ignored,
    ContactCreated: (on) => [
      on.row(contactTable, byContact, (_, e) =>
        named({
          contact_id: e.data.contactId,
          given_name: shown(e.data.name),
          profile_name: shown(e.data.profileName),
          phone: null,
          addresses: [],
          blocked: false,
          linked: [],
          created_at: e.meta.at,
        }),
      ),
    ],
    ContactAddressAdded: (on) => [
      on.row(
        contactTable,
        byContact,
        changed((old, e) => {
          const value = shown(e.data.address);
          if (value === null || old.addresses.some((a) => a.kind === e.data.kind && a.value === value)) return old;
          return named({
            ...old,
            addresses: [...old.addresses, { kind: e.data.kind, value }],
            phone: old.phone ?? (e.data.kind === 'phone' ? value : null),
          });
        }),
      ),
    ],
    ContactRenamed: (on) => [
      on.row(
        contactTable,
        byContact,
        changed((old, e) => named({ ...old, given_name: shown(e.data.name) })),
      ),
    ],
    ContactProfileSeen: (on) => [
      on.row(
        contactTable,
        byContact,
        changed((old, e) => named({ ...old, profile_name: shown(e.data.profileName) })),
      ),
    ],
    ContactBlocked: (on) => [
      on.row(
        contactTable,
        byContact,
        changed((old) => ({ ...old, blocked: true })),
      ),
    ],
    ContactUnblocked: (on) => [
      on.row(
        contactTable,
        byContact,
        changed((old) => ({ ...old, blocked: false })),
      ),
    ],
    ContactLinked: (on) => [
      on.row(
        contactTable,
        byContact,
        changed((old, e) => (old.linked.includes(e.data.otherId) ? old : { ...old, linked: [...old.linked, e.data.otherId] })),
      ),
    ],
  },
});
