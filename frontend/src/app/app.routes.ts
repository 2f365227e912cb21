import { Routes } from '@angular/router';
import { may, signedIn, signedOut } from './core/guards';

/** Every screen has an address; `title` is a translation key. Feature folders are loaded when first opened. */
export const routes: Routes = [
  { path: 'sign-in', canActivate: [signedOut], title: 'title.signIn', loadComponent: () => import('./features/tenancy/sign-in') },
  { path: 'enter', title: 'title.enter', loadComponent: () => import('./features/tenancy/enter') },
  { path: 'recover', title: 'title.recover', loadComponent: () => import('./features/tenancy/recover') },
  { path: 'invite', title: 'title.invite', loadComponent: () => import('./features/tenancy/invite') },
  {
    path: '',
    canActivate: [signedIn],
    loadComponent: () => import('./shell/shell'),
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'inbox' },
      {
        path: 'inbox',
        title: 'title.inbox',
        canActivate: [may('conversations.read')],
        loadChildren: () => import('./features/conversations/conversations.routes'),
      },
      {
        path: 'contacts',
        title: 'title.contacts',
        canActivate: [may('contacts.read')],
        loadChildren: () => import('./features/contacts/contacts.routes'),
      },
      { path: 'settings', title: 'title.settings', loadChildren: () => import('./features/settings.routes') },
      { path: 'not-allowed', title: 'title.notAllowed', loadComponent: () => import('./shell/not-allowed') },
      { path: '**', title: 'title.notFound', loadComponent: () => import('./shell/not-found') },
    ],
  },
];
