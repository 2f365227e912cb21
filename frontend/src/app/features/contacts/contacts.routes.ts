import { Routes } from '@angular/router';

const routes: Routes = [
  { path: '', loadComponent: () => import('./contact-list') },
  { path: ':id', loadComponent: () => import('./contact-page') },
];
export default routes;
