import { setTimeout as pause } from 'node:timers/promises';
import { pendingDeliveries } from '../deliveries.ts';
import { plannedStatuses } from '../statuses.ts';
import type { World } from '../world.ts';

const LOOK_AGAIN_MS = 20;

/** Waits, bounded, until no webhook is pending and no status is planned. */
export const drained = async (world: World, timeoutMs: number): Promise<{ drained: boolean; pending: number; planned: number }> => {
  const giveUp = performance.now() + timeoutMs;
  for (;;) {
    const pending = pendingDeliveries(world.state);
    const planned = plannedStatuses(world.state);
    if (pending + planned === 0 || performance.now() > giveUp) return { drained: pending + planned === 0, pending, planned };
    await pause(LOOK_AGAIN_MS);
  }
};
