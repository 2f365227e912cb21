import { LAG_MS, liveState, type LiveSigns } from './live-state';

const good: LiveSigns = { network: true, open: true, away: false, latencyMs: 20, lagMs: 5, stale: false };

describe('liveState', () => {
  it.each<[string, Partial<LiveSigns>, string]>([
    ['all is well', {}, 'live'],
    ['no ping has come back yet', { latencyMs: null }, 'live'],
    ['views are behind', { lagMs: LAG_MS }, 'lag'],
    ['the line is slow', { latencyMs: LAG_MS }, 'lag'],
    ['an answer was stale', { stale: true }, 'lag'],
    ['the socket is opening', { open: false, latencyMs: null }, 'connecting'],
    ['the socket stays away', { open: false, away: true }, 'offline'],
    ['the browser has no network', { network: false }, 'offline'],
  ])('when %s', (_, signs, state) => expect(liveState({ ...good, ...signs })).toBe(state));
});
