import { silent } from '@master-ia/platform/ports/log.ts';
import { systemClock } from '@master-ia/platform/runtime/clock.ts';
import { systemIds } from '@master-ia/platform/runtime/ids.ts';
import { openMetrics } from '@master-ia/platform/runtime/metrics.ts';
import { createGateway } from '@master-ia/query-gateway/service.ts';
import type { RequestRates } from '@master-ia/query-gateway/http/request-rate.ts';
import { passwords, startServices } from '../src/services.ts';
import type { Product } from './product.ts';

/** Nothing listens there: what is measured does not depend on a provider. */
const NO_PROVIDER = 'http://127.0.0.1:9';
/** A few load clients stand for many people. */
const MANY = { perSecond: 1_000_000, burst: 1_000_000 };
const RATES: RequestRates = { session: MANY, key: MANY, stranger: MANY, simulator: MANY };

/** Services and gateway over a product's engines, put together as the product does it, on a port of their own. */
export const serveProduct = async ({ engines: e, life }: Product) => {
  let port = 0;
  const url = (): string => `http://127.0.0.1:${port}`;
  const callbackUrl = (channelId: string): string => `${url()}/webhooks/whatsapp/${channelId}`;
  const services = await startServices({
    engines: e,
    life,
    log: silent,
    clock: systemClock,
    ids: systemIds,
    graph: { url: NO_PROVIDER, version: 'v23.0' },
    simulatorUrl: null,
    simulatedAllowed: false,
    callbackUrl,
  });
  const gateway = createGateway({
    config: { publicUrl: url, demo: false, simulatorUrl: null, metricsToken: undefined, secureCookies: false, rates: RATES },
    callbackUrl,
    readDb: e.readDb,
    db: e.queryDb,
    store: e.store,
    commands: services.commands,
    vault: e.vault,
    secrets: e.secrets,
    media: e.media,
    pubSub: e.pubSub,
    cache: e.cache,
    limit: e.limit,
    clock: systemClock,
    ids: systemIds,
    log: silent,
    metrics: openMetrics({ process: true }),
    views: services.projection,
    system: async () => ({ engines: [], head: await e.store.head(), work: new Map() }),
    passwords,
    console: () => ({ failed: 'the bench serves no pages' }),
    webhooks: services.connectors.router,
  });
  ({ port } = await life.start(
    'gateway',
    () => gateway.listen(0, '127.0.0.1'),
    () => gateway.close(),
  ));
  return { ...services, url: url() };
};
export type Served = Awaited<ReturnType<typeof serveProduct>>;
