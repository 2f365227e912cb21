import type { Me } from '../app/core/session';

/** Who a test is signed in as: an owner of one company, unless told otherwise. */
export const someMe = (o: Partial<Me> = {}): Me => ({
  user: { id: 'user-1', name: 'Ana Souza', email: 'ana@example.com', locale: null, hasPassword: true },
  company: { id: 'company-1', name: 'Clínica Vida', demo: false, hidden: false, timeZone: 'America/Sao_Paulo' },
  role: 'OWNER',
  visibility: 'ALL',
  permissions: ['conversations.read', 'contacts.read', 'company.manage', 'system.read'],
  memberships: [{ company: { id: 'company-1', name: 'Clínica Vida', demo: false, hidden: false }, role: 'OWNER', current: true }],
  ...o,
});
