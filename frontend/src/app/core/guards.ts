import { inject } from '@angular/core';
import { Router, type CanActivateFn } from '@angular/router';
import type { Permission } from '@master-ia/schemas/permissions.ts';
import { Session, safePath } from './session';

/** Only for who is signed in; others sign in first and come back. */
export const signedIn: CanActivateFn = async (_route, { url }) => {
  const router = inject(Router);
  const session = inject(Session);
  return (await session.load()) ? true : router.createUrlTree(['/sign-in'], { queryParams: url === '/' ? {} : { next: url } });
};

/** The sign-in page is not for who is signed in. */
export const signedOut: CanActivateFn = async (route) => {
  const router = inject(Router);
  const session = inject(Session);
  return (await session.load()) ? router.parseUrl(safePath(route.queryParamMap.get('next'))) : true;
};

/** Only with that permission; others see the page that says so. */
export const may =
  (permission: Permission): CanActivateFn =>
  () => {
    const router = inject(Router);
    return inject(Session).can(permission) ? true : router.parseUrl('/not-allowed');
  };
