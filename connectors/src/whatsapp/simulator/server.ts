import express from 'express';
import type { ErrorRequestHandler } from 'express';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { controlRouter } from './control/router.ts';
import { runDeliveries } from './deliveries.ts';
import { graphRouter } from './graph/router.ts';
import { makeSampleAccount } from './sample-account.ts';
import { runStatuses } from './statuses.ts';
import { openWorld } from './world.ts';

export type RunningSimulator = { readonly port: number; close(): Promise<void> };
export type ServerOptions = {
  readonly dir: string;
  readonly port: number;
  readonly host: string;
  readonly log: (line: string) => void;
  readonly onBroken: (e: unknown) => void;
};

/** Scripts, styles and requests from here only; pictures and sounds also from memory. */
const CSP =
  "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

/** Opens the directory and serves Graph API, control API and the phone, until closed. */
export const startServer = async (o: ServerOptions): Promise<RunningSimulator> => {
  const world = await openWorld(o.dir, o.onBroken);
  await makeSampleAccount(world);
  const deliveries = runDeliveries(world);
  const statuses = runStatuses(world);

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(graphRouter(world));

  const face = express.Router();
  face.use((_req, res, next) => {
    res.set({
      'content-security-policy': CSP,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    });
    next();
  });
  face.use('/_sim', controlRouter(world, deliveries));
  face.use(express.static(fileURLToPath(new URL('./ui', import.meta.url)), { redirect: false, extensions: ['html'], etag: true }));
  // The page uses relative addresses; behind a proxy it may be asked for with its prefix.
  app.use('/simulator', (req, res, next) => {
    if (req.originalUrl.split('?')[0]?.endsWith('/simulator')) res.redirect(308, 'simulator/');
    else face(req, res, next);
  });
  app.use(face);
  const answerBug: ErrorRequestHandler = (e: unknown, req, res, _next) => {
    o.log(`${req.method} ${req.path}: ${e instanceof Error ? (e.stack ?? e.message) : String(e)}`);
    if (res.headersSent) res.destroy();
    else
      res.status(500).json({
        error: {
          message: 'An unexpected error has occurred. Please retry your request later.',
          type: 'OAuthException',
          code: 2,
          is_transient: true,
        },
      });
  };
  app.use(answerBug);

  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(o.port, o.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      statuses.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, deliveries.stop()]);
      await world.close();
    },
  };
};
