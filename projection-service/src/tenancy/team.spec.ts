import { ERASED, INSTALLATION } from '@master-ia/schemas/contract.ts';
import type { TenancyEvents } from '@master-ia/schemas/tenancy/index.ts';
import type { AccountRow, ApiKeyRow, CompanyRow, MemberRow } from '@master-ia/schemas/tenancy/tables.ts';
import { project, type Given } from '@master-ia/platform/testing/project.ts';
import { team } from './team.ts';

type Event = Given<TenancyEvents>;
const id = '55555555-5555-4555-8555-555555555555';
const userMeta = { meta: { tenant: INSTALLATION, key: 'user' } };
const registered: Event = {
  type: 'UserRegistered',
  data: { userId: id, email: 'ana@example.com', name: 'Ana', locale: null },
  ...userMeta,
};
const rows = <R extends object>(table: string, ...events: readonly Event[]) => project<TenancyEvents>(team).given(events).rows<R>(table);

describe('team', () => {
  it('keeps companies', () => {
    const created: Event = { type: 'CompanyCreated', data: { companyId: id, name: 'Loja', demo: true, timeZone: 'America/Sao_Paulo' } };
    expect(rows<CompanyRow>('company', created)).toEqual([
      { company_id: id, name: 'Loja', demo: true, hidden: false, suspended: false, time_zone: 'America/Sao_Paulo' },
    ]);
    expect(
      rows<CompanyRow>(
        'company',
        created,
        { type: 'CompanyRenamed', data: { companyId: id, name: 'Ana Moda' } },
        { type: 'CompanyHidden', data: { companyId: id, hidden: true } },
        { type: 'CompanySuspended', data: { companyId: id, suspended: true } },
      )[0],
    ).toMatchObject({ name: 'Ana Moda', hidden: true, suspended: true });
  });
  it('keeps accounts, of which the password is only told to be there', () => {
    expect(rows<AccountRow>('account', registered)).toEqual([
      { user_id: id, email: 'ana@example.com', name: 'Ana', locale: null, has_password: false },
    ]);
    expect(
      rows<AccountRow>(
        'account',
        registered,
        { type: 'PasswordSet', data: { userId: id, secretVersion: 1 }, ...userMeta },
        { type: 'LanguageChosen', data: { userId: id, locale: 'en' }, ...userMeta },
        { type: 'UserRenamed', data: { userId: id, name: ERASED as never }, ...userMeta },
      )[0],
    ).toMatchObject({ has_password: true, locale: 'en', name: null, email: 'ana@example.com' });
  });
  it('keeps members through inviting, joining, changing, removing', () => {
    const events: readonly Event[] = [
      { type: 'MemberAdded', data: { memberId: id, userId: id, role: 'agent', visibility: null, invited: true } },
      { type: 'MemberJoined', data: { memberId: id, userId: id } },
      { type: 'MemberRoleChanged', data: { memberId: id, userId: id, role: 'admin', visibility: 'own' } },
      { type: 'MemberRemoved', data: { memberId: id, userId: id } },
    ];
    const states = events.map((_, i) => rows<MemberRow>('member', ...events.slice(0, i + 1))[0]);
    expect(states).toEqual([
      { user_id: id, role: 'agent', visibility: null, state: 'invited' },
      { user_id: id, role: 'agent', visibility: null, state: 'active' },
      { user_id: id, role: 'admin', visibility: 'own', state: 'active' },
      { user_id: id, role: 'admin', visibility: 'own', state: 'removed' },
    ]);
    expect(
      rows<MemberRow>('member', {
        type: 'MemberAdded',
        data: { memberId: id, userId: id, role: 'owner', visibility: null, invited: false },
      })[0],
    ).toMatchObject({ state: 'active' });
  });
  it('forgets who was invited and did not join', () => {
    const invited: Event = { type: 'MemberAdded', data: { memberId: id, userId: id, role: 'agent', visibility: null, invited: true } };
    expect(rows<MemberRow>('member', invited, { type: 'MemberRemoved', data: { memberId: id, userId: id } })).toEqual([]);
  });
  it('keeps API keys without the key', () => {
    const created: Event = { type: 'ApiKeyCreated', data: { apiKeyId: id, name: 'BI', scopes: ['read'], hash: 'ab', hint: 'x9Qk' } };
    expect(rows<ApiKeyRow>('api_key', created, { type: 'ApiKeyRevoked', data: { apiKeyId: id, hash: 'ab' } })).toEqual([
      {
        api_key_id: id,
        name: 'BI',
        scopes: ['read'],
        hint: 'x9Qk',
        created_at: new Date('2026-01-15T12:00:00.000Z'),
        revoked_at: new Date('2026-01-15T12:01:00.000Z'),
      },
    ]);
  });
});
