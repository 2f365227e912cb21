/** What the status chip says. `lag`: what is on the screen may be behind. */
export type LiveState = 'connecting' | 'live' | 'lag' | 'offline';

export interface LiveSigns {
  /** The browser has a network. */
  readonly network: boolean;
  /** The socket is open and acknowledged. */
  readonly open: boolean;
  /** The socket has been away for longer than a blink. */
  readonly away: boolean;
  /** Round trip of the last ping, ms. */
  readonly latencyMs: number | null;
  /** Worst lag of the live views as the server tells it, ms. */
  readonly lagMs: number;
  /** The last answer was marked stale: a view had not reached what this person wrote. */
  readonly stale: boolean;
}

/** From here on a delay is said: a person notices. */
export const LAG_MS = 2_000;

export const liveState = (s: LiveSigns): LiveState => {
  if (!s.network || s.away) return 'offline';
  if (!s.open) return 'connecting';
  return s.stale || s.lagMs >= LAG_MS || (s.latencyMs ?? 0) >= LAG_MS ? 'lag' : 'live';
};
