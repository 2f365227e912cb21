import { ERASED } from '@master-ia/schemas/contract.ts';
import type { ContactEvents } from '@master-ia/schemas/contacts/index.ts';
import type { ContactDocRow, ContactRow } from '@master-ia/schemas/contacts/tables.ts';
import { tenantLexeme } from '@master-ia/schemas/search-words.ts';
import { TENANT, project, type Given } from '@master-ia/platform/testing/project.ts';
import { contacts } from './contacts.ts';

type Event = Given<ContactEvents>;
const contactId = '33333333-3333-4333-8333-333333333333';
const created = (name: string | null, profileName: string | null = null): Event => ({
  type: 'ContactCreated',
  data: { contactId, source: 'inbound', name, profileName, profileHash: null },
});
const address = (value: string, kind: 'phone' | 'bsuid' = 'phone'): Event => ({
  type: 'ContactAddressAdded',
  data: { contactId, identityId: contactId, kind, address: value },
});
const view = (...events: readonly Event[]) => {
  const done = project<ContactEvents>(contacts).given(events);
  return { row: done.rows<ContactRow>('contact')[0]!, doc: done.rows<ContactDocRow>('contact_doc')[0]?.doc.split(' ') };
};

describe('contacts', () => {
  it('is named by what people gave, else by its profile, else by its number', () => {
    expect(view(created(null)).row).toMatchObject({ name: '', sort_name: '', phone: null, addresses: [], blocked: false, linked: [] });
    expect(view(created(null), address('+5511987654321')).row).toMatchObject({ name: '+5511987654321', phone: '+5511987654321' });
    expect(view(created(null, 'Aninha'), address('+5511987654321')).row).toMatchObject({
      name: 'Aninha',
      profile_name: 'Aninha',
      given_name: null,
    });
    expect(view(created(null, 'Aninha'), { type: 'ContactRenamed', data: { contactId, name: 'Ana Conceição' } }).row).toMatchObject({
      name: 'Ana Conceição',
      sort_name: 'ana conceicao',
      profile_name: 'Aninha',
    });
    expect(
      view(created('Ana'), { type: 'ContactProfileSeen', data: { contactId, profileName: 'A.', profileHash: 'x' } }).row,
    ).toMatchObject({ name: 'Ana', profile_name: 'A.' });
  });
  it('keeps every address once, the first number for lists', () => {
    expect(
      view(created('Ana'), address('BR.1', 'bsuid'), address('+5511987654321'), address('+5511987654321'), address('+552130000000')).row,
    ).toMatchObject({
      phone: '+5511987654321',
      addresses: [
        { kind: 'bsuid', value: 'BR.1' },
        { kind: 'phone', value: '+5511987654321' },
        { kind: 'phone', value: '+552130000000' },
      ],
    });
  });
  it('is found by words, first and last digits, inside its company', () => {
    expect(view(created('Ana', 'Aninha ❤ Loja'), address('+5511987654321'), address('BR.1', 'bsuid')).doc).toEqual([
      tenantLexeme(TENANT),
      'ana',
      'aninha',
      'loja',
      'p5511987654321',
      'p11987654321',
      'p987654321',
      'q1234567891155',
    ]);
    expect(view(created(null), address('+14155550100')).doc).toEqual([tenantLexeme(TENANT), 'p14155550100', 'q00105555141']);
  });
  it('is blocked, unblocked and linked', () => {
    const linked: Event = { type: 'ContactLinked', data: { contactId, otherId: TENANT, reason: 'x' } };
    expect(view(created('a'), { type: 'ContactBlocked', data: { contactId } }, linked, linked).row).toMatchObject({
      blocked: true,
      linked: [TENANT],
    });
    expect(
      view(created('a'), { type: 'ContactBlocked', data: { contactId } }, { type: 'ContactUnblocked', data: { contactId } }).row,
    ).toMatchObject({ blocked: false });
  });
  it('shows nothing of who was erased', () => {
    const gone = (e: Event): Event =>
      ({
        ...e,
        data: Object.fromEntries(Object.entries(e.data).map(([k, v]) => [k, ['name', 'profileName', 'address'].includes(k) ? ERASED : v])),
      }) as unknown as Event;
    const { row, doc } = view(
      gone(created('Ana', 'A')),
      gone(address('+5511987654321')),
      gone({ type: 'ContactRenamed', data: { contactId, name: 'x' } }),
    );
    expect([row.name, row.given_name, row.profile_name, row.phone, row.addresses, doc]).toEqual([
      '',
      null,
      null,
      null,
      [],
      [tenantLexeme(TENANT)],
    ]);
  });
});
