import { request, type IncomingHttpHeaders } from 'node:http';
import type { RequestHandler } from 'express';
import type { Log } from '@master-ia/platform/ports/log.ts';
import type { OriginCheck } from './origin.ts';
import { answerProblem, HttpProblem } from './problem.ts';

/** Headers of one connection, and what the simulator must never get to see. */
const KEPT_BACK = new Set([
  'connection',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'cookie',
  'set-cookie',
  'authorization',
  'host',
]);
const passed = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !KEPT_BACK.has(name)));

/** The simulator's phone and developer page under our own address, streamed both ways. The address comes from the installation's configuration only. */
export const simulatorProxy = (o: { readonly url: string; readonly isOurs: OriginCheck; readonly log: Log }): RequestHandler => {
  const target = new URL(o.url);
  return (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD' && !o.isOurs(req)) {
      next(new HttpProblem(403, 'foreign_origin'));
      return;
    }
    const out = request(
      {
        host: target.hostname,
        port: target.port,
        method: req.method,
        path: req.originalUrl,
        headers: {
          ...passed(req.headers),
          host: target.host,
          ...(req.headers['content-length'] === undefined &&
            req.headers['transfer-encoding'] !== undefined && { 'transfer-encoding': 'chunked' }),
        },
      },
      (answer) => {
        // Its pages say themselves what they may load.
        for (const name of ['content-security-policy', 'x-frame-options']) res.removeHeader(name);
        res.writeHead(answer.statusCode ?? 502, passed(answer.headers) as Record<string, string>);
        res.flushHeaders();
        answer.on('error', () => res.destroy());
        answer.pipe(res);
      },
    );
    out.on('error', (error) => {
      o.log.debug({ error }, 'the simulator does not answer');
      if (res.headersSent) res.destroy();
      else answerProblem(req, res, new HttpProblem(502, 'unavailable'));
    });
    res.on('close', () => out.destroy());
    req.pipe(out);
  };
};
