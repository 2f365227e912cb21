import { ERASED, type Erased, type Stored } from '@master-ia/schemas/contract.ts';
import type { TenancyEvents } from '@master-ia/schemas/tenancy/index.ts';
import {
  accountTable,
  apiKeyTable,
  companyTable,
  memberTable,
  type AccountRow,
  type ApiKeyRow,
  type CompanyRow,
  type MemberRow,
} from '@master-ia/schemas/tenancy/tables.ts';
import { ignored, projection } from '@master-ia/platform/kernel/projection.ts';

type Ev<T extends keyof TenancyEvents & string> = Stored<TenancyEvents, T>;
const shown = (text: string | Erased): string | null => (text === ERASED ? null : text);
const byCompany = (e: { readonly data: { readonly companyId: string } }) => [{ company_id: e.data.companyId }];
const byUser = (e: { readonly data: { readonly userId: string } }) => [{ user_id: e.data.userId }];
const byKey = (e: { readonly data: { readonly apiKeyId: string } }) => [{ api_key_id: e.data.apiKeyId }];
const there =
  <R>(what: string) =>
  <T extends keyof TenancyEvents & string>(change: (old: R, e: Ev<T>) => R | undefined) =>
  (old: R | undefined, e: Ev<T>): R | undefined => {
    if (!old) throw new Error(`${e.type}: the ${what} is not there`);
    return change(old, e);
  };
const company = there<CompanyRow>('company');
const account = there<AccountRow>('user');
const member = there<MemberRow>('member');
const apiKey = there<ApiKeyRow>('key');

/** Companies, the people in them, and keys for programs. */
export const team = projection<TenancyEvents>()({
  name: 'team',
  version: 2,
  order: 'key',
  tables: [companyTable, accountTable, memberTable, apiKeyTable],
  notify: { company: [], account: [], member: ['state'], api_key: [] },
  // Users belong to the installation; a company sees those who are or were its members.
  alsoVisible: { account: 'exists (select 1 from $schema.member m where m.user_id = account.user_id and m.tenant_id = $tenant)' },
  on: {
    CompanyCreated: (on) => [
      on.put(companyTable, byCompany, (e) => ({
        company_id: e.data.companyId,
        name: e.data.name,
        demo: e.data.demo,
        hidden: false,
        suspended: false,
        time_zone: e.data.timeZone,
      })),
    ],
    CompanyRenamed: (on) => [
      on.row(
        companyTable,
        byCompany,
        company((old, e) => ({ ...old, name: e.data.name })),
      ),
    ],
    CompanyHidden: (on) => [
      on.row(
        companyTable,
        byCompany,
        company((old, e) => ({ ...old, hidden: e.data.hidden })),
      ),
    ],
    CompanySuspended: (on) => [
      on.row(
        companyTable,
        byCompany,
        company((old, e) => ({ ...old, suspended: e.data.suspended })),
      ),
    ],
    UserRegistered: (on) => [
      on.put(accountTable, byUser, (e) => ({
        user_id: e.data.userId,
        email: shown(e.data.email),
        name: shown(e.data.name),
        locale: e.data.locale,
        has_password: false,
      })),
    ],
    UserRenamed: (on) => [
      on.row(
        accountTable,
        byUser,
        account((old, e) => ({ ...old, name: shown(e.data.name) })),
      ),
    ],
    PasswordSet: (on) => [
      on.row(
        accountTable,
        byUser,
        account((old) => ({ ...old, has_password: true })),
      ),
    ],
    LanguageChosen: (on) => [
      on.row(
        accountTable,
        byUser,
        account((old, e) => ({ ...old, locale: e.data.locale })),
      ),
    ],
    CompanyClaimed: ignored,
    EmailClaimed: ignored,
    MemberAdded: (on) => [
      on.put(memberTable, byUser, (e) => ({
        user_id: e.data.userId,
        role: e.data.role,
        visibility: e.data.visibility,
        state: e.data.invited ? 'invited' : 'active',
      })),
    ],
    MemberJoined: (on) => [
      on.row(
        memberTable,
        byUser,
        member((old) => ({ ...old, state: 'active' })),
      ),
    ],
    MemberRoleChanged: (on) => [
      on.row(
        memberTable,
        byUser,
        member((old, e) => ({ ...old, role: e.data.role, visibility: e.data.visibility })),
      ),
    ],
    MemberRemoved: (on) => [
      on.row(
        memberTable,
        byUser,
        // Who never joined was no colleague: nothing is shown of them any more.
        member((old) => (old.state === 'invited' ? undefined : { ...old, state: 'removed' })),
      ),
    ],
    ApiKeyCreated: (on) => [
      on.put(apiKeyTable, byKey, (e) => ({
        api_key_id: e.data.apiKeyId,
        name: e.data.name,
        scopes: e.data.scopes,
        hint: e.data.hint,
        created_at: e.meta.at,
        revoked_at: null,
      })),
    ],
    ApiKeyRevoked: (on) => [
      on.row(
        apiKeyTable,
        byKey,
        apiKey((old, e) => ({ ...old, revoked_at: e.meta.at })),
      ),
    ],
    LinkIssued: ignored,
    LinkUsed: ignored,
  },
});
