import type { Router } from 'express';
import type { Cache } from '@master-ia/platform/ports/cache.ts';
import type { Clock, Ids } from '@master-ia/platform/ports/clock.ts';
import type { Commands } from '@master-ia/platform/ports/commands.ts';
import type { EventStore } from '@master-ia/platform/ports/event-store.ts';
import type { KeyVault, SecretVault } from '@master-ia/platform/ports/key-vault.ts';
import type { Log } from '@master-ia/platform/ports/log.ts';
import type { MediaStore } from '@master-ia/platform/ports/media-store.ts';
import type { PubSub } from '@master-ia/platform/ports/pub-sub.ts';
import type { RateLimit } from '@master-ia/platform/ports/rate-limit.ts';
import type { Database, ReadModelDb } from '@master-ia/platform/ports/sql.ts';
import type { Metrics } from '@master-ia/platform/runtime/metrics.ts';
import type { SystemState, Views } from './graphql/context.ts';
import type { GraphLimits } from './graphql/limits.ts';
import type { ConsoleBuild } from './http/console-pages.ts';
import type { RequestRates } from './http/request-rate.ts';

export type GatewayConfig = {
  readonly publicUrl: () => string;
  /** A demo installation: introspection for everybody, and the simulator's pages. */
  readonly demo: boolean;
  readonly simulatorUrl: string | null;
  /** Bearer token of /metrics; without one only this machine may read it. */
  readonly metricsToken: string | undefined;
  /** The product is reached by https: cookies are `__Host-` and Secure. */
  readonly secureCookies: boolean;
  readonly limits?: Partial<GraphLimits>;
  readonly rates?: Partial<RequestRates>;
};
/** What the gateway needs of the product; it imports no other service. */
export type GatewayPorts = {
  readonly config: GatewayConfig;
  readonly readDb: ReadModelDb;
  /** Sessions, look-ups of facts. */
  readonly db: Database;
  /** One-use links are looked at before they are used. */
  readonly store: Pick<EventStore, 'read'>;
  readonly commands: Commands;
  readonly vault: Pick<KeyVault, 'hmac'>;
  readonly secrets: Pick<SecretVault, 'get'>;
  readonly media: MediaStore;
  readonly pubSub: PubSub;
  readonly cache: Cache;
  readonly limit: RateLimit;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly views: Views;
  readonly system: () => Promise<SystemState>;
  /** Behind one gate for the whole process. */
  readonly passwords: { hash(password: string): Promise<string>; check(password: string, hash: string): Promise<boolean> };
  /** Where the providers of a channel reach us. */
  readonly callbackUrl: (channelId: string, simulated: boolean) => string;
  /** The console as it is built at the moment of asking. */
  readonly console: () => ConsoleBuild;
  /** The connectors' callbacks. */
  readonly webhooks: Router;
};
