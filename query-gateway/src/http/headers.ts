import type { RequestHandler } from 'express';

const YEAR_S = 31_536_000;
/** Answers that are no pages. */
const NO_PAGE = "default-src 'none'; frame-ancestors 'none'";
/** Headers of every answer of ours; pages and files replace the policy by their own. */
export const securityHeaders = (o: { readonly https: boolean }): RequestHandler => {
  const headers: Record<string, string> = {
    'content-security-policy': NO_PAGE,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(self)',
    ...(o.https && { 'strict-transport-security': `max-age=${String(YEAR_S)}` }),
  };
  return (_req, res, next) => {
    res.set(headers);
    next();
  };
};
