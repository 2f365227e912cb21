import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import compression from 'compression';
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import { sessionCookie } from './auth/cookie.ts';
import { openIdentities } from './auth/identity.ts';
import { oneUseLinks } from './auth/links.ts';
import { passwordChange } from './auth/password-change.ts';
import { passwordCheck } from './auth/passwords.ts';
import { authRoutes } from './auth/routes.ts';
import { openSessions } from './auth/sessions.ts';
import { passwordThrottle } from './auth/throttle.ts';
import type { GraphPorts, Identity } from './graphql/context.ts';
import { graphEngine } from './graphql/engine.ts';
import { errorFormat } from './graphql/errors.ts';
import { graphHttp } from './graphql/http-server.ts';
import { GRAPH_LIMITS } from './graphql/limits.ts';
import { liveRows } from './graphql/live.ts';
import { operationContexts } from './graphql/operation-context.ts';
import { buildGraphSchema } from './graphql/schema.ts';
import { graphSockets } from './graphql/sockets.ts';
import { clientAddress } from './http/client-address.ts';
import { consolePages } from './http/console-pages.ts';
import { securityHeaders } from './http/headers.ts';
import { healthRoutes } from './http/health.ts';
import { bodyProblem } from './http/json-body.ts';
import { mediaRoutes } from './http/media.ts';
import { originCheck } from './http/origin.ts';
import { answerProblem, HttpProblem } from './http/problem.ts';
import { commandRoutes } from './http/public-commands.ts';
import { requestMetrics } from './http/request-metrics.ts';
import { REQUEST_RATES, requestRate } from './http/request-rate.ts';
import { simulatorProxy } from './http/simulator-proxy.ts';
import { isUnavailable } from './http/unavailable.ts';
import type { GatewayPorts } from './ports.ts';
import { systemWatch } from './tenancy/system-status.ts';

export type { GatewayConfig, GatewayPorts } from './ports.ts';
export type Gateway = {
  /** Serves HTTP and sockets; answers the port that it got. */
  listen(port: number, host: string): Promise<{ readonly port: number }>;
  /** Ends sockets and requests, within a second. */
  close(): Promise<void>;
};

const HEADERS_MS = 15_000;
const KEEP_ALIVE_MS = 65_000;
const CLOSE_MS = 500;

/** The gateway: every public path but what the connectors answer themselves. */
export const createGateway = (ports: GatewayPorts): Gateway => {
  const { config, db, cache, clock, ids, log, limit, metrics, views } = ports;
  const https = config.secureCookies;
  const cookie = sessionCookie({ https });
  const isOurs = originCheck({ publicUrl: config.publicUrl, https });
  const rate = requestRate(limit, { ...REQUEST_RATES, ...config.rates });
  const sessions = openSessions({ db, cache, clock, ids, log });
  const identities = openIdentities({ db, cache, sessions, cookie, rate });
  const passwords = passwordCheck({
    db,
    vault: ports.vault,
    secrets: ports.secrets,
    ids,
    passwords: ports.passwords,
    throttle: passwordThrottle({ limit, cache, ids }),
  });

  const changePassword = passwordChange({ passwords, sessions });

  const graphPorts: GraphPorts = {
    readDb: ports.readDb,
    db,
    commands: ports.commands,
    pubSub: ports.pubSub,
    views,
    status: systemWatch({ views, system: ports.system, log }),
    clock,
    ids,
    log,
    publicUrl: config.publicUrl,
    callbackUrl: ports.callbackUrl,
    sessions,
    passwords,
    changePassword,
  };
  const live = liveRows({ pubSub: ports.pubSub, readDb: ports.readDb, log });
  const contexts = operationContexts(graphPorts, live);
  const engine = graphEngine({ schema: buildGraphSchema(), limits: { ...GRAPH_LIMITS, ...config.limits }, openSchema: config.demo });
  const format = errorFormat({ log, ids, suggestions: config.demo });

  /** Set before anything of GraphQL is read. */
  const callers = new WeakMap<Request, Identity>();
  const asGraph = (p: HttpProblem): object => ({ errors: [{ message: p.code, extensions: { code: p.code.toUpperCase() } }] });

  const limited =
    (take: (address: string) => Promise<void>): RequestHandler =>
    (req, _res, next) =>
      void take(clientAddress(req)).then(() => next(), next);

  const compose = (graphRouter: express.Router): Express => {
    const app = express();
    app.disable('x-powered-by');
    app.disable('etag');
    app.set('query parser', 'simple');
    app.use(requestMetrics(metrics));
    app.use(securityHeaders({ https }));
    // Callbacks are signed over their exact bytes: before anything reads a body.
    app.use(ports.webhooks);
    app.use('/ready', limited(rate.stranger));
    app.use(healthRoutes({ views, system: ports.system, metrics, metricsToken: config.metricsToken }));
    // Files and the simulator's events are streamed as they are.
    app.use('/media', mediaRoutes({ identities, isOurs, rate, readDb: ports.readDb, media: ports.media, views, log }));
    if (config.simulatorUrl !== null && config.demo)
      app.use('/simulator', limited(rate.simulator), simulatorProxy({ url: config.simulatorUrl, isOurs, log }));
    app.use(compression());
    app.use(
      '/auth',
      authRoutes({
        db,
        commands: ports.commands,
        ids,
        sessions,
        cookie,
        passwords,
        changePassword,
        links: oneUseLinks({ store: ports.store, commands: ports.commands, clock, ids }),
        isOurs,
        rate,
      }),
    );
    app.use('/v1', commandRoutes({ identities, commands: ports.commands, ids, rate }));
    app.use(
      '/graphql',
      async (req, res, next) => {
        res.set('cache-control', 'no-store');
        if (!isOurs(req)) throw new HttpProblem(403, 'foreign_origin');
        const identity = await identities.ofRequest(req);
        if (!identity) throw new HttpProblem(401, 'unauthenticated');
        await rate.known(identity);
        callers.set(req, identity);
        next();
      },
      graphRouter,
    );
    app.use(consolePages(ports.console));
    app.use((_req, _res, next) => next(new HttpProblem(404, 'not_found')));
    const answerError: ErrorRequestHandler = (error: unknown, req, res, _next) => {
      const problem =
        error instanceof HttpProblem
          ? error
          : isUnavailable(error)
            ? new HttpProblem(503, 'unavailable', { retryAfterMs: 1000 })
            : bodyProblem(error);
      if (!problem) log.error({ error, method: req.method }, 'a request failed');
      if (res.headersSent) {
        res.destroy();
        return;
      }
      const p = problem ?? new HttpProblem(500, 'failed');
      if (p.status === 413) res.set('connection', 'close');
      if (req.originalUrl.split('?')[0] !== '/graphql') answerProblem(req, res, p);
      else {
        if (p.retryAfterMs !== undefined) res.set('retry-after', String(Math.ceil(p.retryAfterMs / 1000)));
        res.status(p.status).json(asGraph(p));
      }
    };
    app.use(answerError);
    return app;
  };

  let stop: (() => Promise<void>) | undefined;
  return {
    listen: async (port, host) => {
      await passwords.prepare();
      const graph = await graphHttp({
        engine,
        format,
        log,
        metrics,
        contextOf: (req) => contexts(callers.get(req) as Identity, clientAddress(req), req.headers['x-min-position']).context,
      });
      const server = createServer({ headersTimeout: HEADERS_MS, keepAliveTimeout: KEEP_ALIVE_MS }, compose(graph.router));
      const sockets = graphSockets({ server, engine, format, identities, contexts, isOurs, rate, limit, log, metrics });
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, resolve);
      });
      stop = async () => {
        await sockets.close();
        live.close();
        const closed = new Promise((done) => server.close(done));
        server.closeIdleConnections();
        const late = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
        await closed;
        clearTimeout(late);
        await graph.stop();
      };
      return { port: (server.address() as AddressInfo).port };
    },
    close: async () => {
      await stop?.();
    },
  };
};
