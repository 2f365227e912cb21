import { readUpTo, type Side } from './read-up-to';

const line = (id: string, position: number, direction: 'IN' | 'OUT' = 'IN'): Side => ({
  id,
  type: 'MESSAGE',
  direction,
  position: String(position).padStart(4, '0'),
});
const at = (position: number): string => String(position).padStart(4, '0');

describe('how far a thread is read', () => {
  const lines = [line('a', 1), line('x', 2, 'OUT'), line('b', 3), line('c', 4)];

  it('is the newest line that was on the screen', () => expect([readUpTo(lines, 'b'), readUpTo(lines, 'c')]).toEqual([at(3), at(4)]));

  it('stops short of what is further down, though a late delivery above it is newer', () =>
    expect(readUpTo([line('a', 1), line('late', 9), line('b', 3), line('c', 4)], 'b')).toBe(at(3)));

  it('is nothing for a line that is not there', () => expect(readUpTo(lines, 'gone')).toBeNull());
});
