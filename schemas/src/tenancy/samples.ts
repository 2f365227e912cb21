import type { Samples } from '../contract.ts';
import type { TenancyEvents } from './index.ts';

const id = '6f1c0f5e-6a0c-4a6e-9b0f-0d4b1e0c9a11';
export const samples: Samples<TenancyEvents> = {
  CompanyCreated: [{ companyId: id, name: 'Loja da Ana', demo: false, timeZone: 'America/Sao_Paulo' }],
  CompanyRenamed: [{ companyId: id, name: 'Ana Moda' }],
  CompanyHidden: [{ companyId: id, hidden: true }],
  CompanySuspended: [{ companyId: id, suspended: true }],
  UserRegistered: [{ userId: id, email: 'ana@example.com', name: 'Ana', locale: 'pt-BR' }],
  UserRenamed: [{ userId: id, name: 'Ana Souza' }],
  PasswordSet: [{ userId: id, secretVersion: 1 }],
  LanguageChosen: [{ userId: id, locale: 'en' }],
  CompanyClaimed: [{ userId: id, companyId: id }],
  EmailClaimed: [{ userId: id }],
  MemberAdded: [{ memberId: id, userId: id, role: 'agent', visibility: null, invited: true }],
  MemberJoined: [{ memberId: id, userId: id }],
  MemberRoleChanged: [{ memberId: id, userId: id, role: 'admin', visibility: 'all' }],
  MemberRemoved: [{ memberId: id, userId: id }],
  ApiKeyCreated: [{ apiKeyId: id, name: 'BI', scopes: ['read'], hash: 'ab'.repeat(32), hint: 'x9Qk' }],
  ApiKeyRevoked: [{ apiKeyId: id, hash: 'ab'.repeat(32) }],
  LinkIssued: [{ linkId: id, hash: 'ab'.repeat(32), userId: id, companyId: id, purpose: 'enter', expiresAt: '2026-11-22T12:00:00.000Z' }],
  LinkUsed: [{ linkId: id, userId: id, companyId: id, purpose: 'enter' }],
};
