import type { Permission } from '@master-ia/schemas/permissions.ts';

export interface NavItem {
  readonly path: string;
  /** Translation key. */
  readonly label: string;
  /** A glyph that has a `-fill` face too. */
  readonly icon: string;
  readonly permission: Permission | null;
  /** After "g". */
  readonly key: string;
  /** Shows the number of unread conversations. */
  readonly badge?: 'unread';
}

/** The rail, in its order. A new area of the console is one line here and one in `app.routes.ts`. */
export const NAV: readonly NavItem[] = [
  { path: '/inbox', label: 'nav.inbox', icon: 'inbox', permission: 'conversations.read', key: 'i', badge: 'unread' },
  { path: '/contacts', label: 'nav.contacts', icon: 'contacts', permission: 'contacts.read', key: 'c' },
  { path: '/settings', label: 'nav.settings', icon: 'settings', permission: null, key: 's' },
];
