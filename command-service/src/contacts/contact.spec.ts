import { refuse } from '@master-ia/platform/kernel/decider.ts';
import { given, newIds } from '@master-ia/platform/testing/given.ts';
import { contact, identity } from './contact.ts';

const id = (n: number) => newIds('contact.spec').newId(n);
const [contactId, otherId, identityId] = [id(1), id(2), id(3)];
const created = {
  type: 'ContactCreated' as const,
  data: { contactId, source: 'inbound' as const, name: null, profileName: 'Ana', profileHash: 'h1' },
};
const added = { type: 'ContactAddressAdded' as const, data: { contactId, identityId, kind: 'phone' as const, address: '+5511987654321' } };
const linked = { type: 'ContactLinked' as const, data: { contactId, otherId, reason: 'same_message' } };
const blocked = { type: 'ContactBlocked' as const, data: { contactId } };
const ana = given(contact).events(created);

it('an address is claimed by the first one, who is answered to all others', () => {
  const claimed = { type: 'AddressClaimed' as const, data: { identityId, contactId, kind: 'phone' as const } };
  given(identity).when('ClaimAddress', { identityId, contactId, kind: 'phone' }).then([claimed]);
  const second = given(identity).events(claimed).when('ClaimAddress', { identityId, contactId: otherId, kind: 'phone' });
  second.then([]);
  expect(second.result).toEqual({ contactId });
});

it('is made once', () => {
  given(contact)
    .when('CreateContactRecord', { contactId, source: 'inbound', profileName: 'Ana' }, { prepared: { hash: 'h1' } })
    .then([created]);
  ana.when('CreateContactRecord', { contactId, source: 'manual', name: 'Other' }, { prepared: { hash: null } }).then([]);
});
it('gets each address once', () => {
  ana.when('AddContactAddress', { contactId, identityId, kind: 'phone', address: '+5511987654321' }).then([added]);
  ana.events(added).when('AddContactAddress', { contactId, identityId, kind: 'phone', address: '+5511987654321' }).then([]);
});
it('is renamed by a person', () =>
  ana.when('UpdateContact', { contactId, name: ' Ana Souza ' }).then([{ type: 'ContactRenamed', data: { contactId, name: 'Ana Souza' } }]));
it('records a profile only when its hash is another one', () => {
  const seen = { type: 'ContactProfileSeen' as const, data: { contactId, profileName: 'Aninha', profileHash: 'h2' } };
  ana.when('SeeContactProfile', { contactId, profileName: 'Aninha' }, { prepared: { hash: 'h2' } }).then([seen]);
  ana.when('SeeContactProfile', { contactId, profileName: 'Ana' }, { prepared: { hash: 'h1' } }).then([]);
  ana.when('SeeContactProfile', { contactId, profileName: '' }, { prepared: { hash: null } }).then([]);
  ana
    .events(seen)
    .when('SeeContactProfile', { contactId, profileName: 'Aninha' }, { prepared: { hash: 'h2' } })
    .then([]);
});
it('is blocked and unblocked, once each', () => {
  ana.when('BlockContact', { contactId }).then([blocked]);
  ana.events(blocked).when('BlockContact', { contactId }).then([]);
  ana
    .events(blocked)
    .when('UnblockContact', { contactId })
    .then([{ type: 'ContactUnblocked', data: { contactId } }]);
  ana.when('UnblockContact', { contactId }).then([]);
});
it('is linked once, and never with itself', () => {
  ana.when('LinkContact', { contactId, otherId, reason: 'same_message' }).then([linked]);
  ana.events(linked).when('LinkContact', { contactId, otherId, reason: 'same_message' }).then([]);
  ana.when('LinkContact', { contactId, otherId: contactId, reason: 'same_message' }).then([]);
});
it('that was never made is not there', () => {
  given(contact).when('AddContactAddress', { contactId, identityId, kind: 'phone', address: 'x' }).then(refuse('not_found'));
  given(contact).when('UpdateContact', { contactId, name: 'x' }).then(refuse('not_found'));
  given(contact)
    .when('SeeContactProfile', { contactId, profileName: 'x' }, { prepared: { hash: 'h' } })
    .then(refuse('not_found'));
  given(contact).when('BlockContact', { contactId }).then(refuse('not_found'));
  given(contact).when('UnblockContact', { contactId }).then(refuse('not_found'));
  given(contact).when('LinkContact', { contactId, otherId, reason: 'r' }).then(refuse('not_found'));
});
