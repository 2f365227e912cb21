/** Who may go first when several transactions wait for the one session; the first name is the most urgent (DESIGN §4b). */
export const LANES = ['log', 'query', 'facts', 'live', 'queue', 'rebuild', 'vacuum'] as const;
export type Lane = (typeof LANES)[number];

/** Each lane down is like having arrived this much later: the last of seven lanes is overtaken for at most 120 ms. */
export const LANE_STEP_MS = 20;

/** The lane that a client names as its `application_name`; a suffix after ":" is the client's own business. */
export function laneNamed(applicationName: string | undefined): Lane {
  const name = applicationName?.split(':', 1)[0];
  return LANES.find((lane) => lane === name) ?? 'query';
}

export interface LaneQueue<T> {
  push(lane: Lane, item: T): void;
  take(): T | undefined;
  remove(item: T): void;
  size(): number;
}

/**
 * Waiting transactions by lane, with ageing: the next one is the one with the smallest (arrival + lane × step), first come first served inside a lane.
 * So nobody waits for arrivals that are more than (lane × step) younger than his own.
 */
export function createLaneQueue<T>(now: () => number, stepMs: number = LANE_STEP_MS): LaneQueue<T> {
  const lanes = LANES.map((): { readonly item: T; readonly rank: number }[] => []);
  return {
    push: (lane, item) => {
      const index = LANES.indexOf(lane);
      lanes[index]?.push({ item, rank: now() + index * stepMs });
    },
    take: () => {
      let best: (typeof lanes)[number] | undefined;
      for (const lane of lanes) if (lane[0] && (!best?.[0] || lane[0].rank < best[0].rank)) best = lane;
      return best?.shift()?.item;
    },
    remove: (item) => {
      for (const lane of lanes) {
        const at = lane.findIndex((waiting) => waiting.item === item);
        if (at >= 0) lane.splice(at, 1);
      }
    },
    size: () => lanes.reduce((sum, lane) => sum + lane.length, 0),
  };
}
