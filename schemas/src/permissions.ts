/** What a person or a key may do. `self`: every signed-in user on their own account. `system`: only connectors, reactions and the installation. */
export const permissions = [
  'conversations.read',
  'conversations.reply',
  'conversations.note',
  'conversations.assign',
  'conversations.label',
  'conversations.close',
  'contacts.read',
  'contacts.write',
  'contacts.block',
  'channels.read',
  'channels.manage',
  'templates.read',
  'team.read',
  'team.manage',
  'apikeys.manage',
  'company.manage',
  'system.read',
] as const;
export type Permission = (typeof permissions)[number];

export const roles = ['owner', 'admin', 'supervisor', 'agent', 'analyst'] as const;
export type Role = (typeof roles)[number];

/** Which conversations a person sees. */
export const visibilities = ['all', 'own_and_unassigned', 'own'] as const;
export type Visibility = (typeof visibilities)[number];

const reading = ['conversations.read', 'contacts.read', 'channels.read', 'templates.read', 'team.read', 'system.read'] as const;
const answering = [
  'conversations.reply',
  'conversations.note',
  'conversations.assign',
  'conversations.label',
  'conversations.close',
  'contacts.write',
] as const;

/** The built-in roles, as data. */
export const roleGrants: Readonly<Record<Role, { readonly permissions: readonly Permission[]; readonly visibility: Visibility }>> = {
  owner: { permissions, visibility: 'all' },
  admin: { permissions: permissions.filter((p) => p !== 'company.manage'), visibility: 'all' },
  supervisor: { permissions: [...reading, ...answering, 'contacts.block'], visibility: 'all' },
  agent: { permissions: [...reading, ...answering], visibility: 'own_and_unassigned' },
  analyst: { permissions: reading, visibility: 'all' },
};

/** What an API key may do, by scope. */
export const scopes = ['read', 'send', 'contacts', 'manage'] as const;
export type Scope = (typeof scopes)[number];
export const scopeGrants: Readonly<Record<Scope, readonly Permission[]>> = {
  read: reading,
  send: ['conversations.reply', 'conversations.note', 'conversations.assign', 'conversations.label', 'conversations.close'],
  contacts: ['contacts.read', 'contacts.write', 'contacts.block'],
  manage: ['channels.manage', 'team.manage'],
};

/** Who looks: the one rule for what a person sees, from which the SQL predicate is generated too. */
export type Viewer = { readonly userId: string | null; readonly visibility: Visibility };
export const visible = (viewer: Viewer, row: { readonly assigneeId: string | null }): boolean => {
  switch (viewer.visibility) {
    case 'all':
      return true;
    case 'own_and_unassigned':
      return row.assigneeId === null || row.assigneeId === viewer.userId;
    case 'own':
      return row.assigneeId !== null && row.assigneeId === viewer.userId;
  }
};
