import { firstUnread, readUpTo, type Side } from './first-unread';

const line = (id: string, position: number, direction: 'IN' | 'OUT' = 'IN'): Side => ({
  id,
  type: 'MESSAGE',
  direction,
  position: String(position).padStart(4, '0'),
  at: '2026-01-01T12:00:00Z',
});
const at = (position: number): string => String(position).padStart(4, '0');

describe('the first unread line', () => {
  it('is the oldest of the newest messages of the customer', () =>
    expect(firstUnread([line('a', 1), line('b', 2), line('x', 3, 'OUT'), line('c', 4)], 2)).toEqual({ firstId: 'b', count: 2 }));

  it('is one that was delivered late, where it stands', () =>
    expect(firstUnread([line('late', 9), line('a', 1), line('b', 2), line('c', 3)], 2)).toEqual({ firstId: 'late', count: 2 }));

  it('is unknown when it is not loaded, and none when all is read', () =>
    expect([firstUnread([line('a', 1)], 2), firstUnread([line('a', 1)], 0)]).toEqual([null, null]));
});

describe('how far a thread is read', () => {
  const lines = [line('a', 1), line('x', 2, 'OUT'), line('b', 3), line('c', 4)];

  it('is the newest line that was on the screen', () => expect([readUpTo(lines, 'b'), readUpTo(lines, 'c')]).toEqual([at(3), at(4)]));

  it('stops short of what is further down, though a late delivery above it is newer', () =>
    expect(readUpTo([line('a', 1), line('late', 9), line('b', 3), line('c', 4)], 'b')).toBe(at(3)));

  it('is nothing for a line that is not there', () => expect(readUpTo(lines, 'gone')).toBeNull());
});
