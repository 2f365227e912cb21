import type { Log } from '@master-ia/platform/ports/log.ts';
import type { SystemState, Views, ViewStatus } from '../graphql/context.ts';

const LOOK_MS = 1000;

const viewOf = (v: ViewStatus) => ({
  name: v.view,
  version: v.version,
  state:
    v.state === 'rebuilding' || v.state === 'starting'
      ? 'BUILDING'
      : v.state === 'superseded' || v.state === 'stopped'
        ? 'RETIRED'
        : 'LIVE',
  position: v.position,
  lag: v.lag ?? 0,
  lagMs: v.lagMs,
  parked: v.parked.length,
});
type Seen = {
  /** Every view has tables to read from. */
  readonly readable: boolean;
  readonly views: readonly ReturnType<typeof viewOf>[];
  readonly system: SystemState;
};
/** Engines and views of the installation; what waits is the company's own. */
const statusOf = ({ views, system, readable }: Seen, tenant: string) => ({
  ok: system.engines.every((e) => e.ok) && views.every((v) => v.parked === 0) && readable,
  engines: system.engines,
  views,
  head: system.head,
  lagMs: Math.max(0, ...views.map((v) => v.lagMs)),
  queued: system.work.get(tenant)?.waiting ?? 0,
  held: system.work.get(tenant)?.held ?? 0,
});
export type SystemStatus = ReturnType<typeof statusOf>;

/** How the installation is doing, looked at once a second while anybody watches, however many do: everybody is told of the same look. */
export const systemWatch = (ports: {
  readonly views: Pick<Views, 'status'>;
  readonly system: () => Promise<SystemState>;
  readonly log: Log;
}) => {
  const watching = new Set<(seen: Seen) => void>();
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<Seen> | undefined;
  const look = (): Promise<Seen> =>
    (underWay ??= Promise.all([ports.views.status(), ports.system()])
      .then(([views, system]) => ({ views: views.map(viewOf), readable: views.every((v) => v.readable), system }))
      .finally(() => (underWay = undefined)));
  const tell = (to: Iterable<(seen: Seen) => void>): void =>
    void look().then(
      (seen) => {
        for (const on of to) on(seen);
      },
      (error: unknown) => ports.log.warn({ error }, 'the status could not be read'),
    );
  return {
    /** Who asks while a look is under way shares it. */
    now: async (tenant: string): Promise<SystemStatus> => statusOf(await look(), tenant),
    /** Tells the status at once, then each second in which it has changed, until it is stopped. */
    follow: (tenant: string, on: (status: SystemStatus) => void): (() => void) => {
      let last = '';
      const told = (seen: Seen): void => {
        const status = statusOf(seen, tenant);
        const now = JSON.stringify(status);
        if (now === last || !watching.has(told)) return;
        last = now;
        on(status);
      };
      watching.add(told);
      tell([told]);
      timer ??= setInterval(() => tell(watching), LOOK_MS);
      return () => {
        watching.delete(told);
        if (watching.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
};
export type SystemWatch = ReturnType<typeof systemWatch>;
