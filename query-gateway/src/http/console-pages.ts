import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import express, { Router, type RequestHandler, type Response } from 'express';
import { HttpProblem } from './problem.ts';

/** Where the console lies, why it could not be built, or that it is being built. */
export type ConsoleBuild = { readonly dir: string } | { readonly failed: string } | { readonly building: true };

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

const buildingPage = `<!doctype html><html lang="pt-BR"><head><meta charset="utf-8"><title>Master IA</title><meta http-equiv="refresh" content="2"></head>
<body><h1>O console está sendo construído</h1><p>A API e os webhooks já funcionam; esta página se recarrega sozinha. · The console is being built; API and webhooks work already.</p></body></html>`;

type Page = { readonly made: string; readonly text: string; readonly policy: string };
/** The page of a build, read again when another build has written it. */
const pageReader = () => {
  let last: Page | undefined;
  return async (dir: string): Promise<Page | null> => {
    const index = join(dir, 'index.html');
    try {
      const { mtimeMs, size, ino } = await stat(index);
      const made = `${String(mtimeMs)} ${String(size)} ${String(ino)}`;
      if (last?.made !== made) {
        const text = await readFile(index, 'utf8');
        last = { made, text, policy: policyOf(text) };
      }
      return last;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  };
};

/** The console as it is built now: files for ever where their name says so, and its page at every address that is nothing else. Without a build every page says why. */
export const consolePages = (built: () => ConsoleBuild): Router => {
  const router = Router();
  const read = pageReader();
  const show = async (res: Response): Promise<void> => {
    const now = built();
    const page = 'dir' in now ? await read(now.dir) : null;
    res
      .set({ 'content-security-policy': page?.policy ?? "default-src 'none'; frame-ancestors 'none'", 'cache-control': 'no-cache' })
      .type('html');
    if (page !== null) res.send(page.text);
    else if ('building' in now) res.status(503).set('retry-after', '2').send(buildingPage);
    else res.status(503).send(failedPage('failed' in now ? now.failed : 'index.html is missing'));
  };
  let files: { readonly dir: string; readonly serve: RequestHandler } | undefined;
  router.get('/index.html', (_req, res) => show(res));
  router.use((req, res, next) => {
    const now = built();
    if (!('dir' in now)) {
      next();
      return;
    }
    if (files?.dir !== now.dir)
      files = {
        dir: now.dir,
        serve: express.static(now.dir, {
          index: false,
          redirect: false,
          setHeaders: (answer, path) => {
            answer.setHeader('cache-control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
          },
        }),
      };
    void files.serve(req, res, next);
  });
  router.get('/{*path}', async (req, res) => {
    // A missing script must not be answered with a page.
    if (NO_PAGES.test(req.path) || /\.\w{1,10}$/.test(req.path)) throw new HttpProblem(404, 'not_found');
    await show(res);
  });
  return router;
};
