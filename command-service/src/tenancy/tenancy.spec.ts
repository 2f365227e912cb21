import { createHash } from 'node:crypto';
import { COMPANIES_MAX } from '@master-ia/schemas/tenancy/user.ts';
import { refuse } from '@master-ia/platform/kernel/decider.ts';
import { COMMAND, given, newIds, NOW } from '@master-ia/platform/testing/given.ts';
import { apiKey } from './api-key.ts';
import { company } from './company.ts';
import { link } from './link.ts';
import { member } from './member.ts';
import { email, user } from './user.ts';

const id = (n: number) => newIds('tenancy.spec').newId(n);
const [companyId, userId, otherId, memberId, emailId, linkId] = [id(1), id(2), id(3), id(4), id(5), id(6)];

describe('a company', () => {
  const created = { type: 'CompanyCreated' as const, data: { companyId, name: 'Loja', demo: false, timeZone: 'America/Sao_Paulo' } };
  const known = given(company).events(created);
  it('is made once', () => {
    given(company).when('CreateCompany', { companyId, name: 'Loja' }).then([created]);
    known.when('CreateCompany', { companyId, name: 'Loja' }).then(refuse('company_exists'));
  });
  it('is renamed, hidden and suspended when that is a change', () => {
    known.when('RenameCompany', { companyId, name: 'Loja 2' }).then([{ type: 'CompanyRenamed', data: { companyId, name: 'Loja 2' } }]);
    known.when('RenameCompany', { companyId, name: 'Loja' }).then([]);
    known.when('HideCompany', { companyId, hidden: true }).then([{ type: 'CompanyHidden', data: { companyId, hidden: true } }]);
    known.when('HideCompany', { companyId, hidden: false }).then([]);
    known.when('SuspendCompany', { companyId, suspended: true }).then([{ type: 'CompanySuspended', data: { companyId, suspended: true } }]);
    known.when('SuspendCompany', { companyId, suspended: false }).then([]);
  });
  it('that was never made is not there', () => {
    given(company).when('RenameCompany', { companyId, name: 'x' }).then(refuse('not_found'));
    given(company).when('HideCompany', { companyId, hidden: true }).then(refuse('not_found'));
    given(company).when('SuspendCompany', { companyId, suspended: true }).then(refuse('not_found'));
  });
});

describe('a user', () => {
  const registered = { type: 'UserRegistered' as const, data: { userId, email: 'ana@example.com', name: 'Ana', locale: null } };
  const ana = given(user).events(registered);
  const body = { userId, newPassword: 'uma senha boa' };
  it('is registered once', () => {
    given(user).when('RegisterUser', { userId, email: 'ana@example.com', name: 'Ana' }).then([registered]);
    ana.when('RegisterUser', { userId, email: 'other@example.com', name: 'Other' }).then([]);
  });
  it('has a name, a language and a password', () => {
    ana.when('RenameUser', { userId, name: 'Ana S.' }).then([{ type: 'UserRenamed', data: { userId, name: 'Ana S.' } }]);
    ana.when('ChooseLanguage', { userId, locale: 'en' }).then([{ type: 'LanguageChosen', data: { userId, locale: 'en' } }]);
    ana
      .events({ type: 'LanguageChosen', data: { userId, locale: 'en' } })
      .when('ChooseLanguage', { userId, locale: 'en' })
      .then([]);
    ana
      .when('SetPassword', body, { prepared: { allowed: true, version: 4 } })
      .then([{ type: 'PasswordSet', data: { userId, secretVersion: 4 } }]);
    ana.when('SetPassword', body, { prepared: { allowed: false, version: 0 } }).then(refuse('password_wrong', 'currentPassword'));
  });
  it('founds so many companies, and each of them once', () => {
    const claimed = (n: number) => ({ type: 'CompanyClaimed' as const, data: { userId, companyId: id(100 + n) } });
    const all = Array.from({ length: COMPANIES_MAX }, (_, n) => claimed(n));
    given(user).when('ClaimCompany', claimed(0).data).then(refuse('not_found'));
    ana.when('ClaimCompany', claimed(0).data).then([claimed(0)]);
    const full = ana.events(...all);
    full.when('ClaimCompany', claimed(3).data).then([]);
    full.when('ClaimCompany', claimed(COMPANIES_MAX).data).then(refuse('too_many_companies'));
  });
  it('that was never registered is not there', () => {
    given(user).when('RenameUser', { userId, name: 'x' }).then(refuse('not_found'));
    given(user).when('ChooseLanguage', { userId, locale: 'en' }).then(refuse('not_found'));
    given(user)
      .when('SetPassword', body, { prepared: { allowed: true, version: 1 } })
      .then(refuse('not_found'));
  });
  it('owns an address that nobody claimed before', () => {
    const claimed = { type: 'EmailClaimed' as const, data: { userId } };
    given(email).when('ClaimEmail', { emailId, userId }).then([claimed]);
    const second = given(email).events(claimed).when('ClaimEmail', { emailId, userId: otherId });
    second.then([]);
    expect(second.result).toEqual({ userId });
  });
});

describe('a member', () => {
  const added = (role: 'owner' | 'agent', invited = false) => ({
    type: 'MemberAdded' as const,
    data: { memberId, userId, role, visibility: null, invited },
  });
  const joined = { type: 'MemberJoined' as const, data: { memberId, userId } };
  const removed = { type: 'MemberRemoved' as const, data: { memberId, userId } };
  const changed = (role: 'owner' | 'admin', visibility: 'own' | null = null) => ({
    type: 'MemberRoleChanged' as const,
    data: { memberId, userId, role, visibility },
  });
  const me = { memberId, userId };
  const alone = { prepared: { another: false } };
  const two = { prepared: { another: true } };
  it('is added, invited, joins', () => {
    given(member)
      .when('AddMember', { ...me, role: 'agent', invited: true })
      .then([added('agent', true)]);
    given(member)
      .events(added('agent', true))
      .when('AddMember', { ...me, role: 'owner' })
      .then([]);
    given(member)
      .events(added('agent', true))
      .when('AddMember', { ...me, role: 'owner', invited: true })
      .then([added('owner', true)]);
    given(member)
      .events(added('agent', true), joined)
      .when('AddMember', { ...me, role: 'agent', invited: true })
      .then(refuse('already_member', 'email'));
    given(member).events(added('agent', true)).when('JoinCompany', me).then([joined]);
    given(member).events(added('agent', true), joined).when('JoinCompany', me).then([]);
    given(member).when('JoinCompany', me).then(refuse('not_found'));
    given(member).events(added('agent'), removed).when('JoinCompany', me).then(refuse('not_found'));
    given(member)
      .events(added('agent'), removed)
      .when('AddMember', { ...me, role: 'agent' })
      .then([added('agent')]);
  });
  it('changes role and visibility', () => {
    given(member)
      .events(added('agent'))
      .when('ChangeMemberRole', { ...me, role: 'admin', visibility: 'own' }, alone)
      .then([changed('admin', 'own')]);
    given(member)
      .events(added('agent'), changed('admin', 'own'))
      .when('ChangeMemberRole', { ...me, role: 'admin', visibility: 'own' }, alone)
      .then([]);
    given(member)
      .when('ChangeMemberRole', { ...me, role: 'admin' }, alone)
      .then(refuse('not_found'));
  });
  it('who is the last owner stays it', () => {
    const owner = given(member).events(added('owner'));
    owner.when('ChangeMemberRole', { ...me, role: 'admin' }, alone).then(refuse('last_owner'));
    owner.when('RemoveMember', me, alone).then(refuse('last_owner'));
    owner.when('ChangeMemberRole', { ...me, role: 'owner', visibility: 'own' }, alone).then([changed('owner', 'own')]);
    owner.when('ChangeMemberRole', { ...me, role: 'admin' }, two).then([changed('admin')]);
    owner.when('RemoveMember', me, two).then([removed]);
  });
  it('is removed once', () => {
    given(member).events(added('agent'), removed).when('RemoveMember', me, alone).then([]);
    given(member).when('RemoveMember', me, alone).then(refuse('not_found'));
  });
});

describe('an API key', () => {
  const apiKeyId = newIds(COMMAND).newId(0);
  const hash = createHash('sha256').update('mia_secret').digest('hex');
  const created = { type: 'ApiKeyCreated' as const, data: { apiKeyId, name: 'BI', scopes: ['read' as const], hash, hint: 'cret' } };
  it('is kept as its hash, and shown once', () => {
    const first = given(apiKey).when('CreateApiKey', { name: 'BI', scopes: ['read'] }, { prepared: { secret: 'mia_secret' } });
    first.then([created]);
    expect(JSON.stringify(first.answer)).not.toContain('mia_secret');
    given(apiKey)
      .events(created)
      .when('CreateApiKey', { apiKeyId, name: 'BI', scopes: ['read'] }, { prepared: { secret: 'mia_other' } })
      .then([]);
  });
  it('is revoked once', () => {
    const revoked = { type: 'ApiKeyRevoked' as const, data: { apiKeyId, hash } };
    given(apiKey).events(created).when('RevokeApiKey', { apiKeyId }).then([revoked]);
    given(apiKey).events(created, revoked).when('RevokeApiKey', { apiKeyId }).then([]);
    given(apiKey).when('RevokeApiKey', { apiKeyId }).then(refuse('not_found'));
  });
});

describe('a link', () => {
  const hash = 'ab'.repeat(32);
  const expiresAt = new Date(NOW.getTime() + 60_000).toISOString();
  const issued = { type: 'LinkIssued' as const, data: { linkId, hash, userId, companyId, purpose: 'invite' as const, expiresAt } };
  const used = { type: 'LinkUsed' as const, data: { linkId, userId, companyId, purpose: 'invite' as const } };
  const open = given(link).events(issued);
  it('is issued once', () => {
    given(link).when('IssueLink', issued.data).then([issued]);
    open.when('IssueLink', { ...issued.data, hash: 'cd'.repeat(32) }).then([]);
  });
  it('is used once, in time, with its secret', () => {
    const right = open.when('UseLink', { linkId, hash });
    right.then([used]);
    expect(right.result).toEqual({ userId, companyId, purpose: 'invite' });
    open.events(used).when('UseLink', { linkId, hash }).then(refuse('link_used'));
    open.when('UseLink', { linkId, hash: 'cd'.repeat(32) }).then(refuse('link_unknown'));
    open
      .events(used)
      .when('UseLink', { linkId, hash: 'cd'.repeat(32) })
      .then(refuse('link_unknown'));
    open.when('UseLink', { linkId, hash }, { now: new Date(expiresAt) }).then(refuse('link_expired'));
    given(link).when('UseLink', { linkId, hash }).then(refuse('link_unknown'));
  });
});
