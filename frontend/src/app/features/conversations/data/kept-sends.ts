import type { Pending } from './outbox';

const KEY = 'mia.sends';

/** What was being sent when the page was left, of this person and company; kept by the tab, not beyond it. */
export const keptSends = (owner: string): readonly Pending[] => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as { owner?: unknown; sends?: unknown } | null;
    return kept?.owner === owner && Array.isArray(kept.sends) ? (kept.sends as readonly Pending[]) : [];
  } catch {
    return [];
  }
};

/** Pictures of this browser's memory do not outlive the page. */
export const keepSends = (owner: string, sends: readonly Pending[]): void => {
  try {
    if (sends.length === 0) return sessionStorage.removeItem(KEY);
    const lasting = sends.map(({ preview: { url, ...preview }, ...p }) => ({ ...p, preview }));
    sessionStorage.setItem(KEY, JSON.stringify({ owner, sends: lasting }));
  } catch {
    // A browser that keeps nothing: the sends live as long as the page.
  }
};
