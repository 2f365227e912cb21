import type { TenancyEvents } from '@master-ia/schemas/tenancy/index.ts';
import { factKeeper, ignored, keep } from '@master-ia/platform/kernel/reaction.ts';
import type { ApiKeyFact, MemberFact } from './authorise.ts';

type CompanyFact = { readonly suspended: boolean; readonly hidden: boolean; readonly demo: boolean };
/** Every member by user id: who is an owner, and has joined. */
export type People = Readonly<Record<string, { readonly owner: boolean; readonly active: boolean }>>;
type Person = People[string];
const person = (userId: string, change: (p: Person) => Person | undefined) =>
  keep<People>('people', 'all', (old) => {
    const { [userId]: before, ...others } = old ?? {};
    const now = change(before ?? { owner: false, active: false });
    return now ? { ...others, [userId]: now } : others;
  });
const company = (change: (c: CompanyFact) => CompanyFact) =>
  keep<CompanyFact>('company', 'self', (old) => change(old ?? { suspended: false, hidden: false, demo: false }));
const member = (userId: string, change: (m: MemberFact | undefined) => MemberFact | undefined) =>
  keep<MemberFact>('member', userId, change);

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
    CompanyClaimed: ignored,
    EmailClaimed: (e) => [keep('email', e.meta.stream.slice('email-'.length), () => ({ userId: e.data.userId }))],
    MemberAdded: (e) => [
      member(e.data.userId, () => ({ role: e.data.role, visibility: e.data.visibility, state: e.data.invited ? 'invited' : 'active' })),
      person(e.data.userId, () => ({ owner: e.data.role === 'owner', active: !e.data.invited })),
    ],
    MemberJoined: (e) => [
      member(e.data.userId, (m) => m && { ...m, state: 'active' }),
      person(e.data.userId, (p) => ({ ...p, active: true })),
    ],
    MemberRoleChanged: (e) => [
      member(e.data.userId, (m) => m && { ...m, role: e.data.role, visibility: e.data.visibility }),
      person(e.data.userId, (p) => ({ ...p, owner: e.data.role === 'owner' })),
    ],
    MemberRemoved: (e) => [member(e.data.userId, (m) => m && { ...m, state: 'removed' }), person(e.data.userId, () => undefined)],
    ApiKeyCreated: (e) => [
      keep('api_key', e.data.hash, () => ({ apiKeyId: e.data.apiKeyId, tenant: e.meta.tenant, scopes: e.data.scopes })),
      keep<ApiKeyFact>('api_key_by_id', e.data.apiKeyId, () => ({ apiKeyId: e.data.apiKeyId, scopes: e.data.scopes, revoked: false })),
    ],
    ApiKeyRevoked: (e) => [
      keep('api_key', e.data.hash, () => undefined),
      keep<ApiKeyFact>('api_key_by_id', e.data.apiKeyId, (k) => k && { ...k, revoked: true }),
    ],
    LinkIssued: ignored,
    LinkUsed: ignored,
  },
});
