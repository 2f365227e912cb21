import type { Actor } from '@master-ia/schemas/contract.ts';
import type { Permission, Role, Viewer } from '@master-ia/schemas/permissions.ts';
import type { Clock, Ids } from '@master-ia/platform/ports/clock.ts';
import type { Commands } from '@master-ia/platform/ports/commands.ts';
import type { Log } from '@master-ia/platform/ports/log.ts';
import type { PubSub } from '@master-ia/platform/ports/pub-sub.ts';
import type { Database, ReadModelDb } from '@master-ia/platform/ports/sql.ts';
import type { PasswordChange } from '../auth/password-change.ts';
import type { PasswordCheck } from '../auth/passwords.ts';
import type { SystemWatch } from '../tenancy/system-status.ts';
import type { LiveRows } from './live.ts';
import type { Loaders } from './loaders.ts';

export type Locale = 'pt-BR' | 'en';
/** Who asks, verified; nothing of it comes from the request's own words. */
export type Identity = {
  readonly tenant: string;
  readonly actor: Actor;
  readonly userId: string | null;
  readonly role: Role | null;
  readonly viewer: Viewer;
  readonly permissions: ReadonlySet<Permission>;
  readonly locale: Locale;
  /** SHA-256 of the session's secret; null for keys. */
  readonly sessionHash: string | null;
};
export type ViewStatus = {
  readonly view: string;
  readonly version: number;
  readonly state: string;
  readonly position: string;
  readonly head: string;
  readonly lag: number | null;
  readonly lagMs: number;
  readonly parked: readonly string[];
  readonly readable: boolean;
  readonly versions: readonly { readonly version: number; readonly state: string }[];
};
export type Views = {
  reached(views: readonly string[], position: string, ms: number): Promise<boolean>;
  status(): Promise<readonly ViewStatus[]>;
};
export type SystemState = {
  readonly engines: readonly { readonly name: string; readonly kind: string; readonly ok: boolean; readonly detail?: string }[];
  readonly head: string;
  /** What waits to be done, and what is held, of each company that has any. */
  readonly work: ReadonlyMap<string, { readonly waiting: number; readonly held: number }>;
};
/** What resolvers need of the product. */
export type GraphPorts = {
  readonly readDb: ReadModelDb;
  readonly db: Database;
  readonly commands: Commands;
  readonly pubSub: PubSub;
  readonly views: Views;
  readonly status: SystemWatch;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly publicUrl: () => string;
  /** Where the providers of simulated channels reach us. */
  readonly callbackUrl: (channelId: string, simulated: boolean) => string;
  readonly sessions: { switchCompany(sessionHash: string, companyId: string): Promise<void> };
  readonly passwords: Pick<PasswordCheck, 'refusalOf'>;
  readonly changePassword: PasswordChange;
};
/** Of one operation. */
export type GraphContext = {
  readonly identity: Identity;
  /** Where the caller asks from: guesses are counted by it. */
  readonly address: string;
  readonly ports: GraphPorts;
  readonly loaders: Loaders;
  readonly live: LiveRows;
  /** What the caller has seen: reads wait for it, mutations send it on. */
  readonly minPosition: string | null;
  /** A read answered before the views had reached `minPosition`. */
  readonly stale: { value: boolean };
};
