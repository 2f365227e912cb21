import type { Samples } from '../contract.ts';
import type { ContactEvents } from './index.ts';

const contactId = '6f1c0f5e-6a0c-4a6e-9b0f-0d4b1e0c9a11';
export const samples: Samples<ContactEvents> = {
  AddressClaimed: [{ identityId: contactId, contactId, kind: 'phone' }],
  ContactCreated: [{ contactId, source: 'inbound', name: null, profileName: 'Ana', profileHash: 'ab12' }],
  ContactAddressAdded: [{ contactId, identityId: contactId, kind: 'phone', address: '+5511987654321' }],
  ContactRenamed: [{ contactId, name: 'Ana Souza' }],
  ContactProfileSeen: [{ contactId, profileName: 'Aninha', profileHash: 'cd34' }],
  ContactBlocked: [{ contactId }],
  ContactUnblocked: [{ contactId }],
  ContactLinked: [{ contactId, otherId: '0c8e4c70-7d27-4a43-8d3c-0a3e1c6e2b22', reason: 'same_message' }],
};
