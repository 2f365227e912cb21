import { Routes } from '@angular/router';
import { may } from '../../core/guards';

const routes: Routes = [
  { path: '', loadComponent: () => import('./channel-list') },
  { path: 'connect', title: 'title.connect', canActivate: [may('channels.manage')], loadComponent: () => import('./connect-channel') },
  { path: ':id', loadComponent: () => import('./channel-page') },
];
export default routes;
