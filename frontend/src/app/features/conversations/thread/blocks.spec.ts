import type { Line } from '../data/lines';
import { blocksOf } from './blocks';

const line = (id: string, at: Date, o: Partial<Line> = {}): Line =>
  ({ id, at: at.toISOString(), type: 'MESSAGE', direction: 'IN', author: null, authorName: null, ...o }) as Line;
const at = (day: number, minute: number) => new Date(2026, 0, day, 12, minute);

describe('the blocks of a thread', () => {
  it('names each day once and groups what follows closely from one side', () => {
    const lines = [
      line('a', at(1, 0)),
      line('b', at(1, 2)),
      line('c', at(1, 20)),
      line('d', at(2, 0)),
      line('e', at(2, 1), { direction: 'OUT' }),
    ];
    const blocks = blocksOf(lines, [], null);
    expect(blocks.map((b) => (b.show === 'line' ? `${b.line.id}${b.joined ? '+' : ''}` : b.show))).toEqual([
      'day',
      'a',
      'b+',
      'c',
      'day',
      'd',
      'e',
    ]);
  });

  it('announces the unread before the first of them', () => {
    const lines = [line('a', at(1, 0)), line('b', at(1, 1)), line('x', at(1, 2), { direction: 'OUT' }), line('c', at(1, 3))];
    expect(blocksOf(lines, [], { firstId: 'b', count: 2 }).map((b) => b.show)).toEqual(['day', 'line', 'unread', 'line', 'line', 'line']);
  });
});
