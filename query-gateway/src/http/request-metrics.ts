import type { RequestHandler } from 'express';
import type { Metrics } from '@master-ia/platform/runtime/metrics.ts';

const GROUPS = ['auth', 'graphql', 'v1', 'media', 'webhooks', 'simulator', 'health', 'ready', 'metrics'];

/** Time of every answer by the first part of its path and the class of its status: few labels, no ids. */
export const requestMetrics = (metrics: Metrics): RequestHandler => {
  const seconds = metrics.histogram('mia_http_seconds', 'Time from a request to the end of its answer.', ['path', 'status']);
  return (req, res, next) => {
    const began = performance.now();
    const first = req.path.split('/')[1] ?? '';
    res.once('close', () =>
      seconds.observe(
        { path: GROUPS.includes(first) ? first : 'console', status: `${String(Math.floor(res.statusCode / 100))}xx` },
        (performance.now() - began) / 1000,
      ),
    );
    next();
  };
};
