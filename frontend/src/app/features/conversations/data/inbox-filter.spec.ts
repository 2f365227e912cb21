import type { Row } from './conversation-rows';
import { belongs, byActivity, filterOf, narrowing, paramsOf, variablesOf } from './inbox-filter';

const id = '0c45acae-82d2-50b8-b0c5-77212ca8478f';
const row = (o: Partial<Row> = {}): Row =>
  ({
    id: 'c1',
    state: 'OPEN',
    channel: { id: 'ch' },
    labels: [],
    assignee: null,
    unread: 0,
    lastActivityAt: '2026-01-01T00:00:00.000Z',
    ...o,
  }) as Row;
const all = filterOf('ALL', {});

describe('the filter of the inbox', () => {
  it('goes into the address and comes back', () => {
    const f = filterOf('ALL', { state: 'closed', label: id, channel: id, assignee: id, unread: '1' });
    expect(filterOf('ALL', paramsOf(f))).toEqual(f);
    expect(narrowing(f)).toBe(5);
  });

  it('ignores what is no id or state, and a person outside the tab of all', () => {
    expect(filterOf('ALL', { state: 'odd', label: '<b>' })).toEqual(all);
    expect(filterOf('MINE', { assignee: id }).assigneeId).toBeNull();
  });

  it('asks the server for open ones only, unless told otherwise', () => {
    expect(variablesOf(all)).toEqual({ tab: 'ALL', state: ['OPEN'] });
    expect(variablesOf(filterOf('ALL', { state: 'any' }))).toEqual({ tab: 'ALL' });
  });

  it('applies the rule of the server to a row', () => {
    expect(belongs(all, row(), 'me', false)).toBe(true);
    expect(belongs(all, row({ state: 'CLOSED' }), 'me', false)).toBe(false);
    expect(belongs(filterOf('MINE', {}), row(), 'me', false)).toBe(false);
    expect(belongs(filterOf('MINE', {}), row({ assignee: { id: 'me', name: 'Ana' } }), 'me', false)).toBe(true);
    expect(belongs(filterOf('UNASSIGNED', {}), row({ assignee: { id: 'me', name: 'Ana' } }), 'me', false)).toBe(false);
  });

  it('keeps the open conversation when reading took it out, not when it was closed', () => {
    const unread = filterOf('ALL', { unread: '1' });
    expect([belongs(unread, row(), 'me', true), belongs(unread, row(), 'me', false)]).toEqual([true, false]);
    expect(belongs(unread, row({ state: 'CLOSED' }), 'me', true)).toBe(false);
  });

  it('sorts by activity, then id, newest first', () => {
    const rows = [row({ id: 'a' }), row({ id: 'b' }), row({ id: 'c', lastActivityAt: '2026-01-02T00:00:00.000Z' })];
    expect(rows.sort(byActivity).map((r) => r.id)).toEqual(['c', 'b', 'a']);
  });
});
