import type { ContactEvents } from '@master-ia/schemas/contacts/index.ts';
import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import { factKeeper, ignored, keep } from '@master-ia/platform/kernel/reaction.ts';

type ContactFact = FactShapes['contact'];
const contact = (id: string, change: (c: ContactFact) => ContactFact) => [keep<ContactFact>('contact', id, (old) => old && change(old))];

export const contactFacts = factKeeper<ContactEvents>({
  domain: 'contacts',
  on: {
    AddressClaimed: ({ data: d }) => [keep<FactShapes['identity']>('identity', d.identityId, () => ({ contactId: d.contactId }))],
    ContactCreated: ({ data: d }) => [
      keep<ContactFact>('contact', d.contactId, () => ({ blocked: false, profileHash: d.profileHash, identities: [], linked: [] })),
    ],
    ContactAddressAdded: ({ data: d }) => contact(d.contactId, (c) => ({ ...c, identities: [...c.identities, d.identityId] })),
    ContactRenamed: ignored,
    ContactProfileSeen: ({ data: d }) => contact(d.contactId, (c) => ({ ...c, profileHash: d.profileHash })),
    ContactBlocked: ({ data: d }) => contact(d.contactId, (c) => ({ ...c, blocked: true })),
    ContactUnblocked: ({ data: d }) => contact(d.contactId, (c) => ({ ...c, blocked: false })),
    ContactLinked: ({ data: d }) => contact(d.contactId, (c) => ({ ...c, linked: [...c.linked, d.otherId] })),
  },
});
