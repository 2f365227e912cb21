import { timingSafeEqual } from 'node:crypto';
import { Router } from 'express';
import type { Metrics } from '@master-ia/platform/runtime/metrics.ts';
import type { SystemState, Views } from '../graphql/context.ts';
import { sha256 } from '../auth/sessions.ts';
import { isLocal } from './client-address.ts';
import { HttpProblem } from './problem.ts';

/** A view further behind than this is not ready to be shown. */
const LAG_MS = 10_000;
const ANSWER_MS = 3000;

export type HealthPorts = {
  readonly views: Views;
  readonly system: () => Promise<SystemState>;
  readonly metrics: Metrics;
  readonly metricsToken: string | undefined;
};

const within = async <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, failed) => {
    timer = setTimeout(() => failed(new Error('no answer')), ANSWER_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** `/health`: the process lives. `/ready`: it can be used, else why not. `/metrics`: Prometheus, for who has the token or is on this machine. */
export const healthRoutes = (ports: HealthPorts): Router => {
  const reasons = async (): Promise<readonly string[]> => {
    const [views, system] = await Promise.all([within(ports.views.status()), within(ports.system())]);
    return [
      ...system.engines.filter((e) => !e.ok).map((e) => `engine ${e.name} does not answer`),
      ...views.flatMap((v) =>
        v.state === 'starting' || v.state === 'stopped'
          ? [`view ${v.view} is ${v.state}`]
          : !v.readable
            ? [`view ${v.view} has no tables`]
            : v.lagMs > LAG_MS
              ? [`view ${v.view} is ${String(Math.round(v.lagMs / 1000))} s behind`]
              : [],
      ),
    ];
  };
  const router = Router();
  router.get('/health', (_req, res) => void res.set('cache-control', 'no-store').json({ ok: true }));
  router.get('/ready', async (_req, res) => {
    const why = await reasons().catch(() => ['an engine does not answer']);
    res
      .status(why.length === 0 ? 200 : 503)
      .set('cache-control', 'no-store')
      .json({ ready: why.length === 0, reasons: why });
  });
  router.get('/metrics', async (req, res) => {
    const token = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1];
    const allowed =
      ports.metricsToken === undefined
        ? isLocal(req)
        : token !== undefined && timingSafeEqual(Buffer.from(sha256(token)), Buffer.from(sha256(ports.metricsToken)));
    // Elsewhere there is no such page.
    if (!allowed)
      throw new HttpProblem(
        ports.metricsToken === undefined ? 404 : 401,
        ports.metricsToken === undefined ? 'not_found' : 'unauthenticated',
      );
    const { contentType, body } = await ports.metrics.text();
    res.set('cache-control', 'no-store').type(contentType).send(body);
  });
  return router;
};
