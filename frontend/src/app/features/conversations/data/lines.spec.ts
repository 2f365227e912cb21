import { EMPTY, MOST, withLive, withNewest, withOlder, type Line, type Stretch } from './lines';

const line = (n: number, o: Partial<Line> = {}): Line =>
  ({
    id: `m${n}`,
    at: new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString(),
    position: String(n).padStart(20, '0'),
    type: 'MESSAGE',
    text: `t${n}`,
    ...o,
  }) as Line;
const range = (from: number, to: number): readonly Line[] => Array.from({ length: to - from + 1 }, (_, i) => line(from + i));
const stretch = (from: number, to: number, o: Partial<Stretch> = {}): Stretch => ({
  lines: range(from, to),
  older: false,
  newer: false,
  ...o,
});
const ids = (s: Stretch) => s.lines.map((l) => l.id);

describe('a stretch of a thread', () => {
  it('takes a live line into its place by time, then position', () => {
    const late = line(2, { id: 'late', position: '9'.padStart(20, '0') });
    expect(ids(withLive(stretch(1, 3), late))).toEqual(['m1', 'm2', 'late', 'm3']);
  });

  it('replaces a line that is there, keeping its cursor', () => {
    const old = { ...stretch(1, 1), lines: [line(1, { cursor: 'c1' })] };
    expect(withLive(old, line(1, { text: 'new' })).lines).toMatchObject([{ text: 'new', cursor: 'c1' }]);
  });

  it('leaves a new line out while newer ones are missing between', () => {
    expect(ids(withLive(stretch(1, 3, { newer: true }), line(9)))).toEqual(['m1', 'm2', 'm3']);
  });

  it('leaves a line out that belongs to a page not loaded yet', () => {
    expect(ids(withLive(stretch(5, 7, { older: true }), line(2)))).toEqual(['m5', 'm6', 'm7']);
  });

  it('joins the newest page where they meet, and starts afresh where lines are missing', () => {
    expect(ids(withNewest(stretch(1, 4), stretch(3, 6, { older: true })))).toEqual(['m1', 'm2', 'm3', 'm4', 'm5', 'm6']);
    expect(ids(withNewest(stretch(1, 2), stretch(8, 9, { older: true })))).toEqual(['m8', 'm9']);
    expect(withNewest(EMPTY, stretch(8, 9, { older: true })).older).toBe(true);
  });

  it('lets the newest go when too much is loaded, and says that they are missing', () => {
    const s = withOlder(stretch(101, 100 + MOST, { older: true }), stretch(51, 100));
    expect([s.lines.length, s.lines[0]?.id, s.newer, s.older]).toEqual([MOST, 'm51', true, false]);
  });
});
