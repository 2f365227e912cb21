import { signal } from '@angular/core';
import type { Permission } from '@master-ia/schemas/permissions.ts';
import { Session, type Me } from '../app/core/session';
import { someMe } from './me';

/** Somebody signed in, with these permissions; counts how often the session was read again. */
export const signedInAs = (permissions: readonly Permission[], o: Partial<Me> = {}) => {
  const me = someMe({ permissions: [...permissions], ...o });
  const refreshed = { times: 0 };
  return {
    refreshed,
    provider: {
      provide: Session,
      useValue: {
        me: signal(me),
        company: signal(me.company),
        user: signal(me.user),
        companies: signal(me.memberships),
        can: (p: string) => me.permissions.includes(p),
        refresh: () => (refreshed.times++, Promise.resolve()),
      },
    },
  };
};
