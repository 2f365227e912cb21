import { ApolloServer, type ApolloServerOptionsWithGateway, type ApolloServerPlugin, type BaseContext } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import { Router, type Request, type RequestHandler } from 'express';
import { GraphQLError } from 'graphql';
import type { Log } from '@master-ia/platform/ports/log.ts';
import type { Metrics } from '@master-ia/platform/runtime/metrics.ts';
import { jsonBody } from '../http/json-body.ts';
import { HttpProblem } from '../http/problem.ts';
import type { GraphContext } from './context.ts';
import type { GraphEngine } from './engine.ts';
import type { ErrorFormat } from './errors.ts';

const BODY_BYTES = 100 * 1024;

type GatewayInterface = ApolloServerOptionsWithGateway<BaseContext>['gateway'];
type GatewayExecutor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>;

/** Apollo takes who executes from a gateway: ours has the time limit and marks stale answers. */
const executedBy = (engine: GraphEngine): GatewayInterface => {
  let loaded: Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0] | undefined;
  const executor: GatewayExecutor = async (r) =>
    (await engine.run({
      document: r.document,
      variableValues: r.request.variables ?? {},
      operationName: r.operationName,
      contextValue: r.context as GraphContext,
    })) as Awaited<ReturnType<GatewayExecutor>>;
  return {
    onSchemaLoadOrUpdate: (callback) => {
      loaded = callback;
      return () => undefined;
    },
    load: async () => {
      loaded?.({ apiSchema: engine.schema, coreSupergraphSdl: '' });
      return { executor };
    },
    stop: async () => undefined,
  };
};

/** `/graphql` over HTTP: POST with JSON only, one operation at a time, nothing persisted. */
export const graphHttp = async (o: {
  readonly engine: GraphEngine;
  readonly format: ErrorFormat;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly contextOf: (req: Request) => GraphContext;
}) => {
  const seconds = o.metrics.histogram('mia_graphql_seconds', 'Time from the request to the answer of GraphQL operations.', ['kind']);
  const checks: ApolloServerPlugin<GraphContext> = {
    requestDidStart: async () => {
      const began = performance.now();
      return {
        didResolveOperation: async (r) => {
          // Without one Apollo says so.
          if (!r.operation) return;
          try {
            o.engine.admit(r.contextValue.identity, r.document, r.operation, r.request.variables ?? {});
          } catch (error) {
            throw error instanceof GraphQLError
              ? new GraphQLError(error.message, { extensions: { ...error.extensions, http: { status: 400 } } })
              : error;
          }
        },
        willSendResponse: async (r) => seconds.observe({ kind: r.operation?.operation ?? 'none' }, (performance.now() - began) / 1000),
      };
    },
  };
  const quiet = {
    debug: () => undefined,
    info: () => undefined,
    warn: (m: string) => o.log.warn({ said: m }, 'apollo'),
    error: (m: string) => o.log.error({ said: m }, 'apollo'),
  };
  const apollo = new ApolloServer<GraphContext>({
    gateway: executedBy(o.engine),
    // Answers are never cached; Apollo's own cache control would wrap the resolver of every field to ask it about that.
    plugins: [checks, ApolloServerPluginCacheControlDisabled()],
    // Done before Apollo gets it, as for sockets: its own order compares the fields of a document of any shape.
    dangerouslyDisableValidation: true,
    // Who may is decided per caller, when the operation is admitted.
    introspection: true,
    formatError: (_, error) => o.format(error),
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    logger: quiet,
  });
  await apollo.start();
  const router = Router();
  router.all('/', (req, res, next) => {
    if (req.method === 'POST') return next();
    res.set('allow', 'POST');
    throw new HttpProblem(405, 'method_not_allowed');
  });
  const valid: RequestHandler = (req, res, next) => {
    const { query, operationName } = (req.body ?? {}) as { readonly query?: unknown; readonly operationName?: unknown };
    // What is no query at all Apollo says.
    const read =
      typeof query === 'string' && query !== '' ? o.engine.read(query, typeof operationName === 'string' ? operationName : null) : null;
    if (read !== null && !('document' in read)) res.status(400).json({ errors: read.map((e) => o.format(e)) });
    else next();
  };
  router.post('/', ...jsonBody(BODY_BYTES), valid, expressMiddleware(apollo, { context: async ({ req }) => o.contextOf(req) }));
  return { router, stop: () => apollo.stop() };
};
