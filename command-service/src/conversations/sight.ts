import { roleGrants, visible, type Role, type Viewer, type Visibility } from '@master-ia/schemas/permissions.ts';
import type { Prepare } from '@master-ia/platform/kernel/decider.ts';

/** Which conversations the sender of a command may see. */
export type Sight = { readonly sees: (row: { readonly assigneeId: string | null }) => boolean };

/** Programs and the system see everything; people what their role and membership say. */
export const viewerOf = async (io: Prepare): Promise<Sight> => {
  if (io.actor.kind !== 'user') return { sees: () => true };
  const member = await io.facts.one<{ role: Role; visibility: Visibility | null }>('member', io.actor.id);
  if (!member) return { sees: () => false };
  const viewer: Viewer = { userId: io.actor.id, visibility: member.visibility ?? roleGrants[member.role].visibility };
  return { sees: (row) => visible(viewer, row) };
};
