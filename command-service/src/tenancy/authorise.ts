import { INSTALLATION } from '@master-ia/schemas/contract.ts';
import { roleGrants, scopeGrants, type Role, type Scope, type Visibility } from '@master-ia/schemas/permissions.ts';
import type { Authorise } from '@master-ia/platform/kernel/command-handler.ts';

export type MemberFact = { readonly role: Role; readonly visibility: Visibility | null; readonly state: 'invited' | 'active' | 'removed' };
export type ApiKeyFact = { readonly apiKeyId: string; readonly scopes: readonly Scope[]; readonly revoked: boolean };

/** Only owners make owners, or touch those that are. */
const touchesOwner = async (data: unknown, tenant: string, facts: Parameters<Authorise>[0]['facts']): Promise<boolean> => {
  const { role, userId } = data as { readonly role?: unknown; readonly userId?: unknown };
  return role === 'owner' || (typeof userId === 'string' && (await facts.one<MemberFact>(tenant, 'member', userId))?.role === 'owner');
};

/** Rights come from facts, never from what a caller says of itself. */
export const authorise: Authorise = async ({ actor, tenant, permission, data, facts }) => {
  if (actor.kind === 'reaction' || actor.kind === 'connector' || actor.kind === 'installation') return true;
  if (permission === 'system') return false;
  if (permission === 'self') return actor.kind === 'user' && tenant === INSTALLATION && (data as { userId?: string }).userId === actor.id;
  if (permission === 'signed_in') return actor.kind === 'user';
  const company = await facts.one<{ suspended: boolean }>(tenant, 'company', 'self');
  if (!company || company.suspended) return false;
  const ownersOnly = permission === 'team.manage' && (await touchesOwner(data, tenant, facts));
  if (actor.kind === 'user') {
    const member = await facts.one<MemberFact>(tenant, 'member', actor.id);
    if (member?.state !== 'active' || (ownersOnly && member.role !== 'owner')) return false;
    return roleGrants[member.role].permissions.some((p) => p === permission);
  }
  const key = await facts.one<ApiKeyFact>(tenant, 'api_key_by_id', actor.id);
  return key !== undefined && !key.revoked && !ownersOnly && key.scopes.some((s) => scopeGrants[s].some((p) => p === permission));
};
