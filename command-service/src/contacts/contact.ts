import { contact as contactAggregate, identity as identityAggregate } from '@master-ia/schemas/contacts/contact.ts';
import { decider, none, refuse, type Prepare } from '@master-ia/platform/kernel/decider.ts';

export const identity = decider<typeof identityAggregate, never>()<{ readonly owner: string | null }>({
  aggregate: identityAggregate,
  initial: { owner: null },
  target: { ClaimAddress: (d) => ({ id: d.identityId }) },
  prepare: { ClaimAddress: none },
  decide: { ClaimAddress: (s, d) => (s.owner === null ? [{ type: 'AddressClaimed', data: d }] : []) },
  evolve: { AddressClaimed: (_, e) => ({ owner: e.data.contactId }) },
  result: { ClaimAddress: (s, d) => ({ contactId: s.owner ?? d.contactId }) },
});

export type ContactState = {
  readonly exists: boolean;
  readonly blocked: boolean;
  readonly profileHash: string | null;
  readonly identities: readonly string[];
  readonly linked: readonly string[];
};
type Profile = { readonly hash: string | null };
const profile = async (d: { readonly profileName?: string | null }, io: Prepare): Promise<Profile> => ({
  hash: d.profileName ? await io.hmac(`profile:${d.profileName}`) : null,
});
const idOf = (d: { readonly contactId: string }) => ({ id: d.contactId });
const answer = (_: ContactState, d: { readonly contactId: string }) => ({ contactId: d.contactId });

export const contact = decider<
  typeof contactAggregate,
  'not_found',
  {
    CreateContactRecord: Profile;
    AddContactAddress: undefined;
    UpdateContact: undefined;
    SeeContactProfile: Profile;
    BlockContact: undefined;
    UnblockContact: undefined;
    LinkContact: undefined;
  }
>()<ContactState>({
  aggregate: contactAggregate,
  initial: { exists: false, blocked: false, profileHash: null, identities: [], linked: [] },
  target: {
    CreateContactRecord: idOf,
    AddContactAddress: idOf,
    UpdateContact: idOf,
    SeeContactProfile: idOf,
    BlockContact: idOf,
    UnblockContact: idOf,
    LinkContact: idOf,
  },
  prepare: {
    CreateContactRecord: profile,
    AddContactAddress: none,
    UpdateContact: none,
    SeeContactProfile: profile,
    BlockContact: none,
    UnblockContact: none,
    LinkContact: none,
  },
  decide: {
    CreateContactRecord: (s, d, { prepared }) => (s.exists ? [] : [{ type: 'ContactCreated', data: { ...d, profileHash: prepared.hash } }]),
    AddContactAddress: (s, d) =>
      !s.exists ? refuse('not_found') : s.identities.includes(d.identityId) ? [] : [{ type: 'ContactAddressAdded', data: d }],
    UpdateContact: (s, d) => (s.exists ? [{ type: 'ContactRenamed', data: d }] : refuse('not_found')),
    SeeContactProfile: (s, d, { prepared }) =>
      !s.exists
        ? refuse('not_found')
        : prepared.hash === null || prepared.hash === s.profileHash
          ? []
          : [{ type: 'ContactProfileSeen', data: { ...d, profileHash: prepared.hash } }],
    BlockContact: (s, d) => (!s.exists ? refuse('not_found') : s.blocked ? [] : [{ type: 'ContactBlocked', data: d }]),
    UnblockContact: (s, d) => (!s.exists ? refuse('not_found') : s.blocked ? [{ type: 'ContactUnblocked', data: d }] : []),
    LinkContact: (s, d) =>
      !s.exists
        ? refuse('not_found')
        : d.otherId === d.contactId || s.linked.includes(d.otherId)
          ? []
          : [{ type: 'ContactLinked', data: d }],
  },
  evolve: {
    ContactCreated: (s, e) => ({ ...s, exists: true, profileHash: e.data.profileHash }),
    ContactAddressAdded: (s, e) => ({ ...s, identities: [...s.identities, e.data.identityId] }),
    ContactRenamed: (s) => s,
    ContactProfileSeen: (s, e) => ({ ...s, profileHash: e.data.profileHash }),
    ContactBlocked: (s) => ({ ...s, blocked: true }),
    ContactUnblocked: (s) => ({ ...s, blocked: false }),
    ContactLinked: (s, e) => ({ ...s, linked: [...s.linked, e.data.otherId] }),
  },
  result: {
    CreateContactRecord: answer,
    AddContactAddress: answer,
    UpdateContact: answer,
    SeeContactProfile: answer,
    BlockContact: answer,
    UnblockContact: answer,
    LinkContact: answer,
  },
});
