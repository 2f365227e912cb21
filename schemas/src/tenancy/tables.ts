import { table } from '../contract.ts';
import type { Role, Scope, Visibility } from '../permissions.ts';

export type CompanyRow = { company_id: string; name: string; demo: boolean; hidden: boolean; suspended: boolean; time_zone: string };
export const companyTable = table<CompanyRow>()({
  name: 'company',
  key: ['company_id'],
  columns: {
    company_id: 'uuid not null',
    name: 'text not null',
    demo: 'boolean not null',
    hidden: 'boolean not null',
    suspended: 'boolean not null',
    time_zone: 'text not null',
  },
});

export type AccountRow = { user_id: string; email: string | null; name: string | null; locale: string | null; has_password: boolean };
/** Rows of the installation's tenant; a company sees those of its members through the policy of this table. */
export const accountTable = table<AccountRow>()({
  name: 'account',
  key: ['user_id'],
  columns: { user_id: 'uuid not null', email: 'text', name: 'text', locale: 'text', has_password: 'boolean not null' },
});

export type MemberRow = { user_id: string; role: Role; visibility: Visibility | null; state: 'invited' | 'active' | 'removed' };
export const memberTable = table<MemberRow>()({
  name: 'member',
  key: ['user_id'],
  columns: { user_id: 'uuid not null', role: 'text not null', visibility: 'text', state: 'text not null' },
  indexes: ['(user_id)'],
});

export type ApiKeyRow = {
  api_key_id: string;
  name: string;
  scopes: readonly Scope[];
  hint: string;
  created_at: Date;
  revoked_at: Date | null;
};
export const apiKeyTable = table<ApiKeyRow>()({
  name: 'api_key',
  key: ['api_key_id'],
  columns: {
    api_key_id: 'uuid not null',
    name: 'text not null',
    scopes: 'json not null',
    hint: 'text not null',
    created_at: 'timestamptz not null',
    revoked_at: 'timestamptz',
  },
});
