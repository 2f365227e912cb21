import type { TenancyEvents } from '@master-ia/schemas/tenancy/index.ts';
import { factKeeper, ignored, keep } from '@master-ia/platform/kernel/reaction.ts';
import type { ApiKeyFact, MemberFact } from './authorise.ts';

type CompanyFact = { readonly suspended: boolean; readonly hidden: boolean; readonly demo: boolean };
type Owners = Readonly<Record<string, true>>;
const owner = (userId: string, on: boolean) =>
  keep<Owners>('owners', 'all', (old) => (on ? { ...old, [userId]: true } : Object.fromEntries(Object.entries(old ?? {}).filter(([id]) => id !== userId))));
const company = (change: (c: CompanyFact) => CompanyFact) => keep<CompanyFact>('company', 'self', (old) => change(old ?? { suspended: false, hidden: false, demo: false }));
const member = (userId: string, change: (m: MemberFact | undefined) => MemberFact | undefined) => keep<MemberFact>('member', userId, change);

export const tenancyFacts = factKeeper<TenancyEvents>({
  domain: 'tenancy',
  on: {
    CompanyCreated: (e) => [company((c) => ({ ...c, demo: e.data.demo }))],
    CompanyRenamed: ignored,
    CompanyHidden: (e) => [company((c) => ({ ...c, hidden: e.data.hidden }))],
    CompanySuspended: (e) => [company((c) => ({ ...c, suspended: e.data.suspended }))],
    UserRegistered: (e) => [keep('user', e.data.userId, () => ({ password: null }))],
    UserRenamed: ignored,
    PasswordSet: (e) => [keep('user', e.data.userId, () => ({ password: e.data.secretVersion }))],
    LanguageChosen: ignored,
    EmailClaimed: (e) => [keep('email', e.meta.stream.slice('email-'.length), () => ({ userId: e.data.userId }))],
    MemberAdded: (e) => [
      member(e.data.userId, () => ({ role: e.data.role, visibility: e.data.visibility, state: e.data.invited ? 'invited' : 'active' })),
      owner(e.data.userId, e.data.role === 'owner' && !e.data.invited),
    ],
    MemberJoined: (e) => [member(e.data.userId, (m) => m && { ...m, state: 'active' })],
    MemberRoleChanged: (e) => [member(e.data.userId, (m) => m && { ...m, role: e.data.role, visibility: e.data.visibility }), owner(e.data.userId, e.data.role === 'owner')],
    MemberRemoved: (e) => [member(e.data.userId, (m) => m && { ...m, state: 'removed' }), owner(e.data.userId, false)],
    ApiKeyCreated: (e) => [
      keep('api_key', e.data.hash, () => ({ apiKeyId: e.data.apiKeyId, tenant: e.meta.tenant, scopes: e.data.scopes })),
      keep<ApiKeyFact>('api_key_by_id', e.data.apiKeyId, () => ({ apiKeyId: e.data.apiKeyId, scopes: e.data.scopes, revoked: false })),
    ],
    ApiKeyRevoked: (e) => [keep('api_key', e.data.hash, () => undefined), keep<ApiKeyFact>('api_key_by_id', e.data.apiKeyId, (k) => k && { ...k, revoked: true })],
    LinkIssued: ignored,
    LinkUsed: ignored,
  },
});
