import { createHash, timingSafeEqual } from 'node:crypto';

const same = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());

/**
 * Answers Meta's GET that verifies a callback. `text` goes back as the whole body, as text/plain. A challenge is digits only: anything else would be
 * somebody's text reflected under our address.
 */
export const answerChallenge = (
  query: Readonly<Record<string, unknown>>,
  verifyToken: string | undefined,
): { readonly status: 200; readonly text: string } | { readonly status: 400 | 403 } => {
  const token = query['hub.verify_token'];
  const right = same(typeof token === 'string' ? token : '', verifyToken ?? '');
  if (!verifyToken || !right || query['hub.mode'] !== 'subscribe') return { status: 403 };
  const challenge = query['hub.challenge'];
  return typeof challenge === 'string' && /^\d{1,100}$/.test(challenge) ? { status: 200, text: challenge } : { status: 400 };
};
