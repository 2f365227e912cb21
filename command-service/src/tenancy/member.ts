import { member as aggregate } from '@master-ia/schemas/tenancy/member.ts';
import type { Role, Visibility } from '@master-ia/schemas/permissions.ts';
import { decider, none, refuse, type Prepare } from '@master-ia/platform/kernel/decider.ts';
import type { People } from './facts.ts';

export type MemberState = {
  readonly state: 'none' | 'invited' | 'active' | 'removed';
  readonly role: Role;
  readonly visibility: Visibility | null;
};
/** Whether the company keeps an active owner without this person. */
type Owners = { readonly another: boolean };
const owners = async (d: { readonly userId: string }, io: Prepare): Promise<Owners> => {
  const all = (await io.facts.one<People>('people', 'all')) ?? {};
  return { another: Object.entries(all).some(([id, p]) => id !== d.userId && p.owner && p.active) };
};
const present = (s: MemberState): boolean => s.state === 'invited' || s.state === 'active';

export const member = decider<
  typeof aggregate,
  'not_found' | 'last_owner' | 'already_member',
  { AddMember: undefined; JoinCompany: undefined; ChangeMemberRole: Owners; RemoveMember: Owners }
>()<MemberState>({
  aggregate,
  initial: { state: 'none', role: 'agent', visibility: null },
  target: {
    AddMember: (d) => ({ id: d.memberId }),
    JoinCompany: (d) => ({ id: d.memberId }),
    ChangeMemberRole: (d) => ({ id: d.memberId }),
    RemoveMember: (d) => ({ id: d.memberId }),
  },
  prepare: { AddMember: none, JoinCompany: none, ChangeMemberRole: owners, RemoveMember: owners },
  decide: {
    // An invitation that is made again replaces the one before.
    AddMember: (s, d) =>
      s.state === 'active' && d.invited
        ? refuse('already_member', 'email')
        : present(s) && !d.invited
          ? []
          : [{ type: 'MemberAdded', data: d }],
    JoinCompany: (s, d) => (s.state === 'invited' ? [{ type: 'MemberJoined', data: d }] : s.state === 'active' ? [] : refuse('not_found')),
    ChangeMemberRole: (s, d, { prepared }) =>
      !present(s)
        ? refuse('not_found')
        : s.role === 'owner' && d.role !== 'owner' && !prepared.another
          ? refuse('last_owner')
          : s.role === d.role && s.visibility === d.visibility
            ? []
            : [{ type: 'MemberRoleChanged', data: d }],
    RemoveMember: (s, d, { prepared }) =>
      !present(s)
        ? s.state === 'removed'
          ? []
          : refuse('not_found')
        : s.role === 'owner' && !prepared.another
          ? refuse('last_owner')
          : [{ type: 'MemberRemoved', data: d }],
  },
  evolve: {
    MemberAdded: (_, e) => ({ state: e.data.invited ? 'invited' : 'active', role: e.data.role, visibility: e.data.visibility }),
    MemberJoined: (s) => ({ ...s, state: 'active' }),
    MemberRoleChanged: (s, e) => ({ ...s, role: e.data.role, visibility: e.data.visibility }),
    MemberRemoved: (s) => ({ ...s, state: 'removed' }),
  },
  result: {
    AddMember: (_, d) => ({ memberId: d.memberId, userId: d.userId }),
    JoinCompany: (_, d) => ({ memberId: d.memberId }),
    ChangeMemberRole: (_, d) => ({ memberId: d.memberId }),
    RemoveMember: (_, d) => ({ memberId: d.memberId }),
  },
});
