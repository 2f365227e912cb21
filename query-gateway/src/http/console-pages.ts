import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router, type Response } from 'express';
import { HttpProblem } from './problem.ts';

/** Names with the hash of their content: `chunk-B2W_agiE.js`. */
const HASHED = /-[\w-]{8}\.\w+$/;
/** The first segment of addresses that are no pages. */
const NO_PAGES = /^\/(auth|graphql|v1|media|webhooks|simulator|schemas|health|ready|metrics)(\/|$)/;
const POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

/** The page's policy: what its build says about scripts (their hashes are in it), and ours about everything else. */
const policyOf = (page: string): string => {
  const inPage = /http-equiv="Content-Security-Policy" content="([^"]*)"/i.exec(page)?.[1] ?? '';
  const scripts = inPage
    .split(';')
    .map((d) => d.trim())
    .find((d) => d.startsWith('script-src '));
  return [...POLICY, scripts ?? "script-src 'self'"].join('; ');
};
const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${String(c.charCodeAt(0))};`);
const failedPage = (why: string): string => `<!doctype html><html lang="pt-BR"><head><meta charset="utf-8"><title>Master IA</title></head>
<body><h1>O console não pôde ser construído</h1><p>A API e os webhooks funcionam. · The console could not be built; API and webhooks work.</p><pre>${escaped(why)}</pre></body></html>`;

/** The built console: files for ever where their name says so, and its page at every address that is nothing else. Without a build every page says why. */
export const consolePages = (built: { readonly dir: string } | { readonly failed: string }): Router => {
  const router = Router();
  const index = 'dir' in built ? join(built.dir, 'index.html') : null;
  const page = index !== null && existsSync(index) ? readFileSync(index, 'utf8') : null;
  const policy = page === null ? "default-src 'none'; frame-ancestors 'none'" : policyOf(page);
  const show = (res: Response): void => {
    res.set({ 'content-security-policy': policy, 'cache-control': 'no-cache' }).type('html');
    if (page !== null) res.send(page);
    else res.status(503).send(failedPage('failed' in built ? built.failed : 'index.html is missing'));
  };
  if ('dir' in built && page !== null) {
    router.get('/index.html', (_req, res) => show(res));
    router.use(
      express.static(built.dir, {
        index: false,
        redirect: false,
        setHeaders: (res, path) => {
          res.setHeader('cache-control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
        },
      }),
    );
  }
  router.get('/{*path}', (req, res) => {
    // A missing script must not be answered with a page.
    if (NO_PAGES.test(req.path) || /\.\w{1,10}$/.test(req.path)) throw new HttpProblem(404, 'not_found');
    show(res);
  });
  return router;
};
