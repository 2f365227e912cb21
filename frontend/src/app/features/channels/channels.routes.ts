import { Routes } from '@angular/router';

const routes: Routes = [
  { path: '', loadComponent: () => import('./channel-list') },
  { path: ':id', loadComponent: () => import('./channel-page') },
];
export default routes;
