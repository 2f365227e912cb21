import { z } from 'zod';
import { aggregate, command, event } from '../contract.ts';
import { uuid } from '../ids.ts';
import { roles, visibilities } from '../permissions.ts';

const role = z.enum(roles);
const visibility = z.enum(visibilities).nullable();

/** A person's place in a company; stream id = uuidv5(company, user). `visibility: null` = the role's own. */
export const member = aggregate({
  category: 'member',
  events: {
    MemberAdded: event(1, z.object({ memberId: z.string(), userId: z.string(), role, visibility, invited: z.boolean() }), {
      exposure: 'internal',
    }),
    MemberJoined: event(1, z.object({ memberId: z.string(), userId: z.string() }), { exposure: 'internal' }),
    MemberRoleChanged: event(1, z.object({ memberId: z.string(), userId: z.string(), role, visibility }), { exposure: 'internal' }),
    MemberRemoved: event(1, z.object({ memberId: z.string(), userId: z.string() }), { exposure: 'internal' }),
  },
  commands: {
    /** A step of others, which says nothing of who is added: people are invited. Refused: `already_member`, to invite who has joined. */
    AddMember: command<{ memberId: string; userId: string }>('system')(
      z.object({ memberId: uuid, userId: uuid, role, visibility: visibility.default(null), invited: z.boolean().default(false) }),
    ),
    JoinCompany: command<{ memberId: string }>('system')(z.object({ memberId: uuid, userId: uuid })),
    /** Refused: `last_owner`, `not_found`. */
    ChangeMemberRole: command<{ memberId: string }>('team.manage')(
      z.object({ memberId: uuid, userId: uuid, role, visibility: visibility.default(null) }),
    ),
    RemoveMember: command<{ memberId: string }>('team.manage')(z.object({ memberId: uuid, userId: uuid })),
  },
});
