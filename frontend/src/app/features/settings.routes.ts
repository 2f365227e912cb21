import { Routes } from '@angular/router';
import { may } from '../core/guards';

/** Settings of every domain, side by side. */
const routes: Routes = [
  {
    path: '',
    loadComponent: () => import('../shell/settings-frame'),
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'account' },
      { path: 'account', title: 'title.account', loadComponent: () => import('./tenancy/account') },
      { path: 'company', title: 'title.company', loadComponent: () => import('./tenancy/company') },
      { path: 'users', title: 'title.users', canActivate: [may('team.read')], loadComponent: () => import('./tenancy/users') },
      { path: 'api-keys', title: 'title.apiKeys', canActivate: [may('apikeys.manage')], loadComponent: () => import('./tenancy/api-keys') },
      {
        path: 'channels',
        title: 'title.channels',
        canActivate: [may('channels.read')],
        loadChildren: () => import('./channels/channels.routes'),
      },
    ],
  },
];
export default routes;
