import { Routes, UrlSegment, type UrlMatchResult } from '@angular/router';

const TABS = ['mine', 'unassigned', 'all'];

/** `/inbox`, `/inbox/:tab` and `/inbox/c/:conversationId` are one route: the list stays while the thread beside it changes. */
export const inboxMatcher = (segments: UrlSegment[]): UrlMatchResult | null => {
  const [first, second] = segments;
  if (!first) return { consumed: [], posParams: {} };
  if (segments.length === 1 && TABS.includes(first.path)) return { consumed: segments, posParams: { tab: first } };
  if (segments.length === 2 && first.path === 'c' && second) return { consumed: segments, posParams: { conversationId: second } };
  return null;
};

const routes: Routes = [{ matcher: inboxMatcher, loadComponent: () => import('./inbox') }];
export default routes;
