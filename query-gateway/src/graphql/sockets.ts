import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, OperationTypeNode, type ExecutionArgs, type FormattedExecutionResult } from 'graphql';
import { CloseCode, handleProtocols, makeServer, type ServerOptions } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Log } from '@master-ia/platform/ports/log.ts';
import type { RateLimit } from '@master-ia/platform/ports/rate-limit.ts';
import type { Metrics } from '@master-ia/platform/runtime/metrics.ts';
import { rightsOf, type Credentials, type Identities } from '../auth/identity.ts';
import { sha256 } from '../auth/sessions.ts';
import { clientAddress } from '../http/client-address.ts';
import type { OriginCheck } from '../http/origin.ts';
import { HttpProblem } from '../http/problem.ts';
import type { RequestRate } from '../http/request-rate.ts';
import type { GraphContext, Identity } from './context.ts';
import type { GraphEngine } from './engine.ts';
import type { ErrorFormat } from './errors.ts';
import type { OperationContexts } from './operation-context.ts';

const PATH = '/graphql';
const MESSAGE_BYTES = 64 * 1024;
const INIT_WAIT_MS = 3000;
/** The lower of two intervals in which the console looks too. */
const KEEP_ALIVE_MS = 12_000;
/** Who was signed out, removed, or has got other rights is let go after this long. */
const SWEEP_MS = 1000;
const PER_PERSON = 20;
const PER_ADDRESS = 200;
const IN_ALL = 5000;
const SUBSCRIPTIONS = 50;
/** Messages of one socket: somebody who leafs through conversations quickly sends two for each. */
const MESSAGES = { perSecond: 10, burst: 200 };
/** Close codes of ours, after which the console connects again. */
const RIGHTS_CHANGED = 4205;
const TOO_SLOW = 4413;
const TOO_MANY = 4429;
const GOING_AWAY = 1001;

type Extra = {
  identity?: Identity;
  shown?: { readonly kind: 'session' | 'key'; readonly hash: string };
  readonly request: IncomingMessage;
  readonly socket: WebSocket;
  readonly number: number;
};
type Params = Readonly<Record<string, unknown>>;

export type SocketPorts = {
  readonly server: HttpServer;
  readonly engine: GraphEngine;
  readonly format: ErrorFormat;
  readonly identities: Identities;
  readonly contexts: OperationContexts;
  readonly isOurs: OriginCheck;
  readonly rate: RequestRate;
  readonly limit: RateLimit;
  readonly log: Log;
  readonly metrics: Metrics;
};

const refuseUpgrade = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

/** graphql-ws on the HTTP server's own port: the same rules and limits, and nobody stays connected longer than their rights. */
export const graphSockets = (ports: SocketPorts) => {
  const { engine, identities, log } = ports;
  const wss = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES, perMessageDeflate: false, handleProtocols });
  const open = new Set<Extra>();
  const addresses = new Map<string, number>();
  const overs = new WeakMap<object, () => void>();
  ports.metrics.sampled('mia_graphql_sockets', 'Open sockets of graphql-ws.', () => open.size);
  let numbers = 0;

  const ofPerson = (identity: Identity): number => [...open].filter((x) => x.identity?.actor.id === identity.actor.id).length;

  const options: ServerOptions<Params, Extra> = {
    connectionInitWaitTimeout: INIT_WAIT_MS,
    onConnect: async (ctx) => {
      const { request } = ctx.extra;
      const given = ctx.connectionParams?.['authorization'] ?? ctx.connectionParams?.['Authorization'];
      const c: Credentials = identities.credentials(request, typeof given === 'string' ? given : request.headers.authorization);
      const identity = await identities.identify(c, request).catch((error: unknown) => {
        if (!(error instanceof HttpProblem)) throw error;
        ctx.extra.socket.close(TOO_MANY, 'too many attempts');
        return null;
      });
      // No: closes with 4403.
      if (!identity || (c.kind !== 'session' && c.kind !== 'key')) return false;
      if (ofPerson(identity) >= PER_PERSON) {
        ctx.extra.socket.close(TOO_MANY, 'too many connections');
        return false;
      }
      ctx.extra.identity = identity;
      ctx.extra.shown = { kind: c.kind, hash: sha256(c.kind === 'key' ? c.key : c.secret) };
      return true;
    },
    onSubscribe: async (ctx, _id, payload) => {
      const identity = ctx.extra.identity as Identity;
      // The library has put this one in already.
      if (Object.keys(ctx.subscriptions).length > SUBSCRIPTIONS)
        return [
          new GraphQLError(`a socket has at most ${String(SUBSCRIPTIONS)} subscriptions`, {
            extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' },
          }),
        ];
      try {
        await ports.rate.known(identity);
        const read = engine.read(payload.query, payload.operationName);
        if (!('document' in read)) return read;
        if (read.operation.operation === OperationTypeNode.MUTATION)
          return [new GraphQLError('mutations are sent over HTTP', { extensions: { code: 'METHOD_NOT_ALLOWED' } })];
        engine.admit(identity, read.document, read.operation, payload.variables ?? {});
        const { context, over } = ports.contexts(identity, clientAddress(ctx.extra.request), ctx.connectionParams?.['x-min-position']);
        overs.set(context, over);
        return {
          schema: engine.schema,
          document: read.document,
          operationName: payload.operationName ?? null,
          variableValues: payload.variables ?? {},
          contextValue: context,
        } satisfies ExecutionArgs;
      } catch (error) {
        if (error instanceof HttpProblem)
          return [new GraphQLError('too many requests: wait a moment', { extensions: { code: 'TOO_MANY_REQUESTS' } })];
        if (error instanceof GraphQLError) return [error];
        return [new GraphQLError('', { originalError: error as Error })];
      }
    },
    execute: async (args) => engine.run(args as ExecutionArgs & { contextValue: GraphContext }),
    subscribe: async (args) => engine.follow(args, overs.get(args.contextValue as object) ?? (() => undefined)),
    onNext: (_ctx, _id, _payload, _args, { errors, ...rest }): FormattedExecutionResult =>
      ({ ...rest, ...(errors && { errors: errors.map((e) => ports.format(e)) }) }) as FormattedExecutionResult,
    onError: (ctx, _id, _payload, errors) => {
      const told = errors.map((e) => ports.format(e));
      // Changes were dropped: whoever connects again reads everything again.
      if (told.some((e) => e.extensions?.['code'] === 'RESYNC')) ctx.extra.socket.close(TOO_SLOW, 'read again');
      return told;
    },
  };
  const server = makeServer<Params, Extra>(options);

  const leave = (extra: Extra, address: string): void => {
    open.delete(extra);
    const left = (addresses.get(address) ?? 1) - 1;
    if (left > 0) addresses.set(address, left);
    else addresses.delete(address);
  };
  const connected = (socket: WebSocket, request: IncomingMessage): void => {
    const address = clientAddress(request);
    const extra: Extra = { request, socket, number: ++numbers };
    open.add(extra);
    addresses.set(address, (addresses.get(address) ?? 0) + 1);
    let answered = true;
    const alive = setInterval(() => {
      if (!answered) return socket.terminate();
      answered = false;
      if (socket.readyState === socket.OPEN) socket.ping();
    }, KEEP_ALIVE_MS);
    socket.on('pong', () => (answered = true));
    // Too large a message, a broken frame: the library closes with the right code.
    socket.on('error', (error) => log.debug({ error }, 'a socket broke'));
    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: (data) =>
          new Promise((resolve, reject) => {
            if (socket.readyState !== socket.OPEN) resolve();
            else socket.send(data, (error) => (error && socket.readyState === socket.OPEN ? reject(error) : resolve()));
          }),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) =>
          socket.on('message', (data: Buffer) => {
            const take = async (): Promise<void> => {
              const room = await ports.limit.take([{ key: `socket:${String(extra.number)}`, ...MESSAGES }]);
              if (!room.ok) return socket.close(TOO_MANY, 'too many messages');
              await handle(data.toString('utf8'));
            };
            take().catch((error: unknown) => {
              log.warn({ error }, 'a socket message could not be handled');
              socket.close(CloseCode.InternalServerError, 'internal error');
            });
          }),
      },
      extra,
    );
    socket.once('close', (code, reason) => {
      clearInterval(alive);
      leave(extra, address);
      closed(code, reason.toString('utf8')).catch((error: unknown) => log.error({ error }, 'a socket could not be cleaned up'));
    });
  };

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    const path = (request.url ?? '').split('?')[0];
    if (path !== PATH) return refuseUpgrade(socket, '404 Not Found');
    if (!ports.isOurs(request)) return refuseUpgrade(socket, '403 Forbidden');
    if (open.size >= IN_ALL || (addresses.get(clientAddress(request)) ?? 0) >= PER_ADDRESS)
      return refuseUpgrade(socket, '429 Too Many Requests');
    wss.handleUpgrade(request, socket, head, (ws) => connected(ws, request));
  };
  ports.server.on('upgrade', upgrade);

  /** One look for all sockets: sessions and keys that hold no longer, or hold something else. */
  const sweep = async (): Promise<void> => {
    const asked = [...open].flatMap((x) => (x.identity && x.shown ? [{ extra: x, ...x.shown, headers: x.request, had: x.identity }] : []));
    if (asked.length === 0) return;
    const now = await identities.again(asked);
    asked.forEach(({ extra, had }, i) => {
      const has = now[i] ?? null;
      if (has === null) extra.socket.close(CloseCode.Forbidden, 'signed out');
      else if (rightsOf(has) !== rightsOf(had)) extra.socket.close(RIGHTS_CHANGED, 'rights changed');
    });
  };
  let sweeping = false;
  const timer = setInterval(() => {
    if (sweeping) return;
    sweeping = true;
    sweep()
      // While nobody can tell who may stay, everybody does: their queries fail the same way.
      .catch((error: unknown) => log.warn({ error }, 'sockets could not be checked'))
      .finally(() => (sweeping = false));
  }, SWEEP_MS);

  return {
    count: (): number => open.size,
    close: async (): Promise<void> => {
      clearInterval(timer);
      ports.server.off('upgrade', upgrade);
      for (const { socket } of open) socket.close(GOING_AWAY, 'going away');
      await new Promise<void>((done) => wss.close(() => done()));
    },
  };
};
export type GraphSockets = ReturnType<typeof graphSockets>;
