import { table } from '../contract.ts';
import type { AddressKind } from './contact.ts';

export type ContactRow = {
  contact_id: string;
  given_name: string | null;
  profile_name: string | null;
  /** What lists show and sort by: given, else profile name, else phone, else ''. */
  name: string;
  sort_name: string;
  phone: string | null;
  addresses: readonly { kind: AddressKind; value: string }[];
  blocked: boolean;
  linked: readonly string[];
  created_at: Date;
};
export const contactTable = table<ContactRow>()({
  name: 'contact',
  key: ['contact_id'],
  columns: {
    contact_id: 'uuid not null',
    given_name: 'text',
    profile_name: 'text',
    name: 'text not null',
    sort_name: 'text not null',
    phone: 'text',
    addresses: 'json not null',
    blocked: 'boolean not null',
    linked: 'json not null',
    created_at: 'timestamptz not null',
  },
  indexes: ['(tenant_id, sort_name, contact_id)'],
});

export type ContactDocRow = { contact_id: string; doc: string };
/** Words of the names, digits of the phone forwards (`p…`) and backwards (`q…`), and the tenant's lexeme. Space-separated lexemes in, tsvector at rest. */
export const contactDocTable = table<ContactDocRow>()({
  name: 'contact_doc',
  key: ['contact_id'],
  columns: { contact_id: 'uuid not null', doc: 'tsvector not null' },
  indexes: ['using gin (doc) with (fastupdate = off)'],
});
